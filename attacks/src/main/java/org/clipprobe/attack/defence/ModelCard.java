package org.clipprobe.attack.defence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.clipprobe.attack.outcome.Proportion;
import org.clipprobe.model.Unit;

/** The README of a repaired model: what was changed, chosen on what, judged on what, what it costs, and the licence kept. */
public final class ModelCard {
    private static final String README = "README.md";
    private static final long LARGEST = 1 << 20;

    private final String model;
    private final String fingerprint;
    private final String command;

    /**
     * Prepares a card.
     *
     * @param model the original's description
     * @param fingerprint of the original's files
     * @param command that made the repair
     */
    public ModelCard(String model, String fingerprint, String command) {
        this.model = model;
        this.fingerprint = fingerprint;
        this.command = command;
    }

    /**
     * Writes the card into a repaired model's folder; the original's own card, copied there with the other files, is kept as
     * {@code ORIGINAL_README.md}.
     *
     * @throws IOException when it cannot be written
     */
    public void write(Path folder, DefenceResult result) throws IOException {
        Path card = folder.resolve(README);
        String original = "";
        if (Files.isRegularFile(card)) {
            original = Files.size(card) > LARGEST ? "" : new String(Files.readAllBytes(card), StandardCharsets.UTF_8);
            Files.move(card, folder.resolve("ORIGINAL_README.md"), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(card, text(original, result));
    }

    private String text(String original, DefenceResult result) {
        DefenceResult.Rival rival = result.repair().orElseThrow().rival();
        List<String> lines = new ArrayList<>();
        List<String> licence = licence(original);
        lines.add("---");
        lines.addAll(licence.isEmpty() ? List.of("license: other") : licence);
        lines.add("library_name: onnx");
        lines.add("pipeline_tag: zero-shot-image-classification");
        lines.add("tags:");
        lines.add("- clip");
        lines.add("- typographic-attacks");
        lines.add("---");
        lines.add("");
        lines.add("# " + plain(model) + ", repaired against typographic attacks");
        lines.add("");
        lines.add(plain(result.words()));
        lines.add("");
        lines.add("## What was changed");
        lines.add("");
        lines.add("The vision tower's graph sets these to zero; inputs, outputs, weights and the text tower are the"
                + " original's.");
        lines.add("");
        rival.parts().stream()
                .collect(Collectors.groupingBy(Unit::hook, java.util.TreeMap::new, Collectors.toList()))
                .forEach((hook, units) -> lines.add("- `" + hook + "`: "
                        + units.stream()
                                .sorted()
                                .map(unit -> Integer.toString(unit.index()))
                                .collect(Collectors.joining(", "))
                        + (hook.endsWith(".head")
                                ? " (heads, at the token that is read out)"
                                : " (units, everywhere)")));
        lines.add("");
        lines.add("Original: " + plain(model) + ", fingerprint `" + fingerprint + "`.");
        lines.add("Made by `" + plain(command).replace('`', '\'') + "`.");
        lines.add("");
        lines.add("## Chosen on, judged on");
        lines.add("");
        lines.add("Chosen on " + result.choosing() + " attacked pictures (" + plain(rival.name()) + "), judged on "
                + rival.after().cases() + " others, which share no source with them. 95 % intervals"
                + scope(rival) + ".");
        lines.add("");
        lines.add("| | original | repaired |");
        lines.add("| --- | ---: | ---: |");
        lines.add(row(
                "answer became the written word",
                result.before().success(),
                rival.after().success()));
        lines.add(row(
                "the same with shuffled letters",
                result.before().anagram(),
                rival.after().anagram()));
        lines.add(row(
                "right about clean pictures",
                result.before().clean(),
                rival.after().clean()));
        lines.add(row(
                "right about attacked pictures",
                result.before().attacked(),
                rival.after().attacked()));
        lines.add(row("names a word that is the whole picture", result.reading(), rival.reading()));
        lines.add("");
        lines.add("Success beyond the shuffled letters falls by "
                + Verdicts.points(rival.effect().drop()) + "; clean accuracy falls by "
                + Verdicts.points(rival.effect().cleanLoss()) + ".");
        lines.add("");
        lines.add("## What it costs");
        lines.add("");
        lines.add("The model reads less: see the last row of the table. Where text is what a picture is about, use the"
                + " original. Attacks other than pasted words, and words in other styles than these, were not tried.");
        lines.add("");
        lines.add("## Licence");
        lines.add("");
        lines.add(
                licence.isEmpty()
                        ? "The original's, which its folder does not name; a changed model is under the same terms."
                        : "The original's: see the files next to this one, which were copied with it.");
        return String.join("\n", lines) + "\n";
    }

    private static String scope(DefenceResult.Rival rival) {
        String words = rival.after().scope().words("");
        return words.isEmpty() ? "" : " (" + words + ")";
    }

    private static String row(String name, Proportion before, Proportion after) {
        return "| " + name + " | " + share(before) + " | " + share(after) + " |";
    }

    private static String share(Proportion share) {
        return share.trials() == 0
                ? "–"
                : String.format(
                        Locale.ROOT,
                        "%.1f %% (%.1f to %.1f, n = %d)",
                        100 * share.share(),
                        100 * share.low(),
                        100 * share.high(),
                        share.trials());
    }

    /** The lines of a card's front matter that name the licence. */
    private static List<String> licence(String card) {
        List<String> lines = card.lines().toList();
        if (lines.isEmpty() || !lines.get(0).strip().equals("---")) {
            return List.of();
        }
        Optional<Integer> end = java.util.stream.IntStream.range(1, lines.size())
                .filter(i -> lines.get(i).strip().equals("---"))
                .boxed()
                .findFirst();
        return lines.subList(1, end.orElse(1)).stream()
                .filter(line -> line.matches("license(_name|_link)?: .{1,200}"))
                .toList();
    }

    /** Nothing that Markdown or HTML would take for more than text. */
    private static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}", " ").replaceAll("[<>|\\[\\]*]", "?");
    }
}
