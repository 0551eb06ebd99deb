package org.clipprobe.cli;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.clipprobe.cli.argument.ModelArguments;
import org.clipprobe.cli.console.ConsoleProgress;
import org.clipprobe.cli.doctor.Doctor;
import org.clipprobe.cli.doctor.Finding;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code clip-probe doctor}: whether this machine has what clip-probe needs. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Looks at this machine for what is missing, and says what to do.",
        description = {
            "",
            "Looks at Java, the locale, folders, disk and memory, fonts, native libraries and the GPU; with --model it also"
                    + " opens that model and runs its towers once. Ends with 0 when all that is needed works, else with 1.",
            ""
        },
        footer = {"", "Examples:", "  clip-probe doctor", "  clip-probe doctor --model path/to/model --device cuda"})
final class DoctorCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelArguments model;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        List<Finding> findings = new ArrayList<>(Doctor.machine());
        if (model.isNamed()) {
            findings.addAll(Doctor.model(() -> model.open(ConsoleProgress.standard())));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build()
                    .writeValueAsString(
                            findings.stream().map(DoctorCommand::facts).toList()));
        } else {
            findings.forEach(finding -> print(finding, out));
        }
        out.flush();
        boolean failed = findings.stream().anyMatch(finding -> finding.status() == Finding.Status.FAILED);
        return failed ? Main.FAILED : 0;
    }

    private static Map<String, Object> facts(Finding finding) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("subject", finding.subject());
        facts.put("status", finding.status().toString());
        facts.put("found", finding.found());
        finding.cure().ifPresent(cure -> facts.put("cure", cure));
        return facts;
    }

    private static void print(Finding finding, PrintWriter out) {
        out.printf("%-8s %-15s %s%n", finding.status(), finding.subject(), finding.found());
        finding.cure().ifPresent(cure -> out.printf("%-8s %-15s what to do: %s%n", "", "", cure));
    }
}
