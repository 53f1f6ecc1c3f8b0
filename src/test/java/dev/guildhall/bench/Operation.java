package dev.guildhall.bench;

import dev.guildhall.support.Person;
import io.vertx.core.http.HttpMethod;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A kind of requests.
 *
 * @param requests makes the next one; null: there can be no more
 */
record Operation(String name, Supplier<@Nullable Request> requests) {
    /** @param caller null: nobody is signed in */
    record Request(HttpMethod method, String path, @Nullable Person caller, String body, int expectedStatus) {
        private static Request get(String path, @Nullable Person caller) {
            return new Request(HttpMethod.GET, path, caller, "", 200);
        }

        private static Request post(String path, Person caller, String body) {
            return new Request(HttpMethod.POST, path, caller, body, 201);
        }
    }

    static final String POST_MESSAGES = "POST /messages";

    /** All that are measured; the same requests in each run. */
    static List<Operation> of(BenchMarket market) {
        Random random = new Random(1);
        Supplier<Person> client =
                () -> market.clients().get(random.nextInt(market.clients().size()));
        int[] activeGigs = IntStream.rangeClosed(1, market.gigs())
                .filter(BenchMarket::isActive)
                .toArray();
        Supplier<String> gig =
                () -> market.gig(activeGigs[random.nextInt(activeGigs.length)]).toString();
        String description = "a careful piece of work, delivered on time. ".repeat(5);
        AtomicInteger payments = new AtomicInteger();
        return List.of(
                new Operation("GET /me", () -> Request.get("/me", client.get())),
                new Operation("GET /gigs/{id}", () -> Request.get("/gigs/" + gig.get(), null)),
                new Operation("GET /gigs?limit=20", () -> Request.get("/gigs?limit=20", null)),
                // Each is different, so that they share no read.
                new Operation(
                        "GET /gigs?limit=20&min_price={price}",
                        () -> Request.get(
                                "/gigs?limit=20&min_price=" + BigDecimal.valueOf(1 + random.nextInt(10_000), 2), null)),
                new Operation("GET /messages/{user_id}?limit=50", () -> {
                    int n = random.nextInt(market.conversations());
                    return Request.get(
                            "/messages/" + market.freelancerOfConversation(n) + "?limit=50",
                            market.clientOfConversation(n));
                }),
                new Operation(
                        "POST /gigs",
                        () -> Request.post(
                                "/gigs", client.get(), """
                        {"title": "I will do a new job", "description": "%s", "price": "%d.50", "delivery_days": 7}""".formatted(description, 5 + random.nextInt(9_000)))),
                new Operation("POST /orders", () -> Request.post("/orders", client.get(), """
                        {"gig_id": "%s"}""".formatted(gig.get()))),
                new Operation(POST_MESSAGES, () -> {
                    int n = random.nextInt(market.conversations());
                    return Request.post("/messages", market.clientOfConversation(n), """
                            {"receiver_id": "%s", "content": "Hello, how is the work going? Regards."}""".formatted(
                                    market.freelancerOfConversation(n)));
                }),
                new Operation("PATCH /orders/{id}/submit-payment", () -> {
                    int n = payments.incrementAndGet();
                    return n > market.unpaidOrders()
                            ? null
                            : new Request(
                                    HttpMethod.PATCH,
                                    "/orders/" + market.order(n) + "/submit-payment",
                                    market.clientOfOrder(n),
                                    """
                            {"proof_reference": "REF %d", "payer_name": "Payer %d", "amount": "49.50"}""".formatted(n, n),
                                    200);
                }));
    }
}
