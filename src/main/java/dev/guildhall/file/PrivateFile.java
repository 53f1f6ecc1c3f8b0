package dev.guildhall.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/** Writes a file with secrets that only its owner may read. */
public final class PrivateFile {
    /** The suffix of unfinished files. */
    public static final String UNFINISHED = ".part";

    private PrivateFile() {}

    /**
     * Creates or replaces the file completely or not at all, even if the power fails. Blocks.
     *
     * @param file its directory is created if it is missing, accessible to its owner only
     */
    public static void write(Path file, String text) throws IOException {
        Path directory = Objects.requireNonNull(file.getParent());
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        // A temporary file is created with permissions for its owner only.
        Path unfinished = Files.createTempFile(directory, file.getFileName().toString(), UNFINISHED);
        try {
            Files.writeString(unfinished, text, StandardOpenOption.WRITE, StandardOpenOption.DSYNC);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
