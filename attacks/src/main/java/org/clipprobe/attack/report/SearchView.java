package org.clipprobe.attack.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.clipprobe.attack.Attack;
import org.clipprobe.attack.Control;
import org.clipprobe.attack.outcome.Proportion;
import org.clipprobe.attack.search.Arena;
import org.clipprobe.attack.search.Strongest;
import org.clipprobe.model.Unit;
import org.clipprobe.report.page.Numbers;
import org.clipprobe.report.page.Texts;
import org.clipprobe.run.RunRecord;

/**
 * What the page of a search shows.
 *
 * @param headline the answer in one sentence
 * @param sentences what it rests on
 * @param rows the strongest attacks, and the best of random search
 * @param sizes share of pictures that the best word wins on with letters of a size or smaller; none where it never wins
 * @param word the best one
 * @param driven the guiding units that it drives furthest; may be none
 * @param examples pictures under the best attack
 * @param untested what the search did not try
 */
record SearchView(
        String headline,
        List<String> sentences,
        List<Row> rows,
        List<Chart> sizes,
        String word,
        List<Unit> driven,
        List<Case> examples,
        List<String> untested,
        RunRecord record) {
    private static final int STEPS = 8;

    /** One attack. */
    record Row(
            String by,
            Attack attack,
            String style,
            String cover,
            Share seen,
            Share unseen,
            String beyondAnagram,
            String anagram,
            String blank) {}

    static SearchView of(SearchReport report, List<Case> examples) {
        Strongest found = report.found();
        List<Row> rows = new ArrayList<>();
        found.best().forEach(candidate -> rows.add(row("search", candidate)));
        found.random().forEach(candidate -> rows.add(row("random search", candidate)));
        return new SearchView(
                headline(found),
                sentences(found),
                rows,
                sizes(found),
                found.best().get(0).attack().text(),
                report.driven(),
                examples,
                untested(found),
                report.record());
    }

    private static Row row(String by, Strongest.Candidate candidate) {
        Attack attack = candidate.attack();
        return new Row(
                by,
                attack,
                attack.size() + ", " + attack.place() + ", " + attack.colour(),
                Numbers.decimals(100 * candidate.meanCover(), 2) + " %",
                new Share(candidate.seen()),
                new Share(candidate.unseen()),
                candidate
                        .against(Control.ANAGRAM)
                        .map(against -> Rates.points(against.more()))
                        .orElse("–"),
                rate(candidate, Control.ANAGRAM),
                rate(candidate, Control.BLANK));
    }

    private static String rate(Strongest.Candidate candidate, Control control) {
        return candidate
                .against(control)
                .map(against -> Rates.rate(against.share()))
                .orElse("–");
    }

    private static String headline(Strongest found) {
        Strongest.Candidate best = found.best().get(0);
        String word = "“" + Texts.brief(best.attack().text()) + "”";
        Proportion share = best.unseen().trials() > 0 ? best.unseen() : best.seen();
        String what = found.plan().goal() == Arena.Goal.TARGETED
                ? " makes pictures “" + Texts.brief(found.plan().about()) + "”"
                : found.plan().about().isEmpty()
                        ? " breaks right answers of all classes"
                        : " breaks right answers on “"
                                + Texts.brief(found.plan().about()) + "”";
        return word + what + " most often beyond what its letters do: on " + Rates.rate(share) + " of " + share.trials()
                + (best.unseen().trials() > 0 ? " pictures of other sources than those searched" : " pictures")
                + best.against(Control.ANAGRAM)
                        .map(against -> ", shuffled on " + Rates.rate(against.share()))
                        .orElse("")
                + ".";
    }

    private static List<String> sentences(Strongest found) {
        List<String> sentences = new ArrayList<>();
        sentences.add(
                found.exhaustive()
                        ? "All " + Numbers.count(found.words(), "word was", "words were") + " tried in "
                                + Numbers.count(found.plan().styles().size(), "style", "styles") + " on "
                                + Numbers.count(found.pictures(), "picture", "pictures") + "."
                        : Numbers.count(found.weighed()) + " of " + Numbers.count(found.words(), "word", "words")
                                + " were drawn and weighed by how much their picture looks like the goal"
                                + (found.units() > 0 ? " and by " + guidance(found) : "")
                                + "; the most promising were tried on "
                                + Numbers.count(found.pictures(), "picture", "pictures")
                                + " by successive halving, the best of them in "
                                + Numbers.count(found.plan().styles().size(), "style", "styles") + ".");
        sentences.add("Random search with the same budget, "
                + Numbers.count(found.plan().budget(), "picture", "pictures") + " through the model for each of "
                + found.random().size() + " seeds, reached "
                + found.random().stream()
                        .map(candidate -> Numbers.percent(
                                Math.rint(1000 * judged(candidate).share()) / 1000))
                        .collect(Collectors.joining(", "))
                + "; the search's best is better than their mean by " + Rates.points(found.moreThanRandom()) + ", "
                + found.scope().words("for new words and classes") + ".");
        sentences.add(
                "What a search chose looks better on the pictures that it chose by than it is; the column of unseen"
                        + " pictures is the one to believe.");
        return sentences;
    }

    private static Proportion judged(Strongest.Candidate candidate) {
        return candidate.unseen().trials() > 0 ? candidate.unseen() : candidate.seen();
    }

    private static String guidance(Strongest found) {
        String units = Numbers.count(found.units(), "unit", "units");
        String probed = found.plan().units().isEmpty()
                ? ""
                : ", chosen among the " + Numbers.count(found.plan().units().size()) + " that a probe found";
        return found.plan().goal() == Arena.Goal.TARGETED
                ? "how strongly it drives the " + units + " that respond to it" + probed
                : "how far it drives any of the " + units + " that a probe found beyond what the pictures do";
    }

    /** Share of pictures that fall to letters of at most this size, in steps. */
    private static List<Chart> sizes(Strongest found) {
        List<OptionalDouble> sizes =
                found.smallest().stream().map(Strongest.SmallestSize::pixels).toList();
        double[] known =
                sizes.stream().flatMapToDouble(OptionalDouble::stream).sorted().toArray();
        if (known.length == 0) {
            return List.of();
        }
        double first = known[0];
        double last = Math.max(known[known.length - 1], first + 1);
        List<Double> steps = IntStream.rangeClosed(0, STEPS)
                .mapToObj(i -> first + (last - first) * i / STEPS)
                .toList();
        return List.of(Chart.of(
                "Pictures on which the best word wins",
                "with letters of at most so many pixels",
                steps.stream().map(step -> Numbers.decimals(step, 1)).toList(),
                List.of(new Chart.Values(
                        "pictures",
                        "word",
                        steps.stream()
                                .map(step -> new Proportion(
                                        sizes.stream()
                                                .filter(size -> size.isPresent() && size.getAsDouble() <= step + 1e-9)
                                                .count(),
                                        sizes.size()))
                                .toList()))));
    }

    private static List<String> untested(Strongest found) {
        List<String> untested = new ArrayList<>();
        if (!found.exhaustive() && found.weighed() < found.words()) {
            untested.add(Numbers.count(found.words() - found.weighed(), "word", "words")
                    + " that the budget did not pay for.");
        }
        untested.add(
                "Several words at once, words that the search was not given, other typefaces, opacities, backings and"
                        + " rotations.");
        untested.add("Pictures at their own size: words were pasted onto what the model sees, after resize and crop.");
        return untested;
    }
}
