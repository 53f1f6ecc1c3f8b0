package dev.guildhall.order;

import dev.guildhall.db.Database;
import dev.guildhall.db.Ids;
import dev.guildhall.db.NamedStatement;
import dev.guildhall.db.Rows;
import dev.guildhall.db.Steps;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills in the reference keys of proofs that were saved before there were keys. A verified proof first stores its key as contested,
 * and then gets it if no other verified proof has the same. If one transfer was accepted twice, neither proof gets the key.
 */
final class ReferenceKeys {
    /** The maximum number of rows of one statement. */
    private static final int MAX_ROWS = 1_000;

    private static final int MAX_LOGGED_ORDERS = 100;

    private static final String FIND = """
            select id, proof_reference from payment_proofs
            where reference_key is null and id > #{after} order by id limit #{rows}
            """;

    private static final String STORE = """
            update payment_proofs p set
              reference_key = case when not p.verified then made.reference_key end,
              contested_reference_key = case when p.verified then made.reference_key end
            from unnest(#{ids}::uuid[], #{keys}::text[]) as made (id, reference_key)
            where p.id = made.id and p.reference_key is null
              and (not p.verified or p.contested_reference_key is distinct from made.reference_key)
            """;

    private static final String SETTLE = """
            with page as materialized (
              select id, freelancer_id, contested_reference_key as reference_key from payment_proofs
              where (contested_reference_key, id) > (#{after_key}::text, #{after_id}::uuid)
              order by contested_reference_key, id limit #{rows}
            ), settled as (
              update payment_proofs p set reference_key = page.reference_key, contested_reference_key = null
              from page
              where p.id = page.id and p.contested_reference_key = page.reference_key
                and not exists (
                  select from payment_proofs o
                  where o.verified and o.freelancer_id = page.freelancer_id and o.reference_key = page.reference_key)
                and not exists (
                  select from payment_proofs o
                  where o.contested_reference_key = page.reference_key and o.freelancer_id = page.freelancer_id
                    and o.id <> page.id)
            )
            select reference_key, id from page order by reference_key desc, id desc limit 1
            """;

    private static final String FIND_CONTESTED = """
            select order_id, count(*) over () as orders from payment_proofs
            where contested_reference_key is not null order by contested_reference_key, id limit #{rows}
            """;

    private static final Logger LOG = LoggerFactory.getLogger(ReferenceKeys.class);

    private final Database database;

    ReferenceKeys(Database database) {
        this.database = database;
    }

    Future<Void> fill() {
        return Steps.repeat(Optional.of(Ids.NIL), Optional::isPresent, last -> store(last.orElseThrow()))
                .compose(stored -> Steps.repeat(
                        Optional.of(new Position("", Ids.NIL)),
                        Optional::isPresent,
                        last -> settle(last.orElseThrow())))
                .compose(settled -> database.read(client ->
                        NamedStatement.query(client, FIND_CONTESTED).execute(Map.of("rows", MAX_LOGGED_ORDERS))))
                .onSuccess(rows -> {
                    if (rows.size() > 0) {
                        List<Row> contested = Rows.list(rows);
                        LOG.warn(
                                "{} orders were paid with a reference that had proven another payment to the same freelancer: {}",
                                contested.get(0).getLong("orders"),
                                contested.stream()
                                        .map(row -> row.getUUID("order_id").toString())
                                        .collect(Collectors.joining(", ")));
                    }
                })
                .mapEmpty();
    }

    /** Returns the last id; empty if there are no more. */
    private Future<Optional<UUID>> store(UUID after) {
        return database.read(
                        client -> NamedStatement.query(client, FIND).execute(Map.of("after", after, "rows", MAX_ROWS)))
                .map(Rows::list)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(Optional.empty())
                        : store(found)
                                .map(stored ->
                                        Optional.of(found.get(found.size() - 1).getUUID("id"))));
    }

    private Future<?> store(List<Row> proofs) {
        return database.write(work -> NamedStatement.update(work.client(), STORE)
                .execute(Map.of(
                        "ids", proofs.stream().map(row -> row.getUUID("id")).toArray(UUID[]::new),
                        "keys",
                                proofs.stream()
                                        .map(row -> ReferenceKey.of(row.getString("proof_reference")))
                                        .toArray(String[]::new))));
    }

    /** Empty if there are no more. */
    private Future<Optional<Position>> settle(Position after) {
        return database.write(work -> NamedStatement.query(work.client(), SETTLE)
                        .mapTo(row -> new Position(row.getString("reference_key"), row.getUUID("id")))
                        .execute(Map.of("after_key", after.key(), "after_id", after.id(), "rows", MAX_ROWS)))
                .map(Rows::first);
    }

    /** The position of a proof in the order of the keys. */
    private record Position(String key, UUID id) {}
}
