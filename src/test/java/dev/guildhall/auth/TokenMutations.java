package dev.guildhall.auth;

import static dev.guildhall.auth.SignedTokens.HS256;
import static dev.guildhall.auth.SignedTokens.NOW;
import static dev.guildhall.auth.SignedTokens.PREVIOUS_SECRET;
import static dev.guildhall.auth.SignedTokens.SECRET;
import static dev.guildhall.auth.SignedTokens.USER;
import static dev.guildhall.auth.SignedTokens.base64Url;
import static dev.guildhall.auth.SignedTokens.payload;
import static dev.guildhall.auth.SignedTokens.sign;

import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Random changes of valid tokens, such as an attacker could make. */
final class TokenMutations {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final String ODDITIES = ".=+/ \t\r\n\0%\"{}\u00e9\u0430\uff0e\ud800\uffff";
    private static final List<String> ALGORITHMS = List.of(
            "none",
            "None",
            "NONE",
            "nOnE",
            "",
            "HS256 ",
            " HS256",
            "hs256",
            "HS384",
            "HS512",
            "RS256",
            "ES256",
            "PS256",
            "EdDSA",
            "HS256\\u0000",
            "HMacSHA256",
            "dir",
            "A256KW");

    private TokenMutations() {}

    static List<String> originals() {
        String later = payload(USER, NOW.plusSeconds(3600));
        return List.of(
                SignedTokens.valid(),
                SignedTokens.validFor(new UUID(0x7000, 1)),
                sign("{\"alg\":\"HS256\",\"kid\":\"1\"}", later, SECRET),
                sign(HS256, later, PREVIOUS_SECRET));
    }

    static String mutate(List<String> originals, Random random) {
        String token = pick(originals, random);
        String other = pick(originals, random);
        String[] parts = token.split("\\.");
        String[] others = other.split("\\.");
        int at = random.nextInt(token.length());
        return switch (random.nextInt(16)) {
            case 0 -> with(token, at, (char) (token.charAt(at) ^ 1 << random.nextInt(7)));
            case 1 -> with(token, at, (char) (token.charAt(at) ^ 1 << random.nextInt(16)));
            case 2 -> with(token, at, ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            case 3 -> token.substring(0, at) + ODDITIES.charAt(random.nextInt(ODDITIES.length())) + token.substring(at);
            case 4 -> token.substring(0, at) + token.substring(at + 1);
            case 5 -> token.substring(0, at);
            case 6 -> token.substring(at);
            case 7 -> parts[random.nextInt(3)] + "." + parts[random.nextInt(3)] + "." + parts[random.nextInt(3)];
            case 8 -> parts[0] + "." + others[1] + "." + parts[2];
            case 9 -> token + (random.nextBoolean() ? "." : "") + other;
            case 10 -> token.substring(0, at) + other.substring(Math.min(at, other.length()));
            case 11 -> base64Url(header(random)) + "." + parts[1] + "." + (random.nextBoolean() ? parts[2] : "");
            case 12 -> sign(header(random), payload(USER, NOW.plusSeconds(60)), SECRET, digest(random));
            case 13 -> sign(HS256, payload(UUID.randomUUID(), NOW.plusSeconds(60)), guess(parts, random));
            case 14 ->
                parts[0] + "." + base64Url(scramble(payload(USER, NOW.plusSeconds(60)), random)) + "." + parts[2];
            default -> last(parts, random);
        };
    }

    /** Changes, drops or doubles a few characters. */
    static String scramble(String text, Random random) {
        StringBuilder scrambled = new StringBuilder(text);
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(scrambled.length());
            switch (random.nextInt(3)) {
                case 0 -> scrambled.setCharAt(at, (char) random.nextInt(128));
                case 1 -> scrambled.deleteCharAt(at);
                default -> scrambled.insert(at, scrambled.charAt(at));
            }
        }
        return scrambled.toString();
    }

    private static String last(String[] parts, Random random) {
        int end = parts[2].length() - 1;
        String spelling = with(parts[2], end, ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        return parts[0] + "." + parts[1] + "." + spelling + "=".repeat(random.nextInt(2));
    }

    private static String header(Random random) {
        return "{\"alg\":\"" + pick(ALGORITHMS, random) + "\"}";
    }

    private static String digest(Random random) {
        return pick(List.of("HmacSHA256", "HmacSHA384", "HmacSHA512"), random);
    }

    private static String guess(String[] parts, Random random) {
        return pick(List.of("secret", "\0", parts[0], parts[2], SECRET + "\n", SECRET.substring(1)), random);
    }

    private static String with(String text, int at, char replacement) {
        return text.substring(0, at) + replacement + text.substring(at + 1);
    }

    private static String pick(List<String> choices, Random random) {
        return choices.get(random.nextInt(choices.size()));
    }
}
