package dev.guildhall.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/** Operations on directories that {@link Files} does not have: private permissions, recursive deletion, flush to the disk. */
final class Directories {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private Directories() {}

    /** Creates the directory if it is missing, makes it accessible to its owner only, and returns its real path. */
    static Path createPrivate(Path directory) throws IOException {
        try {
            Files.createDirectories(directory);
            requireOwned(directory);
            makePrivate(directory);
            return directory.toRealPath();
        } catch (FileSystemException e) {
            throw new IOException(
                    "Guildhall cannot keep its database in " + directory.toAbsolutePath() + " (" + e
                            + "): make this user the owner of that directory, start Guildhall in a different directory, or set DATABASE_URL.",
                    e);
        }
    }

    /** PostgreSQL refuses a data directory of a different owner, even for root. */
    private static void requireOwned(Path directory) throws IOException {
        Path probe = Files.createTempFile(directory, "owner", null);
        try {
            UserPrincipal owner = Files.getOwner(directory);
            if (!owner.equals(Files.getOwner(probe))) {
                throw new FileSystemException(directory.toString(), null, "belongs to " + owner.getName());
            }
        } finally {
            Files.delete(probe);
        }
    }

    static void makePrivate(Path directory) throws IOException {
        if (!Files.getPosixFilePermissions(directory).equals(OWNER_ONLY)) {
            Files.setPosixFilePermissions(directory, OWNER_ONLY);
        }
    }

    static List<Path> list(Path directory, String glob) throws IOException {
        try (var found = Files.newDirectoryStream(directory, glob)) {
            return StreamSupport.stream(found.spliterator(), false).toList();
        }
    }

    static void delete(Path tree) throws IOException {
        try (var paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    /** Flushes the entries of the directory to the disk, so that a rename survives a power failure. */
    static void force(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
