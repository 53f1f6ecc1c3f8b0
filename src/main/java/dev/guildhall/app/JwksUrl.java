package dev.guildhall.app;

import java.net.URI;
import java.net.URISyntaxException;

/** The address of an identity provider's keys: whoever could change them on their way would be every user. */
final class JwksUrl {
    static final String EXPECTED =
            "an https URL such as https://login.example/.well-known/jwks.json (http for this machine alone)";

    private JwksUrl() {}

    /** @throws IllegalArgumentException with a predicate that says what is wrong */
    static URI parse(String text) {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("is not an https URL", e);
        }
        boolean isHttps = "https".equalsIgnoreCase(url.getScheme());
        if (url.getHost() == null
                || url.getUserInfo() != null
                || url.getFragment() != null
                || !isHttps && !"http".equalsIgnoreCase(url.getScheme())) {
            throw new IllegalArgumentException("is not an https URL");
        }
        if (!isHttps && !Hosts.isLoopback(url.getHost().replaceAll("[\\[\\]]", ""))) {
            throw new IllegalArgumentException("is not encrypted");
        }
        return url;
    }
}
