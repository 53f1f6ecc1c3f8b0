package dev.guildhall.order;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Until when things have to happen, worked out from the history alone. */
record Clocks(
        @Nullable String payBy,
        @Nullable String deliverBy,
        @Nullable String approveBy) {
    private static final DateTimeFormatter SIX_DIGITS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'");

    static Clocks shownIn(JsonNode order) {
        JsonNode deadlines = order.path("deadlines");
        return new Clocks(
                text(deadlines.path("pay_by")), text(deadlines.path("deliver_by")), text(deadlines.path("approve_by")));
    }

    static Clocks runningBy(List<JsonNode> history, JsonNode order) {
        String status = order.path("status").asText();
        return switch (status) {
            case "PENDING_PAYMENT" -> new Clocks(after(entering(status, history), Duration.ofDays(7)), null, null);
            case "PAYMENT_CONFIRMED", "IN_PROGRESS", "REVISION_REQUESTED" -> {
                Duration toDeliver = Duration.ofDays(order.path("delivery_days").asInt());
                yield new Clocks(null, after(confirmation(history), toDeliver), null);
            }
            case "SUBMITTED" -> new Clocks(null, null, after(entering(status, history), Duration.ofDays(14)));
            default -> new Clocks(null, null, null);
        };
    }

    private static JsonNode entering(String status, List<JsonNode> history) {
        return history.stream()
                .filter(event -> event.path("to").asText().equals(status))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    /** By the freelancer, or by an admin who lets work go on that was not confirmed. */
    private static JsonNode confirmation(List<JsonNode> history) {
        return history.stream()
                .filter(event -> event.path("action").asText().equals("confirm-payment"))
                .findFirst()
                .orElseGet(() -> entering("IN_PROGRESS", history));
    }

    private static String after(JsonNode event, Duration time) {
        OffsetDateTime began = OffsetDateTime.parse(event.path("created_at").asText());
        return SIX_DIGITS.format(began.plus(time).withOffsetSameInstant(ZoneOffset.UTC));
    }

    private static @Nullable String text(JsonNode node) {
        return node.isNull() ? null : node.asText();
    }
}
