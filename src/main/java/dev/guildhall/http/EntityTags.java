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
    /** Of one header; others are ignored. A client has one version of a thing, or a few in its cache. */
    private static final int MAX_TAGS = 100;

    private static final Pattern TAG = Pattern.compile("\"([^\"]*+)\"");

    private static final Pattern CODING = Pattern.compile("--?(?:gzip|br|zstd|deflate)$");

    private EntityTags() {}

    /** The tags in the header as this server has sent them, without quotes. */
    static List<String> read(String header) {
        List<String> tags = new ArrayList<>();
        for (Matcher tag = TAG.matcher(header); tags.size() < MAX_TAGS && tag.find(); ) {
            tags.add(CODING.matcher(tag.group(1)).replaceFirst(""));
        }
        return tags;
    }
}
