package dev.guildhall.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Sql;
import dev.guildhall.support.TestDatabase;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rules for every table. */
class SchemaIT {
    private static final String COLUMNS = """
            select table_name || '.' || column_name as name, column_name, data_type, numeric_precision, numeric_scale, is_nullable
            from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
            where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> 'flyway_schema_history'
            """;

    @AutoClose
    private final TestDatabase database = TestDatabase.fresh();

    @AutoClose
    private final Sql sql = database.sql();

    @Test
    @Tag("DATA-1")
    void idsAreUuidsAndTimesHaveATimeZone() {
        assertThat(columns("column_name = 'id' or column_name like '%\\_id'"))
                .hasSizeGreaterThan(10)
                .allSatisfy(column -> assertThat(column).containsEntry("data_type", "uuid"));
        assertThat(columns("column_name like '%\\_at' or data_type like 'timestamp%' or data_type = 'date'"))
                .hasSizeGreaterThan(10)
                .allSatisfy(column -> assertThat(column).containsEntry("data_type", "timestamp with time zone"));
    }

    @Test
    @Tag("DATA-1")
    void everyReferenceIsAForeignKey() {
        List<@Nullable Object> references =
                sql.rows("""
                        select c.conrelid::regclass || '.' || a.attname as name
                        from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any(c.conkey)
                        where c.contype = 'f'
                        """).stream().map(row -> row.get("name")).toList();
        assertThat(columns("column_name like '%\\_id' and column_name <> 'client_msg_id'"))
                .extracting(column -> column.get("name"))
                .filteredOn(column -> !references.contains(column))
                .as("id columns without a foreign key")
                .isEmpty();
    }

    @Test
    @Tag("DATA-2")
    void moneyIsExact() {
        assertThat(columns("column_name in ('price', 'amount')"))
                .hasSizeGreaterThanOrEqualTo(4)
                .allSatisfy(column -> assertThat(column)
                        .containsEntry("data_type", "numeric")
                        .containsEntry("numeric_precision", null)
                        .containsEntry("numeric_scale", null)
                        .containsEntry("is_nullable", "NO"));
        assertThat(columns("data_type in ('real', 'double precision', 'money')"))
                .isEmpty();
    }

    @Test
    void everyReferenceToAnOrderIsIndexed() {
        assertThat(sql.rows("""
                        select c.conrelid::regclass || ' ' || c.conname as name from pg_constraint c
                        where c.contype = 'f' and c.confrelid = 'orders'::regclass and not exists (
                          select from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1])
                        """)).isEmpty();
    }

    private List<Map<String, @Nullable Object>> columns(String condition) {
        return sql.rows(COLUMNS + " and (" + condition + ")");
    }
}
