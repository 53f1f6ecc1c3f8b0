package dev.guildhall.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Concurrently;
import dev.guildhall.support.ListeningProxy;
import dev.guildhall.support.Market;
import dev.guildhall.support.Server;
import dev.guildhall.support.Sql;
import dev.guildhall.support.SqlRules;
import dev.guildhall.support.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the next release's migrations do to the nodes of this one. */
@Tag("DATA-12")
class AddedColumnsIT {
    /** Enough for each connection to have prepared what it is asked. */
    private static final int ASKERS = 4;

    private static final int ROUNDS_BEFORE = 2;
    private static final int ROUNDS_AFTER = 2;

    @AutoClose
    private final TestDatabase database = TestDatabase.fresh();

    @AutoClose
    private final Sql sql = database.sql();

    @AutoClose
    private final ListeningProxy proxy = ListeningProxy.to(database.address());

    @AutoClose
    private final Server server = Server.on(proxy.address(), Map.of("DATABASE_POOL_SIZE", "6"));

    private final Market market = Market.of(server, sql);

    @Test
    void everyTableGetsColumnsWhileEveryOperationIsAsked() {
        List<EveryOperation> askers = new ArrayList<>();
        for (int i = 0; i < ASKERS; i++) {
            askers.add(new EveryOperation(market, market));
        }
        AtomicInteger warm = new AtomicInteger();
        AtomicInteger roundsSince = new AtomicInteger();
        AtomicInteger running = new AtomicInteger(ASKERS);
        Concurrently.times(ASKERS + 1, asker -> {
            if (asker == ASKERS) {
                while (warm.get() < ASKERS && running.get() == ASKERS) {
                    Thread.onSpinWait();
                }
                addColumns();
                roundsSince.set(1);
                return true;
            }
            try {
                for (int before = 0; before < ROUNDS_BEFORE; before++) {
                    askers.get(asker).ask();
                }
                warm.incrementAndGet();
                while (roundsSince.get() == 0) {
                    askers.get(asker).ask();
                }
                for (int after = 0; after < ROUNDS_AFTER; after++) {
                    askers.get(asker).ask();
                }
            } finally {
                running.decrementAndGet();
            }
            return true;
        });
        assertThat(askers.get(0).notGranted()).isEmpty();
        assertThat(proxy.prepared())
                .hasSizeGreaterThan(50)
                .flatMap(SqlRules::violations)
                .isEmpty();
    }

    /**
     * One that may be null, one that has a value, and one of every name that another table has: what is looked for in that one
     * must not be found here.
     */
    private void addColumns() {
        for (Map<String, ?> table : sql.rows("""
                select format('alter table %I add added_text text, add added_number integer not null default 7', tablename)
                       || coalesce(string_agg(format(', add %I %s', other.name, other.type), ''), '') as statement
                from pg_tables left join lateral (
                  select a.attname as name, min(format_type(a.atttypid, a.atttypmod)) as type
                  from pg_attribute a join pg_class c on c.oid = a.attrelid
                  where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and a.attnum > 0 and not a.attisdropped
                    and c.relname not like 'flyway%' and a.attname <> 'search'
                    and not exists (
                      select from pg_attribute own
                      where own.attrelid = format('%I', tablename)::regclass and own.attname = a.attname)
                  group by a.attname) other on true
                where schemaname = 'public' and tablename not like 'flyway%'
                group by tablename
                """)) {
            sql.update(String.valueOf(table.get("statement")));
        }
    }
}
