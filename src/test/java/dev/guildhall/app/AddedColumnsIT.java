package dev.guildhall.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Concurrently;
import dev.guildhall.support.Market;
import dev.guildhall.support.RecordingProxy;
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

/** The nodes of this release keep working while the migrations of the next one add columns. */
@Tag("DATA-12")
class AddedColumnsIT {
    /** Enough callers and rounds for each connection to have prepared its statements before the columns are added. */
    private static final int CALLERS = 4;

    private static final int ROUNDS_BEFORE = 2;
    private static final int ROUNDS_AFTER = 2;

    @AutoClose
    private final TestDatabase database = TestDatabase.fresh();

    @AutoClose
    private final Sql sql = database.sql();

    @AutoClose
    private final RecordingProxy proxy = RecordingProxy.to(database.address());

    @AutoClose
    private final Server server = Server.on(proxy.address(), Map.of("DATABASE_POOL_SIZE", "6"));

    private final Market market = Market.of(server, sql);

    @Test
    void everyOperationSucceedsWhileColumnsAreAdded() {
        List<EveryOperation> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            callers.add(new EveryOperation(market, market));
        }
        AtomicInteger warm = new AtomicInteger();
        AtomicInteger roundsSince = new AtomicInteger();
        AtomicInteger running = new AtomicInteger(CALLERS);
        Concurrently.times(CALLERS + 1, caller -> {
            if (caller == CALLERS) {
                while (warm.get() < CALLERS && running.get() == CALLERS) {
                    Thread.onSpinWait();
                }
                addColumns();
                roundsSince.set(1);
                return true;
            }
            try {
                for (int before = 0; before < ROUNDS_BEFORE; before++) {
                    callers.get(caller).call();
                }
                warm.incrementAndGet();
                while (roundsSince.get() == 0) {
                    callers.get(caller).call();
                }
                for (int after = 0; after < ROUNDS_AFTER; after++) {
                    callers.get(caller).call();
                }
            } finally {
                running.decrementAndGet();
            }
            return true;
        });
        assertThat(callers.get(0).notSucceeded()).isEmpty();
        assertThat(proxy.prepared())
                .hasSizeGreaterThan(50)
                .flatMap(SqlRules::violations)
                .isEmpty();
    }

    /**
     * Adds to each table a nullable column, a column with a default, and a column for every name that another table has, so that a
     * statement that means the column of the other table would become ambiguous.
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
