package dev.guildhall.faults;

import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A client and a freelancer who run orders one after another; each request is repeated until its result is known. */
final class OrderLoad implements Runnable {
    private static final long ACTION_INTERVAL_MS = 50;
    private static final Map<String, ?> EMPTY_BODY = Map.of();
    private static final Map<String, ?> REASON = Map.of("reason", "So it is.");
    private static final List<List<Action>> ACTION_LISTS = List.of(
            List.of(
                    new Action("submit-payment", true, "PAYMENT_SUBMITTED"),
                    new Action("confirm-payment", false, "PAYMENT_CONFIRMED"),
                    new Action("start", false, "IN_PROGRESS"),
                    new Action("submit-work", false, "SUBMITTED"),
                    new Action("approve", true, "COMPLETED")),
            List.of(
                    new Action("submit-payment", true, "PAYMENT_SUBMITTED"),
                    new Action("withdraw-payment", true, "PENDING_PAYMENT"),
                    new Action("submit-payment", true, "PAYMENT_SUBMITTED"),
                    new Action("reject-payment", false, "PENDING_PAYMENT"),
                    new Action("submit-payment", true, "PAYMENT_SUBMITTED"),
                    new Action("confirm-payment", false, "PAYMENT_CONFIRMED"),
                    new Action("cancel", false, "CANCELLED"),
                    new Action("confirm-refund", true, "CANCELLED")),
            List.of(
                    new Action("submit-payment", true, "PAYMENT_SUBMITTED"),
                    new Action("confirm-payment", false, "PAYMENT_CONFIRMED"),
                    new Action("start", false, "IN_PROGRESS"),
                    new Action("submit-work", false, "SUBMITTED"),
                    new Action("revision", true, "REVISION_REQUESTED"),
                    new Action("submit-work", false, "SUBMITTED"),
                    new Action("revision", true, "REVISION_REQUESTED"),
                    new Action("submit-work", false, "SUBMITTED"),
                    new Action("approve", true, "COMPLETED")));

    private final LoadRun run;
    private final Ledger ledger;
    private final Retrying retrying;
    private final UUID gig;
    private final ApiClient client;
    private final ApiClient freelancer;
    private int orders;
    private int steps;

    OrderLoad(LoadRun run, Ledger ledger, ApiClient api, UUID gig, Person client, Person freelancer) {
        this.run = run;
        this.ledger = ledger;
        this.retrying = new Retrying(run);
        this.gig = gig;
        this.client = api.as(client);
        this.freelancer = api.as(freelancer);
    }

    @Override
    public void run() {
        while (run.isWriting()) {
            ApiClient repeatable =
                    client.with("Idempotency-Key", UUID.randomUUID().toString());
            Answer placed = retrying.send("order by key", () -> repeatable.post("/orders", Map.of("gig_id", gig)))
                    .answer()
                    .expect(201);
            runActions(placed, ACTION_LISTS.get(orders++ % ACTION_LISTS.size()));
        }
    }

    private void runActions(Answer placed, List<Action> actions) {
        UUID order = UUID.fromString(placed.text("id"));
        List<String> done = new ArrayList<>(List.of("place"));
        ledger.actionsAcknowledged(order, done);
        long version = Long.parseLong(placed.text("version"));
        for (Action action : actions) {
            if (!run.isWriting()) {
                return;
            }
            version = perform(order, action, version);
            done.add(action.name());
            ledger.actionsAcknowledged(order, done);
            run.pause(ACTION_INTERVAL_MS);
        }
    }

    /**
     * Alternates between the two ways of repeating an action safely: an Idempotency-Key, for which a repeated request gets the first
     * response, and If-Match, for which a repeated request is refused.
     */
    private long perform(UUID order, Action action, long version) {
        boolean isByKey = steps++ % 2 == 0;
        ApiClient caller = action.isByClient() ? client : freelancer;
        ApiClient repeatable = isByKey
                ? caller.with("Idempotency-Key", UUID.randomUUID().toString())
                : caller.with("If-Match", "\"" + version + "\"");
        Map<String, ?> body = body(action.name());
        String path = "/orders/" + order;
        Retrying.Outcome outcome = retrying.send(
                isByKey ? "action by key" : "action by version",
                () -> repeatable.patch(path + "/" + action.name(), body));
        Answer answer = outcome.answer();
        if (!isByKey && outcome.isRepeated() && (answer.status() == 409 || answer.status() == 412)) {
            answer = retrying.send("read order", () -> caller.get(path)).answer();
        }
        answer.expect(200);
        if (!action.status().equals(answer.at("status")) || !action.name().equals(answer.at("last_event.action"))) {
            throw new AssertionError(action + " has led to " + answer);
        }
        return Long.parseLong(answer.text("version"));
    }

    private static Map<String, ?> body(String action) {
        return switch (action) {
            case "submit-payment" -> PlacedOrder.aProof();
            case "reject-payment", "cancel" -> REASON;
            default -> EMPTY_BODY;
        };
    }

    private record Action(String name, boolean isByClient, String status) {}
}
