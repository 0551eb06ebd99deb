package org.clipprobe.activation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.clipprobe.run.ContentKey;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunRecord;
import org.clipprobe.run.RunTable;

/**
 * {@code activations/examples.csv}: what each row of the matrices is. An empty cell says that nobody knows, or that there
 * is none. {@code imitates} is the concept whose word a near spelling looks like; such an example has no concept.
 */
public final class ExampleTable {
    private static final String FILE = "activations/examples.csv";
    private static final List<String> COLUMNS =
            List.of("row", "file", "concept", "facet", "source", "imitates", "sha256");

    private ExampleTable() {}

    /** Writes the table of examples that went through a tower. */
    public static void write(RunFolder folder, Collected collected) throws IOException {
        write(folder, collected, List.of(), List.of());
    }

    /**
     * The same, with columns that say the same of every row.
     *
     * @param more their names
     * @param cells what they say
     */
    public static void write(RunFolder folder, Collected collected, List<String> more, List<?> cells)
            throws IOException {
        List<Example> examples = collected.set().examples();
        List<String> columns = Stream.concat(COLUMNS.stream(), more.stream()).toList();
        try (RunTable table = folder.table(FILE, columns)) {
            for (int row = 0; row < examples.size(); row++) {
                Example example = examples.get(row);
                boolean imitation = example.facet().equals(Labels.SPELLING);
                String concept = example.labelled() ? example.concept() : "";
                List<Object> values = new ArrayList<>(List.of(
                        row,
                        example.id(),
                        imitation ? "" : concept,
                        example.facet(),
                        example.source(),
                        imitation ? concept : "",
                        collected.keys().get(row).hex()));
                values.addAll(cells);
                table.row(values.toArray());
            }
        }
    }

    /** Writes the table of prompts, which have a text in the place of a file; returns them for the record. */
    public static List<RunRecord.ExampleFile> write(RunFolder folder, List<String> prompts) throws IOException {
        List<RunRecord.ExampleFile> examples = new ArrayList<>();
        try (RunTable table = folder.table(FILE, COLUMNS)) {
            for (int row = 0; row < prompts.size(); row++) {
                String prompt = prompts.get(row);
                String key =
                        ContentKey.of(prompt.getBytes(StandardCharsets.UTF_8)).hex();
                table.row(row, prompt, "", "", prompt, "", key);
                examples.add(new RunRecord.ExampleFile(prompt, key));
            }
        }
        return examples;
    }
}
