package dev.guildhall.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.guildhall.auth.TokenConfig;
import dev.guildhall.file.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Generated secrets for a development machine, in a file that can be appended to a frontend's {@code .env.local}. */
final class DevelopmentSecrets {
    private static final Pattern ENTRY = Pattern.compile("([A-Z_]+)=([!-~]{" + TokenConfig.MIN_SECRET_BYTES + ",})");
    private static final String HEADING = """
            # Made by Guildhall for development only. Never use these where real people are served.
            # A frontend on this machine needs the same: append this file to its .env.local
            """;

    private final Path directory;

    /** @param directory created if it is missing, accessible to its owner only */
    DevelopmentSecrets(Path directory) {
        this.directory = directory;
    }

    Path file() {
        return directory.resolve("dev.env");
    }

    /**
     * Returns the secrets with these names: from the file if an earlier start has written them, otherwise new ones. Other secrets are
     * never written to the file, because they could differ from those that the frontend already has.
     *
     * @throws IOException with a message for the operator, if the file is damaged or cannot be read or written
     */
    Map<String, String> readOrCreate(List<String> names) throws IOException {
        Map<String, String> kept = read();
        if (!kept.keySet().containsAll(names)) {
            names.forEach(name -> kept.computeIfAbsent(name, n -> random()));
            write(kept);
        }
        kept.keySet().retainAll(names);
        return kept;
    }

    private Map<String, String> read() throws IOException {
        Map<String, String> kept = new TreeMap<>();
        if (Files.notExists(file(), LinkOption.NOFOLLOW_LINKS)) {
            return kept;
        }
        // Unlike UTF-8, Latin-1 can decode all bytes, so that damage is found below, with its line number.
        List<String> lines = Files.readAllLines(file(), ISO_8859_1);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            Matcher entry = ENTRY.matcher(line);
            if (!entry.matches() || kept.put(entry.group(1), entry.group(2)) != null) {
                throw new IOException("line " + (i + 1) + " is damaged");
            }
        }
        if (kept.isEmpty()) {
            throw new IOException("it contains no secret");
        }
        return kept;
    }

    private void write(Map<String, String> secrets) throws IOException {
        StringBuilder text = new StringBuilder(HEADING);
        secrets.forEach(
                (name, secret) -> text.append(name).append('=').append(secret).append('\n'));
        PrivateFile.write(file(), text.toString());
    }

    private static String random() {
        byte[] bytes = new byte[TokenConfig.MIN_SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
