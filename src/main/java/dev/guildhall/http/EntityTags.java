package dev.guildhall.http;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads entity tags of this server as they come back from clients: proxies that compress a response make its tag weak, or
 * add the coding to it.
 */
final class EntityTags {
    private static final Pattern TAG = Pattern.compile("\"([^\"]*+)\"");

    private static final Pattern CODING = Pattern.compile("--?(?:gzip|br|zstd|deflate)$");

    private EntityTags() {}

    /** The tags in the header as this server has sent them, without quotes. */
    static List<String> read(String header) {
        List<String> tags = new ArrayList<>();
        for (Matcher tag = TAG.matcher(header); tag.find(); ) {
            tags.add(CODING.matcher(tag.group(1)).replaceFirst(""));
        }
        return tags;
    }
}
