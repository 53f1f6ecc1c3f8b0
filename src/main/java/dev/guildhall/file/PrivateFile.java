package dev.guildhall.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/** A file of secrets, which its owner alone may read. */
public final class PrivateFile {
    /** What the names of unfinished files end with. */
    public static final String UNFINISHED = ".part";

    private PrivateFile() {}

    /**
     * Writes it in place of what was there: whole or not at all, even where the power fails. Blocks.
     *
     * @param file in a directory that is made where it is missing, for its owner alone
     */
    public static void write(Path file, String text) throws IOException {
        Path directory = Objects.requireNonNull(file.getParent());
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        // A temporary file is readable by its owner alone from the first moment.
        Path unfinished = Files.createTempFile(directory, file.getFileName().toString(), UNFINISHED);
        try {
            Files.writeString(unfinished, text, StandardOpenOption.WRITE, StandardOpenOption.DSYNC);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
