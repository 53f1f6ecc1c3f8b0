package dev.guildhall.app;

import dev.guildhall.auth.Secret;
import dev.guildhall.auth.TokenConfig;
import dev.guildhall.db.DatabaseConfig;
import dev.guildhall.demo.Demo;
import dev.guildhall.http.HttpConfig;
import dev.guildhall.limit.Limits;
import dev.guildhall.order.OrderTimeouts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Currency;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be chosen about an installation; {@code docs/configuration.md} says it in words.
 *
 * @param serviceToken what the frontend's server shows on {@code /internal} routes; null: those do not exist
 * @param cluster whether events are exchanged with other nodes on the same database
 * @param safetyNetInterval how long a node waits between two looks for what it was not told of
 * @param adminEmails in lower case
 * @param demo whether an empty database is to be filled with a small market
 * @param developmentSecretsFile where the made-up secrets are that stand in for ones not set; null: there are none
 */
public record Config(
        DatabaseConfig database,
        HttpConfig http,
        TokenConfig tokens,
        Currency currency,
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

    /** Whether the database comes along, which is for trying things on one machine. */
    boolean isForDevelopment() {
        return database.address() == null;
    }

    /** The same with what the demo needs to make its people as a frontend does: one of them is an admin. */
    Config readyForDemo() {
        Set<String> admins = Stream.concat(adminEmails.stream(), Stream.of(Demo.ADMIN_EMAIL))
                .collect(Collectors.toUnmodifiableSet());
        // A token that nobody knows opens the internal routes to nobody else.
        Secret token = serviceToken == null ? new Secret(UUID.randomUUID() + "" + UUID.randomUUID()) : serviceToken;
        return new Config(
                database,
                http,
                tokens,
                currency,
                limits,
                token,
                cluster,
                safetyNetInterval,
                orderTimeouts,
                admins,
                demo,
                developmentSecretsFile);
    }

    /**
     * Reads the configuration, and on a development machine makes {@code .guildhall/dev.env} in the working directory where
     * secrets are not set. Blocks on files.
     *
     * @throws InvalidConfig with every mistake at once
     */
    public static Config fromEnvironment(Map<String, String> variables, Path workingDirectory) {
        Path directory = workingDirectory.resolve(".guildhall");
        DevelopmentSecrets development = new DevelopmentSecrets(directory);
        Environment environment = new Environment(variables);
        boolean developing = environment.fillInFrom(development);
        return new ConfigReader(environment).read(directory, developing ? development.file() : null);
    }
}
