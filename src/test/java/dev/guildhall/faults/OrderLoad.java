package dev.guildhall.faults;

import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Two people who order, pay, work and approve without end, each step repeated until it is known to have been taken. */
final class OrderLoad implements Runnable {
    private static final long EVERY_MS = 50;
    private static final Map<String, ?> NOTHING = Map.of();
    private static final Map<String, ?> REASON = Map.of("reason", "So it is.");
    private static final List<List<Move>> WAYS = List.of(
            List.of(
                    new Move("submit-payment", true, "PAYMENT_SUBMITTED"),
                    new Move("confirm-payment", false, "PAYMENT_CONFIRMED"),
                    new Move("start", false, "IN_PROGRESS"),
                    new Move("submit-work", false, "SUBMITTED"),
                    new Move("approve", true, "COMPLETED")),
            List.of(
                    new Move("submit-payment", true, "PAYMENT_SUBMITTED"),
                    new Move("withdraw-payment", true, "PENDING_PAYMENT"),
                    new Move("submit-payment", true, "PAYMENT_SUBMITTED"),
                    new Move("reject-payment", false, "PENDING_PAYMENT"),
                    new Move("submit-payment", true, "PAYMENT_SUBMITTED"),
                    new Move("confirm-payment", false, "PAYMENT_CONFIRMED"),
                    new Move("cancel", false, "CANCELLED"),
                    new Move("confirm-refund", true, "CANCELLED")),
            List.of(
                    new Move("submit-payment", true, "PAYMENT_SUBMITTED"),
                    new Move("confirm-payment", false, "PAYMENT_CONFIRMED"),
                    new Move("start", false, "IN_PROGRESS"),
                    new Move("submit-work", false, "SUBMITTED"),
                    new Move("revision", true, "REVISION_REQUESTED"),
                    new Move("submit-work", false, "SUBMITTED"),
                    new Move("revision", true, "REVISION_REQUESTED"),
                    new Move("submit-work", false, "SUBMITTED"),
                    new Move("approve", true, "COMPLETED")));

    private final LoadRun course;
    private final Ledger ledger;
    private final Retrying insistence;
    private final UUID gig;
    private final ApiClient client;
    private final ApiClient freelancer;
    private int orders;
    private int steps;

    OrderLoad(LoadRun course, Ledger ledger, ApiClient api, UUID gig, Person client, Person freelancer) {
        this.course = course;
        this.ledger = ledger;
        this.insistence = new Retrying(course);
        this.gig = gig;
        this.client = api.as(client);
        this.freelancer = api.as(freelancer);
    }

    @Override
    public void run() {
        while (course.isWriting()) {
            ApiClient once = client.with("Idempotency-Key", UUID.randomUUID().toString());
            Answer placed = insistence
                    .ask("order by key", () -> once.post("/orders", Map.of("gig_id", gig)))
                    .answer()
                    .expect(201);
            walk(placed, WAYS.get(orders++ % WAYS.size()));
        }
    }

    private void walk(Answer placed, List<Move> way) {
        UUID order = UUID.fromString(placed.text("id"));
        List<String> done = new ArrayList<>(List.of("place"));
        ledger.done(order, done);
        long version = Long.parseLong(placed.text("version"));
        for (Move move : way) {
            if (!course.isWriting()) {
                return;
            }
            version = take(order, move, version);
            done.add(move.action());
            ledger.done(order, done);
            course.pause(EVERY_MS);
        }
    }

    /** Each second one by a key, which is answered as the first time; the others on a version, which nothing can be done to twice. */
    private long take(UUID order, Move move, long version) {
        boolean isByKey = steps++ % 2 == 0;
        ApiClient by = move.isClients() ? client : freelancer;
        ApiClient once = isByKey
                ? by.with("Idempotency-Key", UUID.randomUUID().toString())
                : by.with("If-Match", "\"" + version + "\"");
        Map<String, ?> body = body(move.action());
        String path = "/orders/" + order;
        Retrying.Known known = insistence.ask(
                isByKey ? "action by key" : "action by version", () -> once.patch(path + "/" + move.action(), body));
        Answer answer = known.answer();
        if (!isByKey && known.isRepeated() && (answer.status() == 409 || answer.status() == 412)) {
            answer = insistence.ask("look", () -> by.get(path)).answer();
        }
        answer.expect(200);
        if (!move.to().equals(answer.at("status")) || !move.action().equals(answer.at("last_event.action"))) {
            throw new AssertionError(move + " has led to " + answer);
        }
        return Long.parseLong(answer.text("version"));
    }

    private static Map<String, ?> body(String action) {
        return switch (action) {
            case "submit-payment" -> PlacedOrder.aProof();
            case "reject-payment", "cancel" -> REASON;
            default -> NOTHING;
        };
    }

    private record Move(String action, boolean isClients, String to) {}
}
