package org.clipprobe.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.clipprobe.attack.dataset.AttackDataset;
import org.clipprobe.attack.dataset.DatasetProtocol;
import org.clipprobe.attack.dataset.TwoWay;
import org.clipprobe.attack.outcome.McNemar;
import org.clipprobe.attack.report.DatasetReport;
import org.clipprobe.attack.run.AttackRun;
import org.clipprobe.attack.run.VisionEmbedder;
import org.clipprobe.attack.run.ZeroShot;
import org.clipprobe.cli.argument.AttackArguments;
import org.clipprobe.cli.argument.PictureArguments;
import org.clipprobe.cli.console.Shares;
import org.clipprobe.cli.console.TextTable;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunRecord;
import org.clipprobe.run.RunTable;
import org.clipprobe.run.Skipped;

/** {@code --dataset}: two-way scoring of pictures that others attacked, set by set. */
final class DatasetRun {
    private final AttackSetting setting;
    private final DatasetProtocol protocol;

    DatasetRun(AttackSetting setting, DatasetProtocol protocol) {
        this.setting = setting;
        this.protocol = protocol;
    }

    int run(AttackDataset.Kind kind, Path from) throws IOException {
        AttackDataset dataset = AttackDataset.read(kind, from);
        PictureArguments.say(dataset.notes(), setting.spec());
        List<String> names = dataset.classes().names();
        try (RunFolder folder = setting.run().begin("attack");
                VisionEmbedder embedder = VisionEmbedder.open(setting.model())) {
            setting.timings().done("opening");
            ZeroShot classes = setting.classes(new AttackArguments.Choice(names, List.of()), protocol.templates());
            TwoWay.Choices found =
                    TwoWay.choose(embedder, dataset, classes, protocol.scoring(), setting.batch(), setting.progress());
            setting.timings().done("looking at pictures");
            List<Skipped> skipped = new ArrayList<>(dataset.skipped());
            skipped.addAll(found.skipped());
            if (found.choices().isEmpty()) {
                throw new IOException(from + ": expected pictures that can be read, found none among "
                        + dataset.items().size() + "; the first: "
                        + found.skipped().get(0).reason());
            }
            List<TwoWay.SetAccuracy> sets = TwoWay.accuracy(found.choices());
            List<Pair> pairs = pairs(found.choices(), sets);
            List<TwoWay.SetAccuracy> quarters = TwoWay.byLabelArea(found.choices());
            write(folder, found.choices(), sets, pairs);
            write(folder, "label-areas.csv", quarters);
            RunRecord record = setting.record(folder, AttackSetting.hashes(files(found.choices())), skipped);
            String name = kind.name().toLowerCase(Locale.ROOT) + " (" + from.getFileName() + ")";
            new DatasetReport(name, protocol, found.choices(), embedder::fit, record).write(folder);
            setting.finish(
                    folder, lines(found.choices(), sets, quarters, pairs), facts(sets, quarters, pairs), skipped);
            return setting.exitCode(sets.stream()
                    .mapToDouble(set -> 1 - set.accuracy().share())
                    .max()
                    .orElse(0));
        }
    }

    private static List<AttackRun.Picture> files(List<TwoWay.Choice> choices) {
        return choices.stream()
                .map(choice -> new AttackRun.Picture(
                        choice.set().isEmpty() ? choice.id() : choice.set() + "/" + choice.id(),
                        choice.object(),
                        choice.file()))
                .toList();
    }

    /** McNemar's test between two sets. */
    private record Pair(String first, String second, McNemar test) {}

