package org.clipprobe.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.clipprobe.activation.ProbingSet;
import org.clipprobe.attack.Attack;
import org.clipprobe.attack.Control;
import org.clipprobe.attack.outcome.Proportion;
import org.clipprobe.attack.report.SearchReport;
import org.clipprobe.attack.run.AttackPictures;
import org.clipprobe.attack.run.AttackRun;
import org.clipprobe.attack.run.VisionEmbedder;
import org.clipprobe.attack.search.Arena;
import org.clipprobe.attack.search.Strongest;
import org.clipprobe.attack.search.WordSearch;
import org.clipprobe.cli.argument.AttackArguments;
import org.clipprobe.cli.argument.AttackKind;
import org.clipprobe.cli.argument.UsageException;
import org.clipprobe.cli.argument.WordUnitArguments;
import org.clipprobe.cli.console.Shares;
import org.clipprobe.cli.console.TextTable;
import org.clipprobe.concept.set.ConceptSet;
import org.clipprobe.model.Capture;
import org.clipprobe.model.Captures;
import org.clipprobe.model.Unit;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunRecord;
import org.clipprobe.run.RunTable;
import org.clipprobe.run.Skipped;
import org.clipprobe.statistic.Estimate;

/** {@code --search} and {@code --break}: the strongest attack. */
final class SearchRun {
    private static final int NAMED = 5;

    private final AttackSetting setting;
    private final AttackArguments arguments;
    private final WordUnitArguments units;
    private final long budget;

    SearchRun(AttackSetting setting, AttackArguments arguments, WordUnitArguments units, long budget) {
        this.setting = setting;
        this.arguments = arguments;
        this.units = units;
        this.budget = budget;
    }

    int run(AttackKind kind, ProbingSet set, List<AttackRun.Picture> files) throws IOException {
        boolean targeted = kind.target().isPresent();
        String asked = Normalizer.normalize(kind.target().or(kind::broken).orElseThrow(), Normalizer.Form.NFC);
        String about = !targeted && asked.equals(AttackKind.ALL) ? "" : asked;
        AttackArguments.Choice choice = arguments.classes(set.concepts(), targeted ? List.of(about) : List.of());
        List<String> names = choice.classes();
        if (!targeted && !about.isEmpty() && names.stream().noneMatch(about::equalsIgnoreCase)) {
            throw new UsageException("--break: expected one of the classes, such as " + names.get(0)
                    + ", or all; found '" + about + "'");
        }
        List<Capture> captures = captures(targeted);
        WordSearch.Plan plan = new WordSearch.Plan(
                targeted ? Arena.Goal.TARGETED : Arena.Goal.UNTARGETED,
                about,
                words(choice, about, targeted),
                WordSearch.usualStyles(),
                budget,
                setting.batch(),
                setting.run().seed(),
                units.columns());
        try (RunFolder folder = setting.run().begin("attack");
                VisionEmbedder embedder = VisionEmbedder.open(setting.model(), captures, List.of())) {
            setting.timings().done("opening");
            WordSearch search = new WordSearch(embedder, setting.classes(choice), plan, arguments.controls());
            setting.announce(
                    "A search with a budget of " + budget + ", and random searches",
                    search.passes(files.size()),
                    embedder);
            Strongest found = search.run(files, setting.progress());
            setting.timings().done("searching");
            List<Unit> driven = found.driven().stream().map(embedder::unit).toList();
            write(folder, found);
            List<Skipped> skipped = new ArrayList<>(set.skipped());
            skipped.addAll(found.skipped());
            RunRecord record = setting.record(folder, AttackSetting.hashes(files), skipped);
            Map<String, Path> paths = new HashMap<>();
            files.forEach(picture -> paths.put(picture.id(), picture.file()));
            new SearchReport(found, driven, new AttackPictures(paths::get, embedder::fit, plan.seed()), record)
                    .write(folder);
            setting.finish(folder, lines(found, driven, setting.limit().markdown()), facts(found, driven), skipped);
            return setting.exitCode(judged(found.best().get(0)).share());
        }
    }

