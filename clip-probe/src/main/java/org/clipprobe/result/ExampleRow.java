package org.clipprobe.result;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clipprobe.activation.Collected;
import org.clipprobe.activation.Example;
import org.clipprobe.activation.Facet;
import org.clipprobe.activation.Labels;
import org.clipprobe.run.ContentKey;
import org.clipprobe.run.RunRecord;

/**
 * What one row of the activations is an example of.
 *
 * @param file the picture's path in its folder, with {@code /}, or {@code word:TEXT#N} for a drawn word
 * @param concept what it shows; empty where nobody knows, and in a control
 * @param facet the form it shows it in
 * @param source what exists once in the world and the example is a variant of
 * @param imitates the concept that a control looks like
 * @param sha256 of its file's bytes, or of the full description of its drawing, in hexadecimal
 */
public record ExampleRow(
        String file, Optional<String> concept, String facet, String source, Optional<String> imitates, String sha256) {

    /** Rows of examples that went through a tower, in the order of its activations. */
    public static List<ExampleRow> of(Collected collected) {
        List<ExampleRow> rows = new ArrayList<>();
        for (Example example : collected.set().examples()) {
            boolean control = example.facet().isControl();
            rows.add(new ExampleRow(
                    example.id(),
                    control ? Optional.empty() : example.concept(),
                    example.facet().name(),
                    example.source(),
                    control ? example.concept() : Optional.empty(),
                    collected.keys().get(rows.size()).hex()));
        }
        return rows;
    }

    /** Rows of prompts: the text stands in the place of a file, and is its own source. */
    public static List<ExampleRow> ofPrompts(List<String> prompts) {
        return prompts.stream()
                .map(prompt -> new ExampleRow(
                        prompt,
                        Optional.empty(),
                        "",
                        prompt,
                        Optional.empty(),
                        ContentKey.of(prompt.getBytes(StandardCharsets.UTF_8)).hex()))
                .toList();
    }

    /** Examples as a run's record has them. */
    public static List<RunRecord.ExampleFile> files(List<ExampleRow> rows) {
        return rows.stream()
                .map(row -> new RunRecord.ExampleFile(row.file, row.sha256))
                .toList();
    }

    /** The labels of rows, as the probing set had them. */
    public static Labels labels(List<ExampleRow> rows) {
        return Labels.of(
                rows.stream().map(row -> row.imitates.or(row::concept)).toList(),
                rows.stream().map(row -> new Facet(row.facet)).toList(),
                rows.stream().map(ExampleRow::source).toList());
    }
}
