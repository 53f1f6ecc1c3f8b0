package dev.guildhall.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Server;
import dev.guildhall.support.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Many orders on three nodes, of people who are honest, hostile, or fall silent, while time passes in leaps. In the end all are silent
 * for ever, and each order has to be at rest.
 */
class RandomHistoriesIT {
    private static final long SEED = Long.getLong("seed", 20_261_126);
    private static final int ORDERS = 200;
    private static final int ROUNDS = 16;
    private static final int MAX_TRIES = 3;
    private static final int THREADS = 8;
    private static final Duration AT_MOST = Duration.ofSeconds(25);

    /** More than any deadline runs: the latest date of delivery that can be agreed on, and {@code ABANDON_WITHIN}. */
    private static final Duration FOR_EVER = Duration.ofDays(400);

    private static final List<Integer> DAYS = List.of(0, 0, 1, 1, 3, 8, 15, 36);

    private static final List<Stage> STAGES =
            List.of(Stage.PLACED, Stage.PAID, Stage.CONFIRMED, Stage.STARTED, Stage.SUBMITTED);

    private static final List<String> ANSWERS = List.of("accept", "decline", "withdraw");

    private static final List<String> ACTIONS = Stream.of(
                    Stream.of(Action.values()).map(Action::text).distinct(),
                    Stream.of("propose-extend", "propose-cancel", "add-statement"),
                    ANSWERS.stream())
            .flatMap(names -> names)
            .toList();

    @RegisterExtension
    static final Market market = new Market();

    private final List<Subject> subjects = new ArrayList<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    /** How often each status was answered to a change. */
    private final Map<Integer, AtomicInteger> answers = new ConcurrentSkipListMap<>();

    /** @param silentFrom the round from which they do nothing */
    private record Someone(Person person, boolean isHostile, int silentFrom) {}

    private record Subject(PlacedOrder order, List<Someone> people) {}

    @Test
    @Tag("ORD-25")
    void allComeToRestAndNothingIsBroken() {
        System.out.println("random histories: -Dseed=" + SEED);
        try (Server second = market.anotherNode();
                Server third = market.anotherNode();
                SystemMoves system = new SystemMoves(market.database())) {
            List<Server> nodes = List.of(market.server(), second, third);
            placeAll();
            live(nodes, system);
            beSilentForEver(system);
            beSilentForEver(system);
            readEnds(nodes);
        }
        System.out.println(
                "answers by status: " + answers + ", ends: " + market.sql().rows("""
                        select status || '/' || payment_status as state, count(*) from orders group by 1 order by 1
                        """));
        assertThat(failures).as("what went wrong with -Dseed=" + SEED).isEmpty();
        expectRest();
        expectConsistency();
        assertThat(answers.getOrDefault(200, new AtomicInteger()).get())
                .as("moves that were made")
                .isGreaterThan(ORDERS);
    }

    private void placeAll() {
        Random random = new Random(SEED);
        List<Person> admins = List.of(market.anAdmin(), market.anAdmin());
        for (int i = 0; i < ORDERS; i++) {
            PlacedOrder order = market.anOrder().in(pick(STAGES, random));
            subjects.add(new Subject(
                    order,
                    List.of(
                            someone(order.client(), random),
                            someone(order.freelancer(), random),
                            new Someone(admins.get(i % 2), random.nextInt(4) == 0, ROUNDS))));
        }
    }

    private static Someone someone(Person person, Random random) {
        return new Someone(person, random.nextBoolean(), random.nextInt(2 * ROUNDS));
    }

    /** Each round, both parties and an admin act at the same time, while the clock is moved. */
    private void live(List<Server> nodes, SystemMoves system) {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        Instant end = Instant.now().plus(AT_MOST);
        try {
            int rounds = 0;
            for (; rounds < ROUNDS && Instant.now().isBefore(end); rounds++) {
                int round = rounds;
                Random random = new Random(SEED + round);
                List<CompletableFuture<Void>> all = new ArrayList<>();
                for (int i = 0; i < subjects.size(); i++) {
                    Subject subject = subjects.get(i);
                    for (Someone someone : subject.people()) {
                        long seed = random.nextLong();
                        if (round < someone.silentFrom()) {
                            all.add(CompletableFuture.runAsync(
                                    () -> act(subject, someone, nodes, new Random(seed)), threads));
                        }
                    }
                    if (i == subjects.size() / 2) {
                        Duration leap = Duration.ofDays(DAYS.get(random.nextInt(DAYS.size())));
                        all.add(CompletableFuture.runAsync(() -> system.advance(leap), threads));
                    }
                }
                all.forEach(CompletableFuture::join);
            }
            System.out.println(rounds + " rounds of " + ORDERS + " orders");
        } finally {
            threads.shutdownNow();
        }
    }

