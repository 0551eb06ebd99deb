package org.clipprobe.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.clipprobe.cli.Verification.Matrix;
import org.clipprobe.cli.argument.ModelArguments;
import org.clipprobe.cli.argument.UsageException;
import org.clipprobe.cli.console.ConsoleProgress;
import org.clipprobe.model.ClipModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code clip-probe verify}: whether a model gives here what its original gives. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Whether a model gives what its original in Python gives.",
        description = {
            "",
            "Runs a fixed set of drawn pictures and prompts and prints a fingerprint of all results, bit by bit, and a few"
                    + " cosine similarities, which are the same on every machine. With --reference, compares tokens, pixels,"
                    + " hidden MLP neurons and embeddings with those of the original, from the first to the last.",
            ""
        },
        footer = {
            "",
            "docs/verify_reference.py writes a reference file with transformers or open_clip.",
            "",
            "Examples:",
            "  clip-probe verify --model MODEL",
            "  clip-probe verify --model MODEL --reference reference.npz"
        })
final class VerifyCommand implements Callable<Integer> {
    /** Of an array's largest value. Deep towers in 32 bits differ by some 1e-5 from one library to the next. */
    private static final double TOLERANCE = 1e-4;

    private static final int SHOWN = 3;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelArguments model;

    @Option(
            names = "--reference",
            paramLabel = "FILE",
            description = "What the original gives, written by docs/verify_reference.py.")
    private Path reference;

    @Option(names = "--json", description = "Prints the answer as JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        if (reference != null && !Files.isRegularFile(reference)) {
            throw new UsageException(
                    "--reference: expected a file that docs/verify_reference.py wrote, found no file " + reference);
        }
        Map<String, Matrix> expected = reference == null ? Map.of() : ReferenceFile.read(reference);
        try (ClipModel opened = model.open(ConsoleProgress.standard())) {
            Verification found = Verification.of(opened);
            Map<String, Object> facts = new LinkedHashMap<>();
            Answer answer = new Answer(spec, json);
            describe(opened, found, answer, facts);
            Optional<String> wrong = reference == null ? Optional.empty() : compare(expected, found, answer, facts);
            answer.warn(opened.notes(), List.of());
            answer.finish(facts, reference == null ? "not compared: no reference was given" : verdict(wrong));
            return wrong.isPresent() ? Main.FAILED : 0;
        }
    }

    private static void describe(ClipModel model, Verification found, Answer answer, Map<String, Object> facts)
            throws IOException {
        facts.put("model", model.description());
        facts.put("files", model.fingerprint());
        facts.put("fingerprint", found.fingerprint());
        facts.forEach((name, value) -> answer.line(String.format("%-12s %s", name, value)));
        List<double[]> cosines = found.cosines(SHOWN, SHOWN);
        facts.put("cosines", cosines);
        for (double[] row : cosines) {
            StringBuilder line = new StringBuilder(String.format("%-12s", "cosines"));
            for (double cosine : row) {
                line.append(String.format(Locale.ROOT, " %8.4f", cosine));
            }
            answer.line(line.toString());
        }
    }

    /** Prints how far each array lies from the reference's; returns the first that differs. */
    private Optional<String> compare(
            Map<String, Matrix> expected, Verification found, Answer answer, Map<String, Object> facts)
            throws IOException {
        Map<String, Double> differences = new LinkedHashMap<>();
        found.arrays().forEach((name, matrix) -> {
            if (expected.containsKey(name)) {
                differences.put(name, difference(expected.get(name), matrix));
            }
        });
        if (differences.keySet().stream().noneMatch(name -> name.endsWith(".embed"))) {
            throw new IOException(reference + ": expected vision.embed or text.embed among the arrays, found only "
                    + expected.keySet() + "; write it again with docs/verify_reference.py");
        }
        differences.forEach((name, difference) -> answer.line(
                String.format(Locale.ROOT, "%-16s differs by %.1e of its largest value", name, difference)));
        List<String> missing = new ArrayList<>(expected.keySet());
        missing.removeAll(found.arrays().keySet());
        if (!missing.isEmpty()) {
            answer.line("not found in this model: " + String.join(", ", missing));
        }
        facts.put("differences", differences);
        facts.put("not_found", missing);
        facts.put("tolerance", TOLERANCE);
        Optional<String> first = differences.entrySet().stream()
                .filter(entry -> !(entry.getValue() <= TOLERANCE))
                .map(Map.Entry::getKey)
                .findFirst();
        facts.put("equal", first.isEmpty());
        return first;
    }

    /** Of the largest value; infinite where the sizes differ. */
    private static double difference(Matrix expected, Matrix found) {
        if (expected.rows() != found.rows() || expected.values().length != found.values().length) {
            return Double.POSITIVE_INFINITY;
        }
        double largest = 0;
        double most = 0;
        for (int i = 0; i < found.values().length; i++) {
            double difference = Math.abs((double) expected.values()[i] - found.values()[i]);
            most = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(most, difference);
            largest = Math.max(largest, Math.abs(expected.values()[i]));
        }
        return most == 0 ? 0 : most / largest;
    }

    private String verdict(Optional<String> wrong) {
        if (wrong.isEmpty()) {
            return "equal to " + reference + " within " + TOLERANCE + " of the largest value";
        }
        String hint = switch (wrong.get()) {
            case Verification.TOKENS -> "the tokenizer's files or the cleaning of prompts are not the original's";
            case Verification.PIXELS -> "the preprocessing file is not the original's";
            default -> "the weights are not the original's, or were stored with fewer bits";
        };
        return "not equal to " + reference + ": " + wrong.get() + " differs first; " + hint;
    }
}
