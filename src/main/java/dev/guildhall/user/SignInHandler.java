package dev.guildhall.user;

import dev.guildhall.failure.FieldCode;
import dev.guildhall.http.Body;
import dev.guildhall.http.Reply;
import dev.guildhall.http.Request;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the requests that set and verify passwords, and makes their responses. */
final class SignInHandler {
    private static final int MIN_PASSWORD_LENGTH = 8;
    private static final int MAX_PASSWORD_LENGTH = 256;
    private static final int MAX_IP_LENGTH = 45;

    private final SignInService signIns;

    SignInHandler(SignInService signIns) {
        this.signIns = signIns;
    }

    Future<Reply> setPassword(Request request) {
        UUID user = request.id("id");
        Body body = request.body();
        Password password =
                newPassword(body, body.verbatim("password", MIN_PASSWORD_LENGTH, MAX_PASSWORD_LENGTH), signIns);
        body.check();
        return request.write(
                UserHandler.lock(user),
                work -> signIns.setPassword(work, user, password).map(Reply::ok));
    }

    Future<Reply> verify(Request request) {
        Body body = request.body();
        String email = body.trimmed("email", Emails.MAX_LENGTH);
        // A password that is too short to have been set is only wrong, not invalid.
        String password = body.verbatim("password", 1, MAX_PASSWORD_LENGTH);
        ClientAddress address = clientIp(request, body);
        body.check();
        return signIns.verify(email, Password.of(password), address, request::setSecurityLogUser)
                .map(Reply::ok);
    }

    /** An optional password that is to be set. */
    static @Nullable Password newPassword(Body body, SignInService signIns) {
        String password = body.optionalVerbatim("password", MIN_PASSWORD_LENGTH, MAX_PASSWORD_LENGTH);
        return password == null ? null : newPassword(body, password, signIns);
    }

    private static Password newPassword(Body body, String text, SignInService signIns) {
        String normalized = Password.normalize(text);
        if (normalized.codePointCount(0, normalized.length()) < MIN_PASSWORD_LENGTH
                && text.length() >= MIN_PASSWORD_LENGTH) {
            body.refuse("password", FieldCode.TOO_SHORT, "At least " + MIN_PASSWORD_LENGTH + " characters.");
        } else if (signIns.isCommon(text)) {
            body.refuse("password", FieldCode.TOO_COMMON, "One of the passwords that are tried first.");
        }
        return Password.of(text);
    }

    /** The address of the user whom the frontend signs in, if it says that. */
    static @Nullable ClientAddress clientIp(Request request, Body body) {
        String text = body.optionalText("client_ip", MAX_IP_LENGTH);
        if (text == null) {
            return null;
        }
        Optional<ClientAddress> address = ClientAddress.parse(text);
        if (address.isEmpty()) {
            body.refuse("client_ip", FieldCode.INVALID_FORMAT, "Must be one IP address, such as 203.0.113.7.");
        } else {
            request.setSecurityLogClientIp(text);
        }
        return address.orElse(null);
    }
}
