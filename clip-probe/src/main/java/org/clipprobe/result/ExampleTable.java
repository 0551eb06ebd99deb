package org.clipprobe.result;

import java.io.IOException;
import java.util.List;
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
        try (RunTable table = folder.table(FILE, COLUMNS)) {
            for (int row = 0; row < rows.size(); row++) {
                ExampleRow example = rows.get(row);
                table.row(
                        row,
                        example.file(),
                        example.concept().orElse(""),
                        example.facet(),
                        example.source(),
                        example.imitates().orElse(""),
                        example.sha256());
            }
        }
    }
}
