package org.clipprobe.result;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunTable;

/**
 * {@code activations/examples.csv}: what each row of the matrices is. An empty cell says that nobody knows, or that there
 * is none.
 */
public final class ExampleTable {
    private static final String FILE = "activations/examples.csv";
    private static final List<String> COLUMNS =
            List.of("row", "file", "concept", "facet", "source", "imitates", "sha256");

    private ExampleTable() {}

    /** Writes the table into a run folder. */
    public static void write(RunFolder folder, List<ExampleRow> rows) throws IOException {
        write(folder, rows, List.of(), List.of());
    }

    /**
     * The same, with columns that say the same of every row.
     *
     * @param more their names
     * @param cells what they say
     */
    public static void write(RunFolder folder, List<ExampleRow> rows, List<String> more, List<?> cells)
            throws IOException {
        List<String> columns = Stream.concat(COLUMNS.stream(), more.stream()).toList();
        try (RunTable table = folder.table(FILE, columns)) {
            for (int row = 0; row < rows.size(); row++) {
                ExampleRow example = rows.get(row);
                List<Object> values = new ArrayList<>(List.of(
                        row,
                        example.file(),
                        example.concept().orElse(""),
                        example.facet(),
                        example.source(),
                        example.imitates().orElse(""),
                        example.sha256()));
                values.addAll(cells);
                table.row(values.toArray());
            }
        }
    }
}