    private void act(Subject own, Someone someone, List<Server> nodes, Random random) {
        for (int tries = random.nextInt(MAX_TRIES) + 1; tries > 0; tries--) {
            boolean isAttack = someone.isHostile() && random.nextBoolean();
            Subject subject = isAttack && random.nextInt(5) == 0 ? pick(subjects, random) : own;
            ApiClient api = pick(nodes, random).api().as(someone.person());
            Answer read = api.get(subject.order().path());
            List<String> allowed = new ArrayList<>(read.status() == 200 ? read.texts("allowed_actions") : List.of());
            allowed.addAll(read.status() == 200 ? read.texts("proposal.allowed_actions") : List.of());
            // Otherwise most orders would end before anything has happened.
            if (random.nextInt(4) > 0) {
                allowed.remove("cancel");
            }
            List<String> choice = isAttack ? ACTIONS : allowed;
            if (!choice.isEmpty()) {
                send(api, subject.order(), pick(choice, random), read, isAttack, random);
            }
        }
    }

    private void send(ApiClient api, PlacedOrder order, String action, Answer read, boolean isAttack, Random random) {
        try {
            Answer answer = switch (action) {
                case "accept", "decline", "withdraw" ->
                    api.patch(
                            order.path("proposals/"
                                    + (read.at("proposal.id") == null ? order.id() : read.at("proposal.id")) + "/"
                                    + action),
                            Map.of());
                case "propose-extend" ->
                    api.post(
                            order.path("proposals"),
                            Map.of("kind", "extend", "days", isAttack ? 365 : 1 + random.nextInt(20)));
                case "propose-cancel" ->
                    api.post(
                            order.path("proposals"),
                            Map.of(
                                    "kind",
                                    "cancel",
                                    "refund_amount",
                                    isAttack ? "49.91" : "0." + (10 + random.nextInt(90))));
                case "add-statement" -> api.post(order.path("statements"), Map.of("text", "So it was."));
                default -> api.patch(order.path(action), body(action, isAttack, random));
            };
            answers.computeIfAbsent(answer.status(), first -> new AtomicInteger())
                    .incrementAndGet();
            if (answer.status() >= 500) {
                failures.add(answer.toString());
            }
        } catch (AssertionError | RuntimeException e) {
            failures.add(action + ": " + e);
        }
    }

    private static Map<String, Object> body(String action, boolean isAttack, Random random) {
        List<Action> forms = Stream.of(Action.values())
                .filter(form -> form.text().equals(action))
                .toList();
        Map<String, Object> body = new HashMap<>(pick(forms, random).body());
        if (isAttack && body.containsKey("proof_reference")) {
            body.put("proof_reference", "THE SAME");
            body.put("amount", random.nextBoolean() ? "0.01" : "49.90");
        }
        if (action.equals("resolve") && random.nextInt(4) == 0) {
            body.put("refund_amount", random.nextInt(4) == 0 ? "49.91" : "12.34");
        }
        return body;
    }

    private static <T> T pick(List<T> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }

    private static void beSilentForEver(SystemMoves system) {
        system.advance(FOR_EVER);
        Instant end = Instant.now().plusSeconds(30);
        while (market.sql().count("select from order_deadlines where action is not null and try_at <= now()") > 0) {
            assertThat(Instant.now())
                    .as("until when the system makes all its moves")
                    .isBefore(end);
            system.moveDue();
        }
    }

    /** What is final allows nobody anything. */
    private void readEnds(List<Server> nodes) {
        for (int i = 0; i < subjects.size(); i++) {
            PlacedOrder order = subjects.get(i).order();
            ApiClient api = nodes.get(i % nodes.size()).api();
            for (Person party : List.of(order.client(), order.freelancer())) {
                Answer read = api.as(party).get(order.path()).expect(200);
                boolean isOpen = "DISPUTED".equals(read.at("status")) || "REFUND_DUE".equals(read.at("payment_status"));
                if (!isOpen && !read.texts("allowed_actions").isEmpty()) {
                    failures.add("final, and something is allowed: " + read);
                }
            }
        }
    }

    private static void expectRest() {
        none("orders that are not at rest", """
                select o.id, o.status, o.payment_status, e.action
                from orders o join order_events e on e.order_id = o.id and e.n = o.event_count
                where not (o.status in ('COMPLETED', 'DISPUTED')
                           or o.status = 'CANCELLED' and o.payment_status in ('PENDING', 'REJECTED', 'REFUNDED')
                           or o.status = 'CANCELLED' and o.payment_status = 'REFUND_DUE' and e.action = 'resolve'
                              and o.refund_by <= now())
                """);
        none("deadlines that wait for something", """
                select order_id, deadline, action, due_at from order_deadlines where action is not null or due_at > now()
                """);
        none(
                "proposals that are not over",
                "select order_id from order_proposals where status = 'open' and expires_at > now()");
    }

