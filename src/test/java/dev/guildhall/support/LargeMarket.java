package dev.guildhall.support;

import dev.guildhall.db.Database;
import dev.guildhall.db.NamedStatement;
import dev.guildhall.db.Rows;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The plans that PostgreSQL makes for statements, without knowing the values of their parameters, in a database with 10,000
 * users, 100,000 gigs, 200,000 orders and the rows that belong to them. It is filled once in a test run and never changed.
 */
public final class LargeMarket {
    /**
     * What no plan of a request may contain: reading a whole table, directly or through an index without a condition. The table of
     * transitions does not grow.
     */
    public static final Pattern READ_FROM_END_TO_END = Pattern.compile(
            "Seq Scan on (?!order_transitions)\\w+|hashed SubPlan|Index (?:Only )?Scan [^\n]*+(?!\n\\s+Index Cond:)");

    private static final Pattern PARAMETER = Pattern.compile("#\\{(\\w+)}");

    private final Database database;

    private LargeMarket() {
        TestDatabase filled = TestDatabase.fresh();
        try (Sql sql = filled.sql()) {
            fill(sql);
        }
        Vertx vertx = Vertx.vertx();
        // With 4 connections each pool has only one, so that a statement is prepared and explained on the same
        // connection.
        database = new Database(vertx, filled.address(), 4, 0, new SimpleMeterRegistry());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            vertx.close().await();
            filled.close();
        }));
    }

    public static String planOfRead(String template) {
        return Holder.MARKET.plan(Holder.MARKET.database::read, template);
    }

    public static String planOfSearch(String template) {
        return Holder.MARKET.plan(Holder.MARKET.database::search, template);
    }

    /**
     * How many rows a search reads, of the table and of its indexes; rows that it reads twice count twice.
     *
     * @param template with parameters such as {@code #{caller}}
     */
    public static long rowsReadBySearch(String table, String template, Map<String, Object> values) {
        return Holder.MARKET.rowsRead(table, template, values);
    }

    public static <T> T search(Function<SqlClient, Future<T>> search) {
        return Holder.MARKET.database.search(search).await();
    }

    private synchronized long rowsRead(String table, String template, Map<String, Object> values) {
        String count = """
                select pg_stat_get_xact_tuples_fetched('%1$s'::regclass) + sum(pg_stat_get_xact_tuples_returned(i.indexrelid))::bigint
                from pg_index i where i.indrelid = '%1$s'::regclass
                """.formatted(table);
        // In one transaction, so that the counters go on.
        return database.search(connection -> connection
                        .query("begin")
                        .execute()
                        .compose(begun -> number(connection, count))
                        .compose(before -> NamedStatement.query(connection, template)
                                .execute(values)
                                .compose(rows -> number(connection, count))
                                .map(after -> after - before))
                        .eventually(() -> connection.query("rollback").execute()))
                .await();
    }

    private static Future<Long> number(SqlClient connection, String query) {
        return connection
                .query(query)
                .execute()
                .map(rows -> Rows.list(rows).get(0).getLong(0));
    }

    /** @param template with parameters such as {@code #{caller}} */
    private synchronized String plan(
            Function<Function<SqlClient, Future<String>>, Future<String>> pool, String template) {
        List<String> names = new ArrayList<>();
        String statement = PARAMETER.matcher(template).replaceAll(parameter -> {
            if (!names.contains(parameter.group(1))) {
                names.add(parameter.group(1));
            }
            return Matcher.quoteReplacement("$" + (names.indexOf(parameter.group(1)) + 1));
        });
        String values = String.join(", ", Collections.nCopies(names.size(), "null"));
        return pool.apply(connection -> connection
                        // Even where PostgreSQL takes indexes for dear: what it takes them for depends on the market.
                        .query("set plan_cache_mode = force_generic_plan; set random_page_cost = 100")
                        .execute()
                        .compose(set -> connection
                                .query("prepare statement as " + statement)
                                .execute())
                        .compose(prepared -> connection
                                .query("explain execute statement" + (names.isEmpty() ? "" : "(" + values + ")"))
                                .execute())
                        .map(plan -> Rows.list(plan).stream()
                                .map(line -> line.getString(0))
                                .collect(Collectors.joining("\n")))
                        .eventually(() -> connection
                                .query("deallocate statement; reset random_page_cost")
                                .execute()))
                .await();
    }

    private static void fill(Sql sql) {
        sql.update("""
                insert into users (id, email, full_name, payment_instructions)
                select md5('user ' || n)::uuid, n || '@example.org', 'User ' || n, case n % 2 when 0 then 'IBAN ' || n else 'PayPal' end
                from generate_series(1, 10000) n
                """);
        // A plan does not depend on how the words are made.
        sql.update("alter table gigs disable trigger gigs_search");
        sql.update("""
                insert into gigs (id, freelancer_id, title, description, price, currency, delivery_days, created_at, search)
                select md5('gig ' || n)::uuid, md5('user ' || 1 + n % 10000)::uuid, 'Gig', 'Kind ' || n % 1000, 1 + n % 500, 'USD',
                       2 + n % 29, now() - n * interval '1 minute', to_tsvector('english', 'Gig Kind ' || n % 1000)
                from generate_series(1, 100000) n
                """);
        sql.update("""
                insert into gigs (id, freelancer_id, title, description, price, currency, delivery_days, is_active, search)
                select md5('hidden gig ' || n)::uuid, md5('user ' || n)::uuid, 'Gig', 'Hidden', 1, 'USD', 1, false, ''
                from generate_series(1, 5000) n
                """);
        sql.update("alter table gigs enable trigger gigs_search");
        // Words that are alike, but for the first four or six letters.
        sql.update("""
                insert into search_words (word)
                select w.word from generate_series(1, 10000) n, lateral (select 4 + 2 * (n % 2) as own) length, lateral (
                  select translate(left(md5('word ' || n), own), '0123456789', 'ghijklmnop') || right('ustration', 13 - own) as word) w
                """);
        // The triggers do not allow an order to be inserted as completed.
        sql.update("alter table orders disable trigger user");
        sql.update("alter table order_events disable trigger user");
        sql.update("""
                with n as (
                  select n, md5('order ' || n)::uuid as id, now() - n * interval '1 minute' as at from generate_series(1, 200000) n
                ), placed as (
                  insert into orders (id, gig_id, client_id, freelancer_id, status, payment_status, gig_title, amount, currency,
                                      delivery_days, payment_reference, created_at, status_since)
                  select n.id, g.id, md5('user ' || 1 + (n + 2 + n / 10000) % 10000)::uuid, g.freelancer_id,
                         (array['COMPLETED', 'COMPLETED', 'COMPLETED', 'PENDING_PAYMENT',
                                 case when n % 20000 = 4 then 'REVISION_REQUESTED' else 'IN_PROGRESS' end])[1 + n % 5],
                         (array['CONFIRMED', 'CONFIRMED', 'CONFIRMED', 'PENDING', 'CONFIRMED'])[1 + n % 5],
                         g.title, g.price, g.currency, g.delivery_days, 'GH-' || n, n.at, n.at
                  from n join gigs g on g.id = md5('gig ' || 1 + n % 100000)::uuid
                )
                insert into order_events (order_id, n, action, to_status, actor_id, actor_role, created_at)
                select id, 1, 'place', 'PENDING_PAYMENT', md5('user 1')::uuid, 'client', at from n
                """);
        sql.update("alter table order_events enable trigger user");
        sql.update("alter table orders enable trigger user");
        sql.update("alter table ended_orders disable trigger user");
        sql.update("""
                insert into ended_orders (order_id, status, client_id, freelancer_id, placed_at)
                select id, status, client_id, freelancer_id, created_at from orders where status = 'COMPLETED'
                """);
        sql.update("alter table ended_orders enable trigger user");
        sql.update("alter table order_deadlines disable trigger user");
        sql.update("""
                insert into order_deadlines (order_id, deadline, due_at, action, try_at, freelancer_id, placed_at, status)
                select id, deadline, due_at, 'auto-cancel', due_at, freelancer_id, created_at, status
                from orders cross join unnest(array[
                    case status when 'PENDING_PAYMENT' then 'pay_by' else 'abandon_by' end, 'refund_by', 'respond_by']) deadline
                  cross join lateral (values (created_at + case
                    when deadline = 'refund_by' and hashtext(id::text) % 400 = 0 then interval '1 minute'
                    else interval '1 year' end)) due (due_at)
                where status <> 'COMPLETED' and (deadline in ('pay_by', 'abandon_by') or hashtext(id::text) % 20 = 0)
                """);
        sql.update("""
                insert into order_deadlines (order_id, deadline, due_at, try_at, freelancer_id, placed_at, status)
                select id, 'appeal_by', created_at + interval '1 year', created_at + interval '1 year', freelancer_id, created_at, status
                from orders where status = 'COMPLETED' and hashtext(id::text) % 10 = 0
                """);
        sql.update("alter table order_deadlines enable trigger user");
        sql.update("alter table users disable trigger user");
        sql.update("""
                update users u set refund_due_at = (
                  select coalesce(min(d.due_at), 'infinity') from order_deadlines d
                  where d.freelancer_id = u.id and d.deadline = 'refund_by')
                """);
        sql.update("alter table users enable trigger user");
        sql.update("alter table order_proposals disable trigger user");
        sql.update("""
                insert into order_proposals (id, order_id, event_count, kind, days, proposed_by, expires_at)
                select id, id, 1, 'extend', 1, 'client', now() + interval '2 days' from orders where status = 'IN_PROGRESS'
                """);
        sql.update("alter table order_proposals enable trigger user");
        sql.update("alter table order_statements disable trigger user");
        sql.update("""
                insert into order_statements (id, order_id, dispute_event, author_id, author_role, text)
                select id, id, 1, client_id, 'client', 'So it was.' from orders where status = 'IN_PROGRESS'
                """);
        sql.update("alter table order_statements enable trigger user");
        sql.update("""
                insert into payment_proofs (id, order_id, freelancer_id, proof_reference, reference_key, payer_name, amount, verified)
                select id, id, freelancer_id, 'TR ' || id, 'tr' || id, 'Carl', amount, true from orders where payment_status = 'CONFIRMED'
                """);
        sql.update("""
                insert into payment_proof_attempts (id, order_id, proof_reference, payer_name, amount, submitted_at, outcome)
                select id, id, 'TR ' || id, 'Carl', amount, created_at, 'rejected' from orders where payment_status = 'CONFIRMED'
                """);
        sql.update("alter table refund_proofs disable trigger user");
        sql.update("""
                insert into refund_proofs (id, order_id, freelancer_id, proof_reference, reference_key, amount)
                select id, id, freelancer_id, 'BACK ' || id, 'back' || id, amount from orders limit 20000
                """);
        sql.update("alter table refund_proofs enable trigger user");
        sql.update("alter table reviews disable trigger user");
        sql.update("""
                insert into reviews (id, order_id, reviewer_id, reviewee_id, rating)
                select id, id, client_id, freelancer_id, 5 from orders where status = 'COMPLETED'
                """);
        sql.update("alter table reviews enable trigger user");
        sql.update("""
                insert into conversations (user_low, user_high, last_seq, low_read_seq)
                select least(a, b), greatest(a, b), 10, 10
                from (select md5('user ' || n)::uuid as a, md5('user ' || 1 + n % 10000)::uuid as b from generate_series(1, 10000) n) pairs
                """);
        sql.update("""
                insert into messages (id, sender_id, receiver_id, seq, content)
                select gen_random_uuid(), user_low, user_high, seq, 'Hello' from conversations, generate_series(1, 10) seq
                """);
        sql.update("""
                insert into moderation_events (id, action, actor_id, user_id, created_at)
                select gen_random_uuid(), 'user_deactivated', md5('user 1')::uuid, md5('user ' || n)::uuid,
                       now() - n * interval '1 minute'
                from generate_series(1, 5000) n
                """);
        sql.update("""
                insert into moderation_events (id, action, actor_id, gig_id, created_at)
                select gen_random_uuid(), 'gig_taken_down', md5('user 1')::uuid, md5('gig ' || n)::uuid,
                       now() - n * interval '1 minute'
                from generate_series(1, 5000) n
                """);
        sql.update("vacuum analyze");
    }

    private static final class Holder {
        private static final LargeMarket MARKET = new LargeMarket();
    }
}
