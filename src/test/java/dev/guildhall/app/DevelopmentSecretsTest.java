package dev.guildhall.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DevelopmentSecretsTest {
    private static final String LONG_ENOUGH = "0123456789abcdef0123456789abcdef";

    @TempDir
    private Path workingDirectory;

    private Path directory;
    private DevelopmentSecrets secrets;

    @BeforeEach
    void setUp() {
        directory = workingDirectory.resolve(".guildhall");
        secrets = new DevelopmentSecrets(directory);
    }

    @Test
    void generatesSecretsOf32RandomBytes() throws IOException {
        Map<String, String> generated = secrets.readOrCreate(List.of("JWT_SECRET", "SERVICE_TOKEN"));

        assertThat(generated).containsOnlyKeys("JWT_SECRET", "SERVICE_TOKEN");
        assertThat(generated.values())
                .doesNotHaveDuplicates()
                .allSatisfy(secret ->
                        assertThat(Base64.getUrlDecoder().decode(secret)).hasSize(32));
    }

    @Tag("RUN-13")
    @Test
    void keepsThemForTheNextStart() throws IOException {
        Map<String, String> generated = secrets.readOrCreate(List.of("JWT_SECRET", "SERVICE_TOKEN"));

        assertThat(new DevelopmentSecrets(directory).readOrCreate(List.of("JWT_SECRET", "SERVICE_TOKEN")))
                .isEqualTo(generated);
    }

    @Tag("RUN-13")
    @Test
    void writesAFileThatCanBeAppendedToAnEnvFile() throws IOException {
        String secret = secrets.readOrCreate(List.of("JWT_SECRET")).get("JWT_SECRET");

        assertThat(Files.readString(secrets.file())).endsWith("\nJWT_SECRET=" + secret + "\n");
        assertThat(Files.readAllLines(secrets.file())).first().asString().matches("# .*for development only.*");
    }

    @Test
    void isReadableOnlyByItsOwner() throws IOException {
        assertThat(secrets.readOrCreate(List.of("JWT_SECRET"))).isNotEmpty();

        assertThat(permissions(secrets.file())).isEqualTo("rw-------");
        assertThat(permissions(directory)).isEqualTo("rwx------");
    }

    @Test
    void writesNoOtherFile() throws IOException {
        assertThat(secrets.readOrCreate(List.of("JWT_SECRET"))).isNotEmpty();

        assertThat(directory).isDirectoryContaining(secrets.file()::equals);
        assertThat(directory.toFile().list()).hasSize(1);
    }

    @Test
    void addsAMissingSecretAndKeepsTheOthers() throws IOException {
        Map<String, String> first = secrets.readOrCreate(List.of("JWT_SECRET"));
        assertThat(Files.readString(secrets.file())).doesNotContain("SERVICE_TOKEN");

        assertThat(secrets.readOrCreate(List.of("SERVICE_TOKEN"))).containsOnlyKeys("SERVICE_TOKEN");
        assertThat(secrets.readOrCreate(List.of("JWT_SECRET"))).isEqualTo(first);
        assertThat(permissions(secrets.file())).isEqualTo("rw-------");
    }

    @Test
    void readsSecretsThatItsOwnerWrote() throws IOException {
        write("# mine\n\nJWT_SECRET=" + LONG_ENOUGH + "\r\nOTHER=" + LONG_ENOUGH);

        assertThat(secrets.readOrCreate(List.of("JWT_SECRET"))).isEqualTo(Map.of("JWT_SECRET", LONG_ENOUGH));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "JWT_SECRET=0123456789abcdef0123456789abcde",
                "JWT_SECRET",
                "JWT_SECRET=",
                "=0123456789abcdef0123456789abcdef",
                "JWT_SECRET=0123456789abcdef 0123456789abcdef",
                "JWT_SECRET=0123456789abcdef0123456789abcdef\u0000",
                "\u00ff\u00fe"
            })
    void reportsADamagedLineWithoutItsContent(String line) throws IOException {
        write("# Made by Guildhall\n" + line + "\n");

        assertThatThrownBy(() -> secrets.readOrCreate(List.of("JWT_SECRET")))
                .isInstanceOf(IOException.class)
                .hasMessage("line 2 is damaged");
        assertThat(Files.readString(secrets.file())).contains(line);
    }

    @Test
    void refusesADuplicateSecret() throws IOException {
        write(("JWT_SECRET=" + LONG_ENOUGH + "\n").repeat(2));

        assertThatThrownBy(() -> secrets.readOrCreate(List.of("JWT_SECRET"))).hasMessage("line 2 is damaged");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "# Made by Guildhall\n"})
    void refusesAFileWithoutSecrets(String text) throws IOException {
        write(text);

        assertThatThrownBy(() -> secrets.readOrCreate(List.of("JWT_SECRET"))).hasMessage("it contains no secret");
    }

    @Test
    void refusesBytesThatAreNotUtf8() throws IOException {
        write("");
        Files.write(secrets.file(), new byte[] {(byte) 0xC3, (byte) 0x28});

        assertThatThrownBy(() -> secrets.readOrCreate(List.of("JWT_SECRET"))).hasMessage("line 1 is damaged");
    }

    private void write(String text) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(secrets.file(), text);
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
