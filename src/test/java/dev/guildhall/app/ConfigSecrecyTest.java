package dev.guildhall.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("RUN-14")
class ConfigSecrecyTest {
    private static final String SECRET = "s3cret-0123456789abcdef012345678";

    @Test
    void showsNoSecretInAnyPartOfTheTree(@TempDir Path workingDirectory) throws ReflectiveOperationException {
        Config config = Config.fromEnvironment(
                Map.of(
                        "DATABASE_URL", "postgresql://ann:s3cret@db/market",
                        "MIGRATIONS_DATABASE_URL", "postgresql://owner:s3cret@db/market",
                        "JWT_SECRET", SECRET,
                        "JWT_SECRET_PREVIOUS", SECRET,
                        "AUTH_SECRET", SECRET,
                        "SERVICE_TOKEN", SECRET),
                workingDirectory);

        List<Object> parts = new ArrayList<>();
        collect(config, parts);

        assertThat(parts)
                .hasSizeGreaterThan(15)
                .noneSatisfy(part -> assertThat(part.toString()).contains("s3cret"));
        assertThat(config.toString()).contains("***").contains("ann").contains("developmentSecretsFile=null");
    }

    private static void collect(Object part, List<Object> parts) throws ReflectiveOperationException {
        parts.add(part);
        if (part instanceof String || !part.getClass().isRecord()) {
            return;
        }
        for (RecordComponent component : part.getClass().getRecordComponents()) {
            Object value = component.getAccessor().invoke(part);
            // The record that contains the password has to hide it; the password itself is a string.
            if (value != null && !component.getName().equals("password")) {
                collect(value, parts);
            }
        }
    }
}
