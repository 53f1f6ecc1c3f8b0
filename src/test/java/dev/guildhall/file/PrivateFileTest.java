package dev.guildhall.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFileTest {
    @TempDir
    private Path home;

    @Test
    void isForItsOwnerAloneAndSoIsTheDirectoryMadeForIt() throws IOException {
        Path file = home.resolve("a").resolve("secret");

        PrivateFile.write(file, "hidden");

        assertThat(file).hasContent("hidden");
        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(permissions(home.resolve("a"))).isEqualTo("rwx------");
    }

    @Test
    void takesThePlaceOfAnEarlierOneThatOthersMightRead() throws IOException {
        Path file = Files.writeString(home.resolve("secret"), "earlier and longer");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        PrivateFile.write(file, "new");

        assertThat(file).hasContent("new");
        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(home.toFile().list()).containsExactly("secret");
    }

    @Test
    void leavesNothingBehindWhereItCannotBeWritten() throws IOException {
        Path file = Files.createDirectories(home.resolve("secret").resolve("in the way"));

        assertThatThrownBy(() -> PrivateFile.write(home.resolve("secret"), "hidden"))
                .isInstanceOf(IOException.class);

        assertThat(file).isDirectory();
        assertThat(home.toFile().list()).containsExactly("secret");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
