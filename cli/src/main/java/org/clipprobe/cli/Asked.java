package org.clipprobe.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clipprobe.model.StoredModel;
import org.clipprobe.result.Provenance;
import org.clipprobe.run.Timings;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What was asked on the command line, for a run's record. */
final class Asked {
    private Asked() {}

    /** The record's beginning. */
    static Provenance of(CommandSpec spec, long seed, StoredModel model, Timings timings) {
        return new Provenance(words(spec), options(spec), seed, model, timings);
    }

    /** The command line, word by word. */
    static List<String> words(CommandSpec spec) {
        List<String> command = new ArrayList<>();
        command.add("clip-probe");
        command.addAll(spec.root().commandLine().getParseResult().originalArgs());
        return command;
    }

    private static Map<String, String> options(CommandSpec spec) {
        Map<String, String> options = new LinkedHashMap<>();
        for (ArgSpec argument : spec.args()) {
            String name = argument.isOption() ? ((OptionSpec) argument).longestName() : argument.paramLabel();
            Object given = argument.getValue();
            Object value = given instanceof Optional<?> maybe ? maybe.orElse(null) : given;
            if (value != null && !name.equals("--help") && !name.equals("--version")) {
                options.put(name, String.valueOf(value));
            }
        }
        return options;
    }
}
