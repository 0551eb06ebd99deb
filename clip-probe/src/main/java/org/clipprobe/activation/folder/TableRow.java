package org.clipprobe.activation.folder;

import java.util.Map;

/** A row of a table of pictures. Columns have their names in lower case, values have no spaces around them. */
public final class TableRow {
    private static final TableRow NONE = new TableRow(Map.of());

    private final Map<String, Integer> columns;
    private final String[] values;

    /**
     * Makes a row.
     *
     * @param columns per name, where the value is; shared by a table's rows
     * @param values shorter than the columns where the last ones are empty
     */
    TableRow(Map<String, Integer> columns, String... values) {
        this.columns = columns;
        this.values = values;
    }

    /** What there is where no table says anything. */
    static TableRow none() {
        return NONE;
    }

    /** Whether the table has this column. */
    public boolean has(String column) {
        return columns.containsKey(column);
    }

    /** The value in a column; empty when there is none. */
    public String get(String column) {
        int index = columns.getOrDefault(column, values.length);
        return index < values.length ? values[index] : "";
    }
}