    /** Of those hook points at which the given probe found units; without one of all usual ones, towards a class. */
    private List<Capture> captures(boolean targeted) throws IOException {
        if (!units.wanted()) {
            return targeted ? Captures.usualIfAny(setting.model().requireVision()) : List.of();
        }
        units.prepare(setting.model().requireVision());
        return units.captures();
    }

    /** What was asked for; otherwise the classes, the target among them, and common words; what is to be broken not. */
    private List<String> words(AttackArguments.Choice choice, String about, boolean targeted) throws IOException {
        if (!arguments.texts().isEmpty()) {
            return arguments.texts();
        }
        Set<String> words = new LinkedHashSet<>(choice.classes());
        words.addAll(choice.guests());
        words.addAll(ConceptSet.common().texts());
        words.removeIf(word -> !targeted && word.equalsIgnoreCase(about));
        return List.copyOf(words);
    }

    /** The share to believe: that of unseen pictures, where there are any. */
    private static Proportion judged(Strongest.Candidate candidate) {
        return candidate.unseen().trials() > 0 ? candidate.unseen() : candidate.seen();
    }

    private static void write(RunFolder folder, Strongest found) throws IOException {
        List<String> header = List.of(
                "found by",
                "text",
                "target",
                "size",
                "place",
                "colour",
                "cover (share of pixels)",
                "success on unseen pictures",
                "low, 95 %",
                "high, 95 %",
                "unseen pictures",
                "anagrams on unseen pictures",
                "difference",
                "difference (low, 95 %)",
                "difference (high, 95 %)",
                "blank labels on unseen pictures",
                "success in the search",
                "pictures of the search",
                "attack");
        try (RunTable table = folder.table("search.csv", header)) {
            for (Strongest.Candidate candidate : found.best()) {
                row(table, "search", candidate);
            }
            for (Strongest.Candidate candidate : found.random()) {
                row(table, "random search", candidate);
            }
        }
        try (RunTable table =
                folder.table("smallest-sizes.csv", List.of("picture", "smallest letters that win (px)"))) {
            for (Strongest.SmallestSize size : found.smallest()) {
                table.row(size.picture(), size.pixels().orElse(Double.NaN));
            }
        }
    }

    private static void row(RunTable table, String by, Strongest.Candidate candidate) throws IOException {
        Attack attack = candidate.attack();
        Estimate anagram = beyondAnagram(candidate);
        table.row(
                by,
                attack.text(),
                attack.target(),
                attack.size(),
                attack.place(),
                attack.colour(),
                candidate.meanCover(),
                candidate.unseen().share(),
                candidate.unseen().low(),
                candidate.unseen().high(),
                candidate.unseen().trials(),
                share(candidate, Control.ANAGRAM),
                anagram.value(),
                anagram.low(),
                anagram.high(),
                share(candidate, Control.BLANK),
                candidate.seen().share(),
                candidate.seen().trials(),
                attack.json());
    }

    private static double share(Strongest.Candidate candidate, Control control) {
        return candidate
                .against(control)
                .map(against -> against.share().share())
                .orElse(Double.NaN);
    }

    private static Estimate beyondAnagram(Strongest.Candidate candidate) {
        return candidate.against(Control.ANAGRAM).map(Strongest.Against::more).orElse(Estimate.NONE);
    }

