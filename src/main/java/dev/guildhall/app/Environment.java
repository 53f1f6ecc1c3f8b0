package dev.guildhall.app;

import dev.guildhall.auth.Secret;
import dev.guildhall.auth.TokenConfig;
import dev.guildhall.db.DatabaseAddress;
import dev.guildhall.db.DatabaseConfig;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads variables one by one and collects the mistakes, so that all can be reported together. After a mistake a method returns a
 * placeholder, so the caller has to call {@link #throwIfMistakes} before it uses the values.
 */
final class Environment {
    private static final String EXPECTED_SECRET =
            "at least " + TokenConfig.MIN_SECRET_BYTES + " bytes, made with: openssl rand -base64 48";

    private static final Pattern TIME = Pattern.compile("([0-9]{1,9})(s|m|h|d)");
    private static final Map<String, ChronoUnit> UNITS =
            Map.of("s", ChronoUnit.SECONDS, "m", ChronoUnit.MINUTES, "h", ChronoUnit.HOURS, "d", ChronoUnit.DAYS);

    private final Map<String, String> values;
    /** Variables whose file could not be read: they are not replaced by defaults. */
    private final Set<EnvironmentVariable> unreadable = EnumSet.noneOf(EnvironmentVariable.class);

    private final boolean hasExternalDatabase;
    private final List<String> mistakes = new ArrayList<>();

    Environment(Map<String, String> values) {
        this.values = new HashMap<>(values);
        Arrays.stream(EnvironmentVariable.values())
                .filter(variable -> variable.isSecret() && isSet(variable.fileName()))
                .forEach(this::readFile);
        this.hasExternalDatabase = isGiven(EnvironmentVariable.DATABASE_URL) || !DatabaseConfig.canEmbed();
        if (hasExternalDatabase && !isGiven(EnvironmentVariable.DATABASE_URL)) {
            addMistake(
                    EnvironmentVariable.DATABASE_URL,
                    "is not set, and this build contains no PostgreSQL for this machine",
                    DatabaseAddress.FORM);
        }
    }

    boolean isSet(EnvironmentVariable variable) {
        return isSet(variable.name());
    }

    /** Whether it is set, or should be read from a file that cannot be read. */
    boolean isGiven(EnvironmentVariable variable) {
        return isSet(variable) || unreadable.contains(variable);
    }

    private boolean isSet(String name) {
        return !values.getOrDefault(name, "").isBlank();
    }

    private void readFile(EnvironmentVariable variable) {
        String name = variable.fileName();
        String file = values.getOrDefault(name, "").strip();
        if (isSet(variable)) {
            mistakes.add(name + " is set, and so is " + variable + "; expected one of the two");
            return;
        }
        try {
            values.put(variable.name(), SecretFiles.read(name, file));
        } catch (IOException e) {
            unreadable.add(variable);
            mistakes.add(name + " cannot be used: " + e.getMessage()
                    + "; expected the path of a file that contains only " + variable);
        }
    }

    /** Adds generated secrets for those that a development machine may leave out; returns whether any was missing. */
    boolean addMissingFrom(DevelopmentSecrets secrets) {
        List<String> missing = Arrays.stream(EnvironmentVariable.values())
                .filter(v ->
                        !isGiven(v) && v.defaultWith(hasExternalDatabase).equals(EnvironmentVariable.Default.GENERATED))
                .map(EnvironmentVariable::name)
                .toList();
        if (missing.isEmpty()) {
            return false;
        }
        try {
            values.putAll(secrets.readOrCreate(missing));
        } catch (FileSystemException e) {
            // The message of these exceptions is only the path; their class says what happened.
            addMissingSecretsMistake(missing, secrets.file(), e.toString());
        } catch (IOException e) {
            addMissingSecretsMistake(missing, secrets.file(), String.valueOf(e.getMessage()));
        }
        return true;
    }

    private void addMissingSecretsMistake(List<String> missing, Path file, String reason) {
        mistakes.add(String.join(" and ", missing) + " cannot be taken from " + file + ": " + reason
                + "; expected to find them in the environment, or that file as Guildhall wrote it"
                + " (if you delete it, Guildhall creates new ones)");
    }

    /** The value without surrounding white space, or the default; null if there is neither. */
    @Nullable
    String text(EnvironmentVariable variable) {
        return isSet(variable)
                ? values.getOrDefault(variable.name(), "").strip()
                : variable.defaultWith(hasExternalDatabase).value();
    }

    int number(EnvironmentVariable variable, int min, int max) {
        Integer number = optionalNumber(variable, min, max);
        return number == null ? min : number;
    }

    @Nullable
    Integer optionalNumber(EnvironmentVariable variable, int min, int max) {
        return parse(variable, "a whole number from " + min + " to " + max, text -> {
            if (!text.matches("-?[0-9]+")) {
                throw new IllegalArgumentException("is not a whole number");
            }
            // Nine characters always fit into an int, and no maximum has more.
            int number = text.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(text);
            if (number < min || number > max) {
                throw new IllegalArgumentException("is out of bounds");
            }
            return number;
        });
    }

    /** A number and its unit, such as {@code 90s}. */
    Duration duration(EnvironmentVariable variable, Duration min, Duration max) {
        Duration duration = parse(variable, "a duration such as 30s, 15m, 12h or 7d", text -> {
            Matcher time = TIME.matcher(text);
            if (!time.matches()) {
                throw new IllegalArgumentException("is not a duration");
            }
            Duration read = Duration.of(Long.parseLong(time.group(1)), UNITS.get(time.group(2)));
            if (read.compareTo(min) < 0 || read.compareTo(max) > 0) {
                throw new IllegalArgumentException("is out of bounds");
            }
            return read;
        });
        return duration == null ? min : duration;
    }

    boolean flag(EnvironmentVariable variable) {
        Boolean flag = parse(variable, "on or off (or true, false)", text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "on", "true" -> true;
            case "off", "false" -> false;
            default -> throw new IllegalArgumentException("is neither on nor off");
        });
        return flag != null && flag;
    }

    /** Unchanged, including white space, because the other programs with this secret use it unchanged too. */
    @Nullable
    Secret secret(EnvironmentVariable variable) {
        if (!isSet(variable)) {
            if (variable.defaultWith(hasExternalDatabase).equals(EnvironmentVariable.Default.REQUIRED)
                    && !unreadable.contains(variable)) {
                addMistake(variable, "is not set", EXPECTED_SECRET);
            }
            return null;
        }
        Secret secret = new Secret(values.getOrDefault(variable.name(), ""));
        if (secret.length() < TokenConfig.MIN_SECRET_BYTES) {
            addMistake(variable, "is " + secret.length() + " bytes long", EXPECTED_SECRET);
        }
        return secret;
    }

    /** @param reader throws IllegalArgumentException with a predicate ("is not a currency") */
    <T> @Nullable T parse(EnvironmentVariable variable, String expected, Function<String, T> reader) {
        String text = text(variable);
        return text == null ? null : read(variable, text, expected, reader);
    }

    /** The entries between commas in their order, without duplicates; {@code reader} as in {@link #parse}. */
    List<String> list(EnvironmentVariable variable, String expected, Function<String, String> reader) {
        String text = text(variable);
        if (text == null) {
            return List.of();
        }
        Set<String> entries = new LinkedHashSet<>();
        for (String part : text.split(",", -1)) {
            String entry = part.isBlank() ? null : read(variable, part.strip(), expected, reader);
            if (entry != null) {
                entries.add(entry);
            }
        }
        if (text.replace(",", "").isBlank()) {
            addMistake(variable, "contains only commas", expected);
        }
        return List.copyOf(entries);
    }

    private <T> @Nullable T read(
            EnvironmentVariable variable, String part, String expected, Function<String, T> reader) {
        try {
            return reader.apply(part);
        } catch (IllegalArgumentException e) {
            mistakes.add(variable + ": " + quote(variable, part) + " " + e.getMessage() + "; expected " + expected);
            return null;
        }
    }

    /** Hides URLs with credentials: one that was set in the wrong variable may contain a password. */
    private String quote(EnvironmentVariable variable, String part) {
        String whole = values.getOrDefault(variable.name(), "");
        return whole.contains("://") && whole.contains("@") ? "a value with a user name in it" : '"' + part + '"';
    }

    void addMistake(EnvironmentVariable variable, String predicate, String expected) {
        mistakes.add(variable + " " + predicate + "; expected " + expected);
    }

    void throwIfMistakes() {
        if (!mistakes.isEmpty()) {
            throw new InvalidConfig(mistakes);
        }
    }
}
