package dev.guildhall.order;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The deadlines of an order, computed only from its history, by the default timeouts. */
final class OrderDeadlines {
    private static final DateTimeFormatter SIX_DIGITS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'");

    private OrderDeadlines() {}

    /** Those that run, by their names. */
    static Map<String, String> shownIn(JsonNode order) {
        Map<String, String> running = new TreeMap<>();
        order.path("deadlines").fields().forEachRemaining(deadline -> {
            if (!deadline.getValue().isNull()) {
                running.put(deadline.getKey(), deadline.getValue().asText());
            }
        });
        return running;
    }

    static Map<String, String> expectedFrom(List<JsonNode> history, JsonNode order) {
        OffsetDateTime entered = time(history.get(history.size() - 1));
        String lastAction = history.get(history.size() - 1).path("action").asText();
        String payment = order.path("payment_status").asText();
        Map<String, OffsetDateTime> running = new TreeMap<>();
        switch (order.path("status").asText()) {
            case "PENDING_PAYMENT" -> running.put("pay_by", entered.plusDays(7));
            case "PAYMENT_SUBMITTED" -> running.put("confirm_by", entered.plusDays(7));
            case "PAYMENT_CONFIRMED", "IN_PROGRESS", "REVISION_REQUESTED" -> {
                OffsetDateTime deliverBy = time(confirmation(history))
                        .plusDays(order.path("delivery_days").asInt());
                running.put("deliver_by", deliverBy);
                running.put("abandon_by", (deliverBy.isAfter(entered) ? deliverBy : entered).plusDays(30));
            }
            case "SUBMITTED" -> running.put("approve_by", entered.plusDays(14));
            case "DISPUTED" -> running.put("respond_by", entered.plus(Duration.ofHours(72)));
            case "CANCELLED" -> {
                if (payment.equals("REFUND_SENT")) {
                    running.put("confirm_by", entered.plusDays(14));
                }
            }
            default -> {}
        }
        boolean isUnpaid = payment.equals("PENDING") || payment.equals("REJECTED");
        if ((lastAction.equals("cancel") || lastAction.equals("auto-cancel")) && isUnpaid
                || lastAction.equals("auto-approve")
                || lastAction.equals("auto-confirm-refund")) {
            running.put("appeal_by", entered.plusDays(14));
        }
        if (payment.equals("REFUND_DUE")) {
            running.put(
                    "refund_by",
                    time(first(history, OrderDeadlines::makesRefundDue)).plusDays(7));
        }
        Map<String, String> expected = new TreeMap<>();
        running.forEach((name, time) -> expected.put(name, SIX_DIGITS.format(time)));
        return expected;
    }

    private static boolean makesRefundDue(JsonNode event) {
        return event.path("to").asText().equals("CANCELLED");
    }

    private static JsonNode first(List<JsonNode> history, Predicate<JsonNode> condition) {
        return history.stream().filter(condition).findFirst().orElseThrow();
    }

    /** By the freelancer, or by an admin who sends the order back to work. */
    private static JsonNode confirmation(List<JsonNode> history) {
        return history.stream()
                .filter(event -> event.path("action").asText().equals("confirm-payment")
                        || event.path("action").asText().equals("resolve"))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    private static OffsetDateTime time(JsonNode event) {
        return OffsetDateTime.parse(event.path("created_at").asText()).withOffsetSameInstant(ZoneOffset.UTC);
    }
}