    private static List<Pair> pairs(List<TwoWay.Choice> choices, List<TwoWay.SetAccuracy> sets) {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < sets.size(); i++) {
            for (int j = i + 1; j < sets.size(); j++) {
                String first = sets.get(i).set();
                String second = sets.get(j).set();
                pairs.add(new Pair(first, second, TwoWay.compare(choices, first, second)));
            }
        }
        return pairs;
    }

    private static void write(
            RunFolder folder, List<TwoWay.Choice> choices, List<TwoWay.SetAccuracy> sets, List<Pair> pairs)
            throws IOException {
        try (RunTable table = folder.table(
                "choices.csv",
                List.of("picture", "set", "object", "attack word", "object (logit)", "attack word (logit)", "right"))) {
            for (TwoWay.Choice choice : choices) {
                table.row(
                        choice.id(),
                        choice.set(),
                        choice.object(),
                        choice.attack(),
                        choice.objectLogit(),
                        choice.attackLogit(),
                        choice.right());
            }
        }
        write(folder, "sets.csv", sets);
        try (RunTable table = folder.table(
                "tests.csv",
                List.of(
                        "first set",
                        "second set",
                        "right in the first alone",
                        "right in the second alone",
                        "McNemar p"))) {
            for (Pair pair : pairs) {
                table.row(pair.first, pair.second, pair.test.onlyFirst(), pair.test.onlySecond(), pair.test.p());
            }
        }
    }

    private static void write(RunFolder folder, String file, List<TwoWay.SetAccuracy> groups) throws IOException {
        List<String> header = List.of(
                "set",
                "pictures",
                "right",
                "accuracy",
                "accuracy (low, 95 %)",
                "accuracy (high, 95 %)",
                "margin (logits, mean)");
        try (RunTable table = folder.table(file, header)) {
            for (TwoWay.SetAccuracy set : groups) {
                table.row(
                        set.set(),
                        set.accuracy().trials(),
                        set.accuracy().successes(),
                        set.accuracy().share(),
                        set.accuracy().low(),
                        set.accuracy().high(),
                        set.meanMargin());
            }
        }
    }

    private List<String> lines(
            List<TwoWay.Choice> choices,
            List<TwoWay.SetAccuracy> sets,
            List<TwoWay.SetAccuracy> quarters,
            List<Pair> pairs) {
        List<String> lines = new ArrayList<>();
        boolean markdown = setting.limit().markdown();
        String bold = markdown ? "**" : "";
        boolean twoWay = protocol.scoring() == DatasetProtocol.Scoring.TWO_WAY;
        lines.add(bold + (twoWay ? "The object rather than the attack word" : "The object rather than any other class")
                + ", of " + choices.size() + " pictures" + bold
                + (protocol.name().isEmpty() ? "" : " (protocol " + protocol.name() + ")") + ":");
        lines.add("");
        lines.addAll(accuracies("set", sets, markdown));
        if (!quarters.isEmpty()) {
            lines.addAll(accuracies("quarter by area", quarters, markdown));
        }
        if (!pairs.isEmpty()) {
            TextTable tests = new TextTable("scenes of both", "right in the first alone", "second alone", "McNemar p");
            for (Pair pair : pairs) {
                tests.row(
                        pair.first + ", " + pair.second,
                        Long.toString(pair.test.onlyFirst()),
                        Long.toString(pair.test.onlySecond()),
                        Shares.probability(pair.test.p()));
            }
            lines.addAll(tests.lines(markdown));
        }
        return lines;
    }

    private static List<String> accuracies(String name, List<TwoWay.SetAccuracy> groups, boolean markdown) {
        TextTable table = new TextTable(name, "right", "95 % interval", "pictures", "mean margin (logits)");
        for (TwoWay.SetAccuracy set : groups) {
            table.row(
                    set.set().isEmpty() ? "all" : set.set(),
                    Shares.percent(set.accuracy().share()),
                    Shares.interval(set.accuracy()),
                    Long.toString(set.accuracy().trials()),
                    Shares.number(set.meanMargin(), 2));
        }
        return table.lines(markdown);
    }

    private static List<Map<String, Object>> facts(List<TwoWay.SetAccuracy> groups) {
        return groups.stream()
                .map(set -> Map.of(
                        "set", (Object) set.set(),
                        "accuracy", Shares.facts(set.accuracy()),
                        "mean_margin", set.meanMargin()))
                .toList();
    }

    private Map<String, Object> facts(
            List<TwoWay.SetAccuracy> sets, List<TwoWay.SetAccuracy> quarters, List<Pair> pairs) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("protocol", protocol.name());
        facts.put("scoring", protocol.scoring() == DatasetProtocol.Scoring.TWO_WAY ? "two-way" : "all");
        facts.put("templates", protocol.templates().name());
        facts.put("sets", facts(sets));
        facts.put("quarters_by_label_area", facts(quarters));
        facts.put(
                "tests",
                pairs.stream()
                        .map(pair -> Map.of(
                                "first", pair.first,
                                "second", pair.second,
                                "only_first", pair.test.onlyFirst(),
                                "only_second", pair.test.onlySecond(),
                                "p", pair.test.p()))
                        .toList());
        return facts;
    }
}
