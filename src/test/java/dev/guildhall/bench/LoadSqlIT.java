package dev.guildhall.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Server;
import dev.guildhall.support.Sql;
import dev.guildhall.support.TestDatabase;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("OPS-29")
class LoadSqlIT {
    private static final BenchMarket MARKET = new BenchMarket(new BigDecimal("0.01"));

    private static TestDatabase database;
    private static Sql sql;

    @BeforeAll
    static void fill() throws IOException {
        database = TestDatabase.fresh();
        sql = database.sql();
        fill(sql);
    }

    private static void fill(Sql empty) throws IOException {
        MARKET.fill(empty, (statement, statements, firstLine) -> {});
    }

    @AfterAll
    static void drop() {
        sql.close();
        database.close();
    }

    @Test
    void makesAHundredthOfEverything() {
        assertThat(sql.row("""
                        select (select count(*) from users) as users, (select count(*) from gigs) as gigs,
                               (select count(*) from orders where status = 'PENDING_PAYMENT') as unpaid,
                               (select count(*) from orders where status = 'COMPLETED') as completed,
                               (select count(distinct client_id) from orders) as clients,
                               (select count(*) from reviews) as reviews,
                               (select count(*) from payment_proofs where verified) as proofs,
                               (select count(*) from messages) as messages, (select count(*) from conversations) as conversations
                        """))
                .isEqualTo(Map.of(
                        "users",
                        100L,
                        "gigs",
                        1_000L,
                        "unpaid",
                        1_600L,
                        "completed",
                        400L,
                        "clients",
                        10L,
                        "reviews",
                        400L,
                        "proofs",
                        400L,
                        "messages",
                        10_000L,
                        "conversations",
                        100L));
    }

    @Test
    void givesEachOrderTheHistoryThatLedToItsStatus() {
        assertThat(sql.rows("""
                        select o.id, o.status, o.event_count, e.count, e.steps
                        from orders o left join (
                          select order_id, count(*), max(n) as last,
                                 string_agg(coalesce(from_status, '') || '>' || to_status, ' ' order by n) as steps
                          from order_events group by 1) e on e.order_id = o.id
                        where (e.count, e.last, e.steps) is distinct from (o.event_count::bigint, o.event_count, case o.status
                          when 'PENDING_PAYMENT' then '>PENDING_PAYMENT'
                          else '>PENDING_PAYMENT PENDING_PAYMENT>PAYMENT_SUBMITTED PAYMENT_SUBMITTED>PAYMENT_CONFIRMED '
                            || 'PAYMENT_CONFIRMED>IN_PROGRESS IN_PROGRESS>SUBMITTED SUBMITTED>COMPLETED' end)
                        limit 5
                        """)).as("orders with another history").isEmpty();
    }

    @Test
    void givesEachUnpaidOrderADeadlineThatHasJustBegun() {
        assertThat(sql.rows("""
                        select o.id, o.status, d.deadline, d.due_at from orders o left join order_deadlines d on d.order_id = o.id
                        where (o.status = 'PENDING_PAYMENT')
                          <> (d.deadline is not distinct from 'pay_by' and d.due_at > now() + order_timeout('pay_within') - interval '1 hour')
                        limit 5
                        """))
                .as("orders without their deadline, or with one that is not theirs")
                .isEmpty();
    }

    @Test
    void countsTheMessagesOfEachConversation() {
        assertThat(sql.rows("""
                        select c.*, m.* from conversations c full join (
                          select least(sender_id, receiver_id) as low, greatest(sender_id, receiver_id) as high, count(*), max(seq) as last
                          from messages group by 1, 2) m on (m.low, m.high) = (c.user_low, c.user_high)
                        where (m.count, m.last) is distinct from (c.last_seq::bigint, c.last_seq)
                        limit 5
                        """)).as("conversations with other messages").isEmpty();
    }

    @Test
    void isServedByANodeThatMovesItsOrders() throws IOException {
        // Of its own, since the move would change what the other tests count.
        try (TestDatabase market = TestDatabase.fresh()) {
            try (Sql empty = market.sql()) {
                fill(empty);
            }
            assertIsServed(market);
        }
    }

    private static void assertIsServed(TestDatabase market) {
        try (Server node = Server.on(market)) {
            assertThat(node.api().get("/gigs?limit=20").expect(200).items()).hasSize(20);

            assertThat(node.api()
                            .as(MARKET.clientOfConversation(7))
                            .get("/messages/" + MARKET.freelancerOfConversation(7) + "?limit=50")
                            .expect(200)
                            .items())
                    .hasSize(50);
            assertThat(node.api()
                            .as(MARKET.clientOfOrder(1))
                            .patch(
                                    "/orders/" + MARKET.order(1) + "/submit-payment",
                                    Map.of("proof_reference", "SEPA 1", "payer_name", "Carl", "amount", "49.90"))
                            .expect(200)
                            .text("status"))
                    .isEqualTo("PAYMENT_SUBMITTED");
        }
    }
}