    private static List<String> lines(Strongest found, List<Unit> driven, boolean markdown) {
        List<String> lines = new ArrayList<>();
        String about = found.plan().about();
        String bold = markdown ? "**" : "";
        lines.add(bold
                + (found.plan().goal() == Arena.Goal.TARGETED
                        ? "The strongest attacks towards \"" + TextTable.shown(about) + "\""
                        : "The strongest attacks against "
                                + (about.isEmpty() ? "all classes" : "\"" + TextTable.shown(about) + "\""))
                + bold + ", found on " + found.pictures() + " pictures with " + found.spent() + " of "
                + found.plan().budget() + " passes, judged on "
                + found.best().get(0).unseen().trials() + " pictures of other sources:");
        lines.add("");
        TextTable table = new TextTable(
                "text",
                "size",
                "place",
                "colour",
                "pixel cover",
                "success",
                "95 % interval",
                "beyond its anagram",
                "blank",
                "search",
                "by");
        String by = found.exhaustive() ? "all tried" : "guided";
        found.best().forEach(candidate -> row(table, candidate, by));
        found.random().forEach(candidate -> row(table, candidate, "random"));
        lines.addAll(table.lines(markdown));
        lines.add((found.exhaustive() ? "All tried: " : "Guided: ")
                + Shares.both(judged(found.best().get(0))) + " against "
                + found.random().stream()
                        .map(candidate -> Shares.percent(judged(candidate).share()))
                        .collect(Collectors.joining(", "))
                + " by random search with the same budget, a seed each: "
                + Shares.points(found.moreThanRandom()) + ", "
                + found.scope().words("for new words and classes") + ".");
        lines.add(smallest(found));
        if (!driven.isEmpty()) {
            lines.add("Of the guiding units, \""
                    + TextTable.shown(found.best().get(0).attack().text()) + "\" drives furthest: "
                    + driven.stream().limit(NAMED).map(Unit::toString).collect(Collectors.joining(", ")) + ".");
        }
        return lines;
    }

    private static void row(TextTable table, Strongest.Candidate candidate, String by) {
        Attack attack = candidate.attack();
        table.row(
                attack.text(),
                attack.size().toString(),
                attack.place().toString(),
                attack.colour().toString(),
                Shares.number(100 * candidate.meanCover(), 2) + " %",
                Shares.percent(judged(candidate).share()),
                Shares.interval(judged(candidate)),
                Shares.points(beyondAnagram(candidate)),
                Shares.percent(share(candidate, Control.BLANK)),
                Shares.percent(candidate.seen().share()),
                by);
    }

    private static String smallest(Strongest found) {
        double[] sizes = found.smallest().stream()
                .map(Strongest.SmallestSize::pixels)
                .flatMapToDouble(OptionalDouble::stream)
                .sorted()
                .toArray();
        return sizes.length == 0
                ? "The best word wins on no picture at any size."
                : "The best word wins on " + sizes.length + " of "
                        + found.smallest().size() + " pictures at some size; the smallest letters are "
                        + Shares.number(sizes[0], 1) + " px, half need no more than "
                        + Shares.number(sizes[sizes.length / 2], 1) + " px.";
    }

    private static Map<String, Object> facts(Strongest found, List<Unit> driven) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("goal", found.plan().goal() == Arena.Goal.TARGETED ? "target" : "break");
        facts.put("about", found.plan().about().isEmpty() ? "all" : found.plan().about());
        facts.put("best", found.best().stream().map(SearchRun::fact).toList());
        facts.put("random", found.random().stream().map(SearchRun::fact).toList());
        facts.put("more_than_random", Shares.facts(found.moreThanRandom()));
        facts.put("intervals_hold", found.scope().words("for new words and classes of this kind"));
        facts.put("words", found.words());
        facts.put("words_weighed", found.weighed());
        facts.put("units", found.units());
        facts.put("driven_by_best", driven.stream().map(Unit::toString).toList());
        facts.put("exhaustive", found.exhaustive());
        facts.put("spent", found.spent());
        facts.put("budget", found.plan().budget());
        return facts;
    }

    private static Map<String, Object> fact(Strongest.Candidate candidate) {
        Map<String, Object> fact = new LinkedHashMap<>();
        fact.put("text", candidate.attack().text());
        fact.put("size", candidate.attack().size().toString());
        fact.put("place", candidate.attack().place().toString());
        fact.put("colour", candidate.attack().colour().toString());
        fact.put("cover", candidate.meanCover());
        fact.put("success_on_unseen", Shares.facts(candidate.unseen()));
        fact.put("beyond_anagram", Shares.facts(beyondAnagram(candidate)));
        candidate
                .controls()
                .forEach(against -> fact.put(
                        "success_of_" + against.control().name().toLowerCase(Locale.ROOT),
                        Shares.facts(against.share())));
        fact.put("success_in_search", Shares.facts(candidate.seen()));
        return fact;
    }
}
