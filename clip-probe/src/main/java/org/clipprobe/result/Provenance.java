package org.clipprobe.result;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.clipprobe.model.StoredModel;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunRecord;
import org.clipprobe.run.RunTable;
import org.clipprobe.run.Skipped;
import org.clipprobe.run.Timings;
import org.clipprobe.run.Versions;

/**
 * Where a run's numbers come from, as its record says it.
 *
 * @param command the command line, word by word; empty where a program asked
 * @param options every option with the value it had
 * @param seed what everything random is drawn from
 * @param model the model
 * @param timings how long each part took
 */
public record Provenance(
        List<String> command, Map<String, String> options, long seed, StoredModel model, Timings timings) {

    /**
     * Writes {@code run.json} and {@code skipped.csv}.
     *
     * @param examples what the numbers rest on
     * @param computed how many of them went through a tower now
     */
    public RunRecord write(RunFolder folder, List<ExampleRow> examples, List<Skipped> skipped, int computed)
            throws IOException {
        return writeFiles(folder, ExampleRow.files(examples), skipped, computed);
    }

    /** The same for examples that are rows of no matrix. */
    public RunRecord writeFiles(
            RunFolder folder, List<RunRecord.ExampleFile> examples, List<Skipped> skipped, int computed)
            throws IOException {
        RunRecord record = new RunRecord(
                command,
                options,
                seed,
                Versions.with(Map.of(
                        "ONNX Runtime",
                        StoredModel.engineVersion(),
                        "device",
                        model.device().toString())),
                model.description(),
                model.hashes(),
                examples,
                skipped,
                computed,
                timings.started(),
                timings.seconds());
        write(folder, record);
        return record;
    }

    /** Writes a record that is there already. */
    public static void write(RunFolder folder, RunRecord record) throws IOException {
        try (RunTable table = folder.table("skipped.csv", List.of("file", "reason"))) {
            for (Skipped each : record.skipped()) {
                table.row(each.file(), each.reason());
            }
        }
        folder.json(RunFolder.RECORD, record);
    }
}
