package dev.guildhall.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A session cookie made by the real Auth.js; those in the file are valid for fifty years.
 *
 * @param description the version that made it, and how
 * @param header the whole {@code Cookie} header
 */
record AuthJsCookies(String description, String header) {
    static final UUID USER = UUID.fromString("0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b");
    static final String SECRET = "a secret of Auth.js, long enough for a test";
    static final String PREVIOUS_SECRET = "the secret of Auth.js before that one: ünïcödé";

    private static final Path FILE = Path.of("src/test/resources/dev/guildhall/auth/session-cookies.txt");
    private static final Path SCRIPT = Path.of("src/test/js/session-cookies.js");

    /** Created once by {@code session-cookies.js}. */
    static List<AuthJsCookies> stored() throws IOException {
        return read(Files.readString(FILE));
    }

    /** Whether {@code npm ci} was run in {@code src/test/js}. */
    static boolean canCreate() {
        return Files.isDirectory(SCRIPT.resolveSibling("node_modules"));
    }

    /** Created now, by Node.js. */
    static List<AuthJsCookies> create() throws IOException {
        return run(USER.toString(), SECRET, PREVIOUS_SECRET);
    }

    /** Created now, one by next-auth 4 and one by Auth.js 5, with a jwt callback that has set {@code auth_time}. */
    static List<AuthJsCookies> createWithAuthTime(UUID user, Instant signedInAt) throws IOException {
        return run(user.toString(), SECRET, PREVIOUS_SECRET, String.valueOf(signedInAt.getEpochSecond()));
    }

    private static List<AuthJsCookies> run(String... arguments) throws IOException {
        Process node = new ProcessBuilder(Stream.concat(Stream.of("node", SCRIPT.toString()), Stream.of(arguments))
                        .toList())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return read(new String(node.getInputStream().readAllBytes(), UTF_8));
    }

    private static List<AuthJsCookies> read(String lines) {
        return lines.lines()
                .map(line -> line.split("\t", 2))
                .map(parts -> new AuthJsCookies(parts[0], parts[1]))
                .toList();
    }

    /** The name of the first cookie, without the number of a chunk. */
    String name() {
        return header.substring(0, header.indexOf('=')).replaceAll("\\.\\d+$", "");
    }

    /** The token, if it is not split into chunks. */
    String token() {
        return header.substring(header.indexOf('=') + 1);
    }

    boolean isUnsplit() {
        return !header.contains(";");
    }
}
