package dev.guildhall.http;

import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The response to a successful request; refusals are failures, not replies. */
public record Reply(int status, @Nullable Buffer body, Map<String, String> headers, boolean canBeNotModified) {

    public Reply(int status, @Nullable Buffer body, Map<String, String> headers) {
        this(status, body, headers, true);
    }

    public static Reply ok(Object body) {
        return new Reply(200, Json.encode(body), Map.of());
    }

    /** 201 with the path of the created resource. */
    public static Reply created(Object body, String location) {
        return new Reply(201, Json.encode(body), Map.of("Location", location));
    }

    public static Reply created(Object body) {
        return new Reply(201, Json.encode(body), Map.of());
    }

    /** A permanent redirect, 308. */
    static Reply moved(String location) {
        return new Reply(308, null, Map.of("Location", location));
    }

    public static Reply text(String contentType, String body) {
        return new Reply(200, Buffer.buffer(body), Map.of("Content-Type", contentType));
    }

    public static Reply noContent() {
        return new Reply(204, null, Map.of());
    }

    /** Adds the entity tag of this version, for {@code If-Match} and {@code If-None-Match}. */
    public Reply withVersion(int version) {
        return withVersion(version, "");
    }

    /** The same. @param changedByTime what time alone has changed of this version, in lower case letters; empty: nothing */
    public Reply withVersion(int version, String changedByTime) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("ETag", "\"" + version + (changedByTime.isEmpty() ? "" : "." + changedByTime) + "\"");
        return new Reply(status, body, all, canBeNotModified);
    }

    /** Always sends the body, since the version does not cover all of it. */
    public Reply neverNotModified() {
        return new Reply(status, body, headers, false);
    }
}