    private static void expectConsistency() {
        none("histories with a gap", """
                select e.order_id, e.n, e.action from order_events e
                left join order_events before on before.order_id = e.order_id and before.n = e.n - 1
                where before.to_status is distinct from e.from_status or (before.n is null) <> (e.n = 1)
                """);
        none("orders that are not as their history ends", """
                select o.id, o.status, e.to_status from orders o
                join (select distinct on (order_id) order_id, n, to_status from order_events order by order_id, n desc) e
                  on e.order_id = o.id
                where (e.n, e.to_status) is distinct from (o.event_count, o.status)
                """);
        none("deadlines that do not belong to the state of their order", """
                with expected as (
                  select o.id, a.deadline, a.action
                  from orders o join order_events e on e.order_id = o.id and e.n = o.event_count,
                    deadlines_after(o.status, o.payment_status, e.action) a)
                select coalesce(x.id, d.order_id) as id, x.deadline as expected, d.deadline as running
                from expected x full join order_deadlines d on d.order_id = x.id and d.deadline = x.deadline
                where x.id is null or d.action is distinct from x.action
                  or d.order_id is null and x.deadline <> 'appeal_by'
                """);
        none("deadlines at the wrong time, or with a wrong status", """
                select o.id, d.deadline, d.due_at, d.status from order_deadlines d join orders o on o.id = d.order_id
                where d.status <> o.status or d.try_at < d.due_at or d.deadline = 'refund_by' and d.due_at <> o.refund_by
                  or d.deadline = 'abandon_by' and d.due_at < o.deliver_by + interval '30 days'
                """);
        none("orders that have ended elsewhere only", """
                select o.id, o.status, e.status as ended
                from (select id, status, client_id, freelancer_id, created_at from orders
                      where status in ('COMPLETED', 'CANCELLED')) o
                full join ended_orders e on e.order_id = o.id
                where (o.id, o.status, o.client_id, o.freelancer_id, o.created_at)
                      is distinct from (e.order_id, e.status, e.client_id, e.freelancer_id, e.placed_at)
                """);
        none("users whose completed orders are miscounted", """
                select u.id, u.completed_orders, count(o.id) as completed
                from users u left join orders o on u.id in (o.client_id, o.freelancer_id) and o.status = 'COMPLETED'
                group by u.id having u.completed_orders <> count(o.id)
                """);
        none("users whose first refund is due at another time", """
                select u.id, u.refund_due_at, min(d.due_at) as due_at
                from users u left join order_deadlines d on d.freelancer_id = u.id and d.deadline = 'refund_by'
                group by u.id having u.refund_due_at <> coalesce(min(d.due_at), 'infinity')
                """);
        none("orders with two open proposals", """
                select order_id from order_proposals where status = 'open' group by order_id having count(*) > 1
                """);
        none("open proposals that a move has overtaken", """
                select p.id from order_proposals p join orders o on o.id = p.order_id
                where p.status = 'open' and p.event_count <> o.event_count
                """);
        none("agreements without their proposal, or proposals without their agreement", """
                select coalesce(e.order_id, p.order_id) as id, e.action, p.kind
                from (select * from order_events where action like 'agree-%') e
                full join (select * from order_proposals where status = 'accepted') p
                  on p.order_id = e.order_id and p.accepted_event = e.n and 'agree-' || p.kind = e.action
                    and p.proposed_by <> e.actor_role
                where e.n is null or p.id is null
                """);
        none("refunds of more than was paid, or of none", """
                select id, refund_amount from orders
                where refund_amount > amount or refund_amount <= 0
                  or (refund_amount is null) = (payment_status in ('REFUND_DUE', 'REFUND_SENT', 'REFUNDED'))
                """);
        none("refunds that were said to be sent, and are less than what is owed", """
                select o.id from orders o
                where o.payment_status = 'REFUND_SENT'
                  and o.refund_amount > (select r.amount from refund_proofs r where r.order_id = o.id order by r.submitted_at desc limit 1)
                """);
        none("orders with too many disputes", """
                select order_id, count(*) filter (where to_status = 'DISPUTED') as disputes from order_events group by order_id
                having count(*) filter (where to_status = 'DISPUTED')
                  > 3 + count(*) filter (where action in ('submit-refund', 'agree-extend', 'agree-cancel'))
                """);
        none("orders that were sent back to work twice", """
                select order_id from order_events where action = 'resolve' and to_status = 'IN_PROGRESS'
                group by order_id having count(*) > 1
                """);
        none("payments whose proof is not as their status", """
                select o.id from orders o left join payment_proofs p on p.order_id = o.id
                where (p.id is null) <> (o.payment_status in ('PENDING', 'REJECTED'))
                   or p.verified and o.payment_status = 'SUBMITTED' or not p.verified and o.payment_status = 'CONFIRMED'
                """);
        none("disputes in which one side has said too much", """
                select order_id from order_statements group by order_id, dispute_event, author_role having count(*) > 20
                """);
    }

    private static void none(String what, String query) {
        assertThat(market.sql().rows(query)).as(what).isEmpty();
    }
}
