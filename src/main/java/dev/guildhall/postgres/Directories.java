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

/** What we ask of directories beyond {@link Files}: closed to others, really gone, really on the disk. */
final class Directories {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private Directories() {}

    /** The real path of a directory that only its owner may enter, created if need be. */
    static Path createPrivate(Path directory) throws IOException {
        try {
            Files.createDirectories(directory);
            requireOurs(directory);
            makePrivate(directory);
            return directory.toRealPath();
        } catch (FileSystemException e) {
            throw new IOException(
                    "Guildhall cannot keep its database in " + directory.toAbsolutePath() + " (" + e
                            + "): make that a directory which this user owns, start elsewhere, or set DATABASE_URL.",
                    e);
        }
    }

    /** PostgreSQL insists on it, and even root would run into that. */
    private static void requireOurs(Path directory) throws IOException {
        Path ours = Files.createTempFile(directory, "owner", null);
        try {
            UserPrincipal owner = Files.getOwner(directory);
            if (!owner.equals(Files.getOwner(ours))) {
                throw new FileSystemException(directory.toString(), null, "belongs to " + owner.getName());
            }
        } finally {
            Files.delete(ours);
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

    /** Returns when the names in the directory, so also a rename in it, would survive a power cut. */
    static void force(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
