package dev.guildhall.postgres;

import dev.guildhall.file.PrivateFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/**
 * The PostgreSQL on the classpath: an archive of io.zonky.test.postgres, which contains initdb, postgres and their libraries.
 *
 * @param version of the archive, such as {@code 18.6.0}
 * @param platform as in the name of the archive, such as {@code linux-x86_64}
 */
record PostgresBinaries(String version, String platform, URL archive) {
    static boolean areIncluded() {
        return archive(ofThisPlatform()) != null;
    }

    /** @throws IllegalStateException if this build contains none for this machine */
    static PostgresBinaries ofThisMachine() throws IOException {
        return of(ofThisPlatform());
    }

    static PostgresBinaries of(String platform) throws IOException {
        URL archive = archive(platform);
        if (archive == null) {
            throw new IllegalStateException("This build of Guildhall contains no PostgreSQL for " + platform
                    + ": set DATABASE_URL to your own PostgreSQL.");
        }
        return new PostgresBinaries(bundledVersion(), platform, archive);
    }

    static String platform(String os, String arch) {
        String system = os.startsWith("Mac") ? "darwin" : os.toLowerCase(Locale.ROOT);
        String machine = switch (arch) {
            case "amd64" -> "x86_64";
            case "aarch64" -> "arm_64";
            default -> arch;
        };
        return system + "-" + machine;
    }

    private static String ofThisPlatform() {
        return platform(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    private static @Nullable URL archive(String platform) {
        return PostgresBinaries.class.getResource("/postgres-" + platform + ".txz");
    }

    private static String bundledVersion() throws IOException {
        var properties = new Properties();
        try (var in = PostgresBinaries.class.getResourceAsStream("postgres.properties")) {
            properties.load(in);
        }
        return properties.getProperty("version");
    }

    /** The version of PostgreSQL itself: {@code 18.6} for the archive {@code 18.6.0}. */
    String release() {
        return version.substring(0, version.lastIndexOf('.'));
    }

    /** The major version, which the format of the data files depends on. */
    String major() {
        return version.substring(0, version.indexOf('.'));
    }

    boolean areUnpackedIn(Path home) {
        return Files.isDirectory(unpackedIn(home));
    }

    /**
     * Returns the directory with {@code bin}, {@code lib} and {@code share}. It is created completely or not at all. Call with
     * {@code home} locked.
     */
    Path unpackInto(Path home) throws IOException {
        Path target = unpackedIn(home);
        if (!areUnpackedIn(home)) {
            Path part = Path.of(target + PrivateFile.UNFINISHED);
            if (Files.exists(part)) {
                Directories.delete(part);
            }
            unpack(part);
            Files.move(part, target);
        }
        return target;
    }

    /** Deletes the binaries of other versions; no process may be running from them. */
    void removeOtherVersions(Path home) throws IOException {
        for (Path other : Directories.list(home, "postgres-*-" + platform + "*")) {
            if (!other.equals(unpackedIn(home))) {
                Directories.delete(other);
            }
        }
    }

    private Path unpackedIn(Path home) {
        return home.resolve("postgres-" + version + "-" + platform);
    }

    private void unpack(Path directory) throws IOException {
        try (var in = new TarArchiveInputStream(
                new BufferedInputStream(new XZInputStream(new BufferedInputStream(archive.openStream())), 1 << 16))) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path path = directory.resolve(entry.getName()).normalize();
                if (!path.startsWith(directory)) {
                    throw new IOException(
                            "The PostgreSQL archive has an entry outside its directory: " + entry.getName());
                }
                Files.createDirectories(entry.isDirectory() ? path : path.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else if (entry.isFile()) {
                    Files.copy(in, path);
                    Files.setPosixFilePermissions(path, permissions(entry.getMode()));
                }
            }
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        var permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (PosixFilePermission permission : PosixFilePermission.values()) {
            if ((mode & (0400 >> permission.ordinal())) != 0) {
                permissions.add(permission);
            }
        }
        return permissions;
    }
}
