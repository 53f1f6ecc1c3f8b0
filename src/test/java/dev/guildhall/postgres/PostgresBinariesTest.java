package dev.guildhall.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresBinariesTest {

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, linux-x86_64",
        "Linux, aarch64, linux-arm_64",
        "Mac OS X, x86_64, darwin-x86_64",
        "Mac OS X, aarch64, darwin-arm_64"
    })
    void returnsThePlatformInTheNameOfTheArchive(String os, String arch, String platform) {
        assertThat(PostgresBinaries.platform(os, arch)).isEqualTo(platform);
    }

    @Test
    void reportsWhatToDoWithoutBinariesForThePlatform() {
        assertThatThrownBy(() -> PostgresBinaries.of("solaris-sparc"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("solaris-sparc")
                .hasMessageContaining("set DATABASE_URL");
    }

    @Test
    void readsItsVersionFromTheBuild() throws Exception {
        var binaries = PostgresBinaries.ofThisMachine();
        assertThat(binaries.version()).matches("\\d+\\.\\d+\\.\\d+");
        assertThat(binaries.version()).startsWith(binaries.release() + ".");
        assertThat(binaries.release()).startsWith(binaries.major() + ".");
    }
}
