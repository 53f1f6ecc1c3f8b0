package dev.guildhall.relations;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.support.Answer;
import org.jspecify.annotations.Nullable;

/**
 * The result of a request or a frame.
 *
 * @param code problem code; null if there is no problem
 * @param count number of items in the response; null if it has no number
 */
record Outcome(int status, @Nullable String code, @Nullable Long count) {

    static Outcome of(Answer answer) {
        if (answer.status() == 204) {
            return new Outcome(204, null, null);
        }
        JsonNode json = answer.json();
        Long count = json.has("items")
                ? Long.valueOf(json.path("items").size())
                : json.has("last_seq") ? Long.valueOf(json.path("last_seq").asLong()) : null;
        return new Outcome(answer.status(), answer.status() < 400 ? null : answer.at("code"), count);
    }

    static Outcome of(JsonNode problem) {
        return new Outcome(problem.path("status").asInt(), problem.path("code").asText(), null);
    }

    boolean isRefusal() {
        return status >= 400;
    }

    /** Compares the status alone if only that is expected. */
    boolean matches(String expected) {
        return expected.equals(String.valueOf(status)) || expected.equals(toString());
    }

    @Override
    public String toString() {
        return status + (code != null ? " " + code : count != null ? " with " + count : "");
    }
}
