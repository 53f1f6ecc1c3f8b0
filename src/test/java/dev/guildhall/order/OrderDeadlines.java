package dev.guildhall.order;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The deadlines of an order, computed only from its history. */
record OrderDeadlines(
        @Nullable String payBy,
        @Nullable String deliverBy,
        @Nullable String approveBy) {
    private static final DateTimeFormatter SIX_DIGITS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'");

    static OrderDeadlines shownIn(JsonNode order) {
        JsonNode deadlines = order.path("deadlines");
        return new OrderDeadlines(
                text(deadlines.path("pay_by")), text(deadlines.path("deliver_by")), text(deadlines.path("approve_by")));
    }

    static OrderDeadlines expectedFrom(List<JsonNode> history, JsonNode order) {
        String status = order.path("status").asText();
        return switch (status) {
            case "PENDING_PAYMENT" ->
                new OrderDeadlines(after(entering(status, history), Duration.ofDays(7)), null, null);
            case "PAYMENT_CONFIRMED", "IN_PROGRESS", "REVISION_REQUESTED" -> {
                Duration toDeliver = Duration.ofDays(order.path("delivery_days").asInt());
                yield new OrderDeadlines(null, after(confirmation(history), toDeliver), null);
            }
            case "SUBMITTED" -> new OrderDeadlines(null, null, after(entering(status, history), Duration.ofDays(14)));
            default -> new OrderDeadlines(null, null, null);
        };
    }

    private static JsonNode entering(String status, List<JsonNode> history) {
        return history.stream()
                .filter(event -> event.path("to").asText().equals(status))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    /** By the freelancer, or by an admin who sends the order back to work. */
    private static JsonNode confirmation(List<JsonNode> history) {
        return history.stream()
                .filter(event -> event.path("action").asText().equals("confirm-payment")
                        || event.path("action").asText().equals("resolve"))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    private static String after(JsonNode event, Duration time) {
        OffsetDateTime start = OffsetDateTime.parse(event.path("created_at").asText());
        return SIX_DIGITS.format(start.plus(time).withOffsetSameInstant(ZoneOffset.UTC));
    }

    private static @Nullable String text(JsonNode node) {
        return node.isNull() ? null : node.asText();
    }
}
