package dev.guildhall.support;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** A freelancer and a client whose gigs, orders, reviews and messages all have texts of the maximum length. */
public final class LongTexts {
    /** More than fit on one page of any list. */
    public static final int ROWS = 60;

    private final Sql sql;
    private final Person client;
    private final Person freelancer;
    private final UUID order;

    public LongTexts(Market market) {
        this.sql = market.sql();
        this.client = market.aUser("Carl Client");
        this.freelancer = market.aUser("Frida Freelancer");
        List<UUID> peers = IntStream.range(0, ROWS - 1)
                .mapToObj(i -> market.aUser("Peer").id())
                .toList();
        sql.update("""
                update users set full_name = repeat('😀', 120), avatar_url = 'https://' || repeat('😀', 1992),
                                 payment_instructions = repeat('😀', 2000)
                """);
        sql.update("""
                insert into gigs (id, freelancer_id, title, description, price, currency, delivery_days, created_at)
                select gen_random_uuid(), ?, 'Logo ' || repeat('😀', 115), repeat('😀', 10000), n, 'USD', 3, now() - n * interval '1 s'
                from generate_series(1, ?) n
                """, freelancer.id(), ROWS);
        sql.update("alter table order_events disable trigger user");
        sql.update("""
                with placed as (
                  insert into orders (id, gig_id, client_id, freelancer_id, gig_title, amount, currency, delivery_days,
                                      payment_reference, created_at)
                  select gen_random_uuid(), g.id, ?, g.freelancer_id, g.title, g.price, g.currency, g.delivery_days,
                         'GH-01234567', g.created_at
                  from gigs g
                  returning id, created_at
                )
                insert into order_events (order_id, n, action, to_status, actor_id, actor_role, note, created_at)
                select id, 1, 'place', 'PENDING_PAYMENT', ?, 'client', repeat('😀', 2000), created_at from placed
                """, client.id(), client.id());
        this.order = (UUID) requireNonNull(sql.row("select id from orders order by created_at desc limit 1")
                .get("id"));
        sql.update("""
                insert into order_events (order_id, n, action, from_status, to_status, actor_id, actor_role, note, created_at)
                select ?, n, 'submit-work', 'IN_PROGRESS', 'SUBMITTED', ?, 'freelancer', repeat('😀', 2000), now() + n * interval '1 s'
                from generate_series(2, ?) n
                """, order, freelancer.id(), ROWS);
        sql.update("alter table order_events enable trigger user");
        sql.update("alter table order_deadlines disable trigger user");
        sql.update("""
                insert into order_deadlines (order_id, deadline, due_at, action, try_at, freelancer_id, placed_at, status)
                select id, 'pay_by', now() + interval '7 days', 'auto-cancel', now() + interval '7 days', freelancer_id, created_at, status
                from orders
                """);
        sql.update("alter table order_deadlines enable trigger user");
        sql.update("""
                insert into payment_proofs (id, order_id, freelancer_id, proof_reference, payer_name, amount, proof_url)
                select gen_random_uuid(), id, freelancer_id, repeat('😀', 120), repeat('😀', 120), amount,
                       'https://' || repeat('😀', 1992)
                from orders
                """);
        sql.update("""
                insert into payment_proof_attempts (id, order_id, proof_reference, payer_name, amount, proof_url, submitted_at, outcome)
                select gen_random_uuid(), ?, repeat('😀', 120), repeat('😀', 120), 1, 'https://' || repeat('😀', 1992),
                       now() - n * interval '1 s', 'rejected'
                from generate_series(2, ?) n
                """, order, ROWS);
        sql.update("alter table reviews disable trigger user");
        sql.update("""
                insert into reviews (id, order_id, reviewer_id, reviewee_id, rating, comment, created_at)
                select gen_random_uuid(), id, client_id, freelancer_id, 5, repeat('😀', 2000), created_at from orders
                """);
        sql.update("alter table reviews enable trigger user");
        insertMessages(freelancer.id(), ROWS);
        peers.forEach(peer -> insertMessages(peer, 1));
    }

    public Person client() {
        return client;
    }

    public Person freelancer() {
        return freelancer;
    }

    /** The order that has a history, payment proofs and messages. */
    public UUID order() {
        return order;
    }

    /** The ids of the freelancer's messages to the client, in the order in which they were sent. */
    public List<UUID> messages() {
        return sql.rows("select id from messages where sender_id = ? order by seq", freelancer.id()).stream()
                .map(row -> (UUID) requireNonNull(row.get("id")))
                .toList();
    }

    private void insertMessages(UUID peer, int count) {
        CountedMessages.count(sql, peer, client.id(), count);
        sql.update("""
                insert into messages (id, sender_id, receiver_id, seq, order_id, content, created_at)
                select gen_random_uuid(), ?, ?, n, ?, repeat('😀', 4000), now() + n * interval '1 s' from generate_series(1, ?) n
                """, peer, client.id(), count == 1 ? null : order, count);
    }
}
