package dev.guildhall.app;

import dev.guildhall.auth.Secret;
import dev.guildhall.auth.TokenConfig;
import dev.guildhall.db.DatabaseConfig;
import dev.guildhall.http.HttpConfig;
import dev.guildhall.limit.Limits;
import dev.guildhall.order.OrderTimeouts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Currency;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of an installation; {@code docs/configuration.md} describes all settings.
 *
 * @param defaultLanguage the canonical tag of a language
 * @param serviceToken the token of the frontend's server for {@code /internal} routes; null: there are no such routes
 * @param cluster whether this node exchanges events with other nodes on the same database
 * @param safetyNetInterval how often a node checks for messages whose events it has not received
 * @param demo whether an empty database is filled with demo data
 * @param developmentSecretsFile the file with generated secrets for those that are not set; null: all are set
 */
public record Config(
        DatabaseConfig database,
        HttpConfig http,
        TokenConfig tokens,
        Currency currency,
        String defaultLanguage,
        Limits limits,
        @Nullable Secret serviceToken,
        boolean cluster,
        Duration safetyNetInterval,
        OrderTimeouts orderTimeouts,
        Set<String> adminEmails,
        boolean demo,
        @Nullable Path developmentSecretsFile) {

    public Config {
        adminEmails = Set.copyOf(adminEmails);
    }

    /** Whether the embedded database is used, which is for development on one machine. */
    boolean isForDevelopment() {
        return database.address() == null;
    }

    /**
     * Reads the configuration. On a development machine, secrets that are not set are generated and kept in
     * {@code .guildhall/dev.env} in the working directory. Blocks on files.
     *
     * @throws InvalidConfig with all mistakes
     */
    public static Config fromEnvironment(Map<String, String> variables, Path workingDirectory) {
        Path directory = workingDirectory.resolve(".guildhall");
        DevelopmentSecrets development = new DevelopmentSecrets(directory);
        Environment environment = new Environment(variables);
        boolean isDevelopment = environment.addMissingFrom(development);
        return new ConfigReader(environment).read(directory, isDevelopment ? development.file() : null);
    }
}
