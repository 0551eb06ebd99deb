package org.clipprobe.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.clipprobe.attack.report.StroopReport;
import org.clipprobe.attack.run.Stroop;
import org.clipprobe.attack.run.VisionEmbedder;
import org.clipprobe.attack.run.ZeroShot;
import org.clipprobe.cli.argument.AttackArguments;
import org.clipprobe.cli.console.Shares;
import org.clipprobe.cli.console.TextTable;
import org.clipprobe.concept.set.PromptTemplates;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunRecord;
import org.clipprobe.run.RunTable;

/** {@code --stroop}: does the model follow the word or the colour? */
final class StroopRun {
    private final AttackSetting setting;

    StroopRun(AttackSetting setting) {
        this.setting = setting;
    }

    int run() throws IOException {
        try (RunFolder folder = setting.run().begin("attack");
                VisionEmbedder embedder = VisionEmbedder.open(setting.model())) {
            Map<String, ZeroShot> prompts = new LinkedHashMap<>();
            for (Map.Entry<String, PromptTemplates> kind : Stroop.usualPrompts().entrySet()) {
                prompts.put(
                        kind.getKey(),
                        setting.classes(new AttackArguments.Choice(Stroop.usualColours(), List.of()), kind.getValue()));
            }
            setting.timings().done("opening");
            Stroop stroop = new Stroop(embedder, setting.input().height(), setting.batch());
            List<Stroop.Row> rows = stroop.run(Stroop.usualCards(), prompts);
            setting.timings().done("looking at cards");
            write(folder, rows);
            RunRecord record = setting.record(folder, List.of(), List.of());
            new StroopReport(stroop, rows, record).write(folder);
            setting.finish(folder, lines(rows, setting.limit().markdown()), facts(rows), List.of());
        }
        return 0;
    }

    private static void write(RunFolder folder, List<Stroop.Row> rows) throws IOException {
        List<String> header = List.of(
                "prompts",
                "height of letters (share of card)",
                "area of colour (share of card)",
                "cards",
                "names the word",
                "word (low, 95 %)",
                "word (high, 95 %)",
                "names the colour",
                "colour (low, 95 %)",
                "colour (high, 95 %)");
        try (RunTable table = folder.table("stroop.csv", header)) {
            for (Stroop.Row row : rows) {
                table.row(
                        row.prompts(),
                        row.size(),
                        row.area(),
                        row.word().trials(),
                        row.word().share(),
                        row.word().low(),
                        row.word().high(),
                        row.colour().share(),
                        row.colour().low(),
                        row.colour().high());
            }
        }
    }

    private static double chance() {
        return 1.0 / Stroop.usualColours().size();
    }

    private static List<Stroop.Row> totals(List<Stroop.Row> rows) {
        return rows.stream()
                .map(Stroop.Row::prompts)
                .distinct()
                .map(kind -> Stroop.Row.sum(
                        kind,
                        0,
                        0,
                        rows.stream().filter(row -> row.prompts().equals(kind)).toList()))
                .toList();
    }

    private static List<String> lines(List<Stroop.Row> rows, boolean markdown) {
        List<String> lines = new ArrayList<>();
        String bold = markdown ? "**" : "";
        List<Stroop.Row> totals = totals(rows);
        lines.add(bold + "Names of colours, written in other colours" + bold + ", on "
                + totals.get(0).word().trials() + " cards; by chance a model names the word, and the colour, on "
                + Shares.percent(chance()) + " of them (one of "
                + Stroop.usualColours().size() + " colours):");
        lines.add("");
        TextTable all = new TextTable("the model is", "names the word", "95 % interval", "the colour", "95 % interval");
        totals.forEach(row -> row(all, row.prompts(), row));
        lines.addAll(all.lines(markdown));
        String asked = totals.get(0).prompts();
        List<Stroop.Row> first =
                rows.stream().filter(row -> row.prompts().equals(asked)).toList();
        lines.addAll(split(first, "letters", Stroop.Row::size).lines(markdown));
        lines.addAll(split(first, "area", Stroop.Row::area).lines(markdown));
        return lines;
    }

    /** The rows of one kind of prompt, summed for each value of what is asked for. */
    private static TextTable split(List<Stroop.Row> rows, String what, ToDoubleFunction<Stroop.Row> value) {
        String prompts = rows.get(0).prompts();
        TextTable table =
                new TextTable(prompts + ", " + what, "names the word", "95 % interval", "the colour", "95 % interval");
        rows.stream().mapToDouble(value).distinct().forEach(one -> {
            List<Stroop.Row> those =
                    rows.stream().filter(row -> value.applyAsDouble(row) == one).toList();
            row(table, Shares.percent(one), Stroop.Row.sum(prompts, 0, 0, those));
        });
        return table;
    }

    private static void row(TextTable table, String name, Stroop.Row row) {
        table.row(
                name,
                Shares.percent(row.word().share()),
                Shares.interval(row.word()),
                Shares.percent(row.colour().share()),
                Shares.interval(row.colour()));
    }

    private static Map<String, Object> facts(List<Stroop.Row> rows) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("chance", chance());
        facts.put("prompts", totals(rows).stream().map(StroopRun::fact).toList());
        facts.put("rows", rows.stream().map(StroopRun::fact).toList());
        return facts;
    }

    private static Map<String, Object> fact(Stroop.Row row) {
        Map<String, Object> fact = new LinkedHashMap<>();
        fact.put("prompts", row.prompts());
        if (row.size() > 0) {
            fact.put("size", row.size());
            fact.put("area", row.area());
        }
        fact.put("word", Shares.facts(row.word()));
        fact.put("colour", Shares.facts(row.colour()));
        return fact;
    }
}
