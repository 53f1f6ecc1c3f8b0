package dev.guildhall.http;

import dev.guildhall.auth.Authentication;
import dev.guildhall.auth.Caller;
import dev.guildhall.failure.Failure;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Logs refusals for security reasons, new and former admins, and claimed accounts, one line each. A line never contains a token,
 * a password or an email address.
 */
public final class SecurityLog {
    private static final String USER = SecurityLog.class.getName();
    private static final String CLIENT_IP = USER + ".client_ip";
    private static final String INTERNAL = "/internal/";
    private static final Logger LOG = LoggerFactory.getLogger("dev.guildhall.security");

    private SecurityLog() {}

    /** @param requestId null if it happened at the start of this node */
    public static void adminGranted(UUID user, @Nullable String requestId) {
        write("admin_granted", "by ADMIN_EMAILS", requestId, user, null);
    }

    /** @param requestId null if it happened at the start of this node */
    public static void adminRevoked(UUID user, @Nullable String requestId) {
        write("admin_revoked", "by ADMIN_EMAILS", requestId, user, null);
    }

    /** The owner of the email of an account has signed in, and the account is now theirs. */
    public static void accountClaimed(UUID user, String requestId) {
        write("account_claimed", "by the owner of its email", requestId, user, null);
    }

    /** Sets the user that a refusal of this request names, if there is no caller. */
    static void setUser(RoutingContext context, UUID user) {
        context.put(USER, user);
    }

    static void setClientIp(RoutingContext context, String clientIp) {
        context.put(CLIENT_IP, clientIp);
    }

    /** Logs a refusal if it concerns security; called once for every refusal. */
    static void logRefusal(RoutingContext context, Failure failure) {
        String event = event(context, failure);
        if (event != null) {
            write(event, failure.code(), AccessLog.requestIdOf(context), userOf(context), clientIp(context));
        }
    }

    private static @Nullable UUID userOf(RoutingContext context) {
        Caller caller = Authentication.callerOf(context);
        if (caller != null) {
            return caller.id();
        }
        UUID user = context.get(USER);
        return user == null ? Authentication.tokenUserOf(context) : user;
    }

    private static @Nullable String event(RoutingContext context, Failure failure) {
        if (failure instanceof Failure.Unauthenticated) {
            return switch (failure.code()) {
                // Not an attack: a page finds out in this way that its user has to sign in.
                case "auth_missing" -> null;
                case "credentials_invalid" -> "sign_in_failed";
                default -> "token_refused";
            };
        } else if (failure instanceof Failure.Forbidden) {
            return failure.code().equals("csrf_origin") ? "origin_refused" : "forbidden";
        } else if (failure instanceof Failure.RateLimited && isInternal(context.request())) {
            // Only sign-ins are limited there.
            return "locked_out";
        }
        return null;
    }

    /**
     * The address of the client, or of the connection unless that is a proxy; headers are not used, since any client can
     * send them.
     */
    private static @Nullable String clientIp(RoutingContext context) {
        String reported = context.get(CLIENT_IP);
        if (reported != null) {
            return reported;
        }
        HttpServerRequest request = context.request();
        boolean isClient = !Request.isForwarded(request) && !isInternal(request) && request.remoteAddress() != null;
        return isClient ? request.remoteAddress().hostAddress() : null;
    }

    private static boolean isInternal(HttpServerRequest request) {
        return String.valueOf(request.path()).startsWith(INTERNAL);
    }

    private static void write(
            String event, String detail, @Nullable String requestId, @Nullable UUID user, @Nullable String clientIp) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("event", event);
        putIfKnown(fields, "request_id", requestId);
        putIfKnown(fields, "user_id", user);
        putIfKnown(fields, "client_ip", clientIp);
        LoggingEventBuilder line = LOG.atInfo();
        for (Map.Entry<String, String> field : fields.entrySet()) {
            line = line.addKeyValue(field.getKey(), field.getValue());
        }
        line.log("{} {}", detail, fields);
    }

    private static void putIfKnown(Map<String, String> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value.toString());
        }
    }
}
