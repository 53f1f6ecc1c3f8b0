package dev.guildhall.db;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A row that finds its columns in a hash table. A row of the driver compares the name with those of all columns before it, which for a
 * page of orders takes longer than to read their values.
 */
final class IndexedRow implements Row {
    private final Row row;
    private final Map<String, Integer> columns;

    private IndexedRow(Row row, Map<String, Integer> columns) {
        this.row = row;
        this.columns = columns;
    }

    static Stream<Row> of(RowSet<Row> rows) {
        List<String> names = rows.columnsNames();
        Map<String, Integer> columns = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            columns.put(names.get(i), i);
        }
        return Rows.list(rows).stream().map(row -> new IndexedRow(row, columns));
    }

    @Override
    public int getColumnIndex(String name) {
        return columns.getOrDefault(name, -1);
    }

    @Override
    public String getColumnName(int column) {
        return row.getColumnName(column);
    }

    @Override
    public Object getValue(int column) {
        return row.getValue(column);
    }

    @Override
    public <T> T get(Class<T> type, int column) {
        return row.get(type, column);
    }

    @Override
    public int size() {
        return row.size();
    }

    @Override
    public List<Class<?>> types() {
        return row.types();
    }

    @Override
    public Tuple addValue(Object value) {
        return row.addValue(value);
    }

    @Override
    public void clear() {
        row.clear();
    }
}
