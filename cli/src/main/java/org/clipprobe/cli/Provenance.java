package org.clipprobe.cli;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clipprobe.activation.Collected;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.StoredModel;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunRecord;
import org.clipprobe.run.RunTable;
import org.clipprobe.run.Skipped;
import org.clipprobe.run.Versions;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** Writes where a run's numbers come from. */
final class Provenance {
    private Provenance() {}

    /** Every example and what it was, in the rows' order. */
    static List<RunRecord.ExampleFile> examples(Collected collected) {
        List<RunRecord.ExampleFile> examples = new ArrayList<>();
        for (int row = 0; row < collected.keys().size(); row++) {
            examples.add(new RunRecord.ExampleFile(
                    collected.set().examples().get(row).id(),
                    collected.keys().get(row).hex()));
        }
        return examples;
    }

    /** {@code run.json} and {@code skipped.csv} of a run over collected activations. */
    static RunRecord write(
            RunFolder folder, CommandSpec spec, long seed, ClipModel model, Collected collected, Timings timings)
            throws IOException {
        return write(
                folder,
                spec,
                seed,
                model.stored(),
                examples(collected),
                collected.set().skipped(),
                timings);
    }

    /** {@code run.json} and {@code skipped.csv} of any run. */
    static RunRecord write(
            RunFolder folder,
            CommandSpec spec,
            long seed,
            StoredModel model,
            List<RunRecord.ExampleFile> examples,
            List<Skipped> skipped,
            Timings timings)
            throws IOException {
        try (RunTable table = folder.table("skipped.csv", List.of("file", "reason"))) {
            for (Skipped each : skipped) {
                table.row(each.file(), each.reason());
            }
        }
        List<String> command = new ArrayList<>();
        command.add("clip-probe");
        command.addAll(spec.root().commandLine().getParseResult().originalArgs());
        RunRecord record = new RunRecord(
                command,
                options(spec),
                seed,
                Versions.with(Map.of(
                        "ONNX Runtime", onnxRuntime(), "device", model.device().toString())),
                model.description(),
                model.hashes(),
                examples,
                skipped,
                timings.started(),
                timings.seconds());
        folder.json(RunFolder.RECORD, record);
        return record;
    }

    /** From the library's manifest: asking the runtime itself would load it, which a run may not need. */
    private static String onnxRuntime() {
        return Optional.ofNullable(OrtException.class.getPackage().getImplementationVersion())
                .orElse("unknown");
    }

    private static Map<String, String> options(CommandSpec spec) {
        Map<String, String> options = new LinkedHashMap<>();
        for (ArgSpec argument : spec.args()) {
            String name = argument.isOption()
                    ? ((picocli.CommandLine.Model.OptionSpec) argument).longestName()
                    : argument.paramLabel();
            Object given = argument.getValue();
            Object value = given instanceof Optional<?> maybe ? maybe.orElse(null) : given;
            if (value != null && !name.equals("--help") && !name.equals("--version")) {
                options.put(name, String.valueOf(value));
            }
        }
        return options;
    }
}
