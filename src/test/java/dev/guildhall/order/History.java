package dev.guildhall.order;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Formats histories as lines that can be compared and read. */
final class History {
    private History() {}

    static List<String> lines(PlacedOrder order) {
        return order.history().stream().map(History::line).toList();
    }

    static String line(JsonNode event) {
        assertThat(event.properties())
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder("from", "to", "action", "actor_id", "actor_role", "note", "created_at");
        assertThat(event.path("created_at").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
        return line(
                text(event, "from"),
                event.path("to").asText(),
                event.path("action").asText(),
                event.path("actor_role").asText(),
                text(event, "actor_id"),
                text(event, "note"));
    }

    static String line(
            @Nullable String from, String to, String action, Actor actor, Person person, @Nullable String note) {
        return line(from, to, action, actor.role(), person.id().toString(), note);
    }

    private static String line(
            @Nullable String from,
            String to,
            String action,
            String role,
            @Nullable String actorId,
            @Nullable String note) {
        return "%s → %s: %s by %s %s with note %s".formatted(from, to, action, role, actorId, note);
    }

    private static @Nullable String text(JsonNode event, String name) {
        return event.path(name).isNull() ? null : event.path(name).asText();
    }
}
