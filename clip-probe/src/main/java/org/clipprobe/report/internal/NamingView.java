package org.clipprobe.report.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.clipprobe.concept.NamingResult;
import org.clipprobe.concept.UnitDossier;
import org.clipprobe.concept.naming.NamedUnit;
import org.clipprobe.concept.simulation.SimulationScore;
import org.clipprobe.model.Unit;
import org.clipprobe.report.NamingReport;
import org.clipprobe.report.page.Axis;
import org.clipprobe.report.page.Numbers;
import org.clipprobe.report.page.Texts;
import org.clipprobe.run.RunRecord;

/**
 * What the page of units and their names shows.
 *
 * @param headline the answer in one sentence
 * @param tiles its numbers
 * @param rows one for each unit
 * @param units how many were named, shown or not
 * @param cards the first units with their evidence
 * @param scores how simulation scores are distributed, one for each layer
 * @param method in words
 * @param options how the units were named
 * @param record provenance
 */
record NamingView(
        String headline,
        List<Answer.Tile> tiles,
        List<Row> rows,
        int units,
        List<UnitEvidence> cards,
        List<ScoreChart> scores,
        String method,
        NamingResult.Method options,
        RunRecord record) {
    private static final int MOST_CARDS = 60;

    /**
     * A unit in the table.
     *
     * @param title its name, or that it has no good one and what the best is
     * @param auc of the best name
     * @param mad of the best name
     * @param q of the best name
     * @param score of the best name, good or not
     * @param margin how far it is ahead of the next
     * @param next the runner-ups
     * @param form its best logical form with its held-out AUC and p; empty without labels
     * @param simulated correlation of predicted and real activations, less that by random directions
     * @param revised the revised name with the same for it; empty where it stayed
     */
    record Row(
            Unit unit,
            String title,
            String auc,
            String mad,
            String q,
            String score,
            String margin,
            String next,
            String form,
            String simulated,
            String revised) {}

    static NamingView of(NamingReport report, Evidence evidence) {
        List<Unit> shown =
                report.pages().units().stream().limit(ProbeView.MOST_ROWS).toList();
        List<UnitDossier> answers = report.result().dossiers().subList(0, shown.size());
        float[][] columns = new float[Math.min(MOST_CARDS, shown.size())][];
        UnitColumns.forEach(
                report.pages().layers(), shown.subList(0, columns.length), (i, column) -> columns[i] = column);
        List<Row> rows = new ArrayList<>();
        List<UnitEvidence> cards = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            rows.add(row(shown.get(i), answers.get(i), report));
            if (i < columns.length) {
                cards.add(card(shown.get(i), columns[i], answers.get(i), report, evidence));
            }
        }
        long good = answers.stream()
                .filter(answer -> answer.named().map(NamedUnit::good).orElse(false))
                .count();
        return new NamingView(
                headline(report, rows, good),
                tiles(report, answers, good),
                rows,
                report.pages().units().size(),
                cards,
                report.result().simulated().stream().map(ScoreChart::of).toList(),
                report.result().method().similarity() + ", "
                        + Numbers.count(report.result().concepts().size(), "concept", "concepts") + " ("
                        + Texts.brief(report.result().source()) + ")",
                report.result().method(),
                report.record());
    }

    private static String headline(NamingReport report, List<Row> rows, long good) {
        String among = " among " + Numbers.count(report.result().concepts().size(), "concept", "concepts") + ".";
        if (rows.size() == 1) {
            Row only = rows.get(0);
            return good == 0
                    ? only.unit() + " has no good name" + among
                    : only.unit() + " responds to: " + only.title() + ".";
        }
        return Numbers.count(good) + " of " + Numbers.count(rows.size(), "unit has", "units have") + " a good name"
                + among;
    }

    private static List<Answer.Tile> tiles(NamingReport report, List<UnitDossier> answers, long good) {
        List<Answer.Tile> tiles = new ArrayList<>();
        int all = report.pages().units().size();
        String of = "of " + Numbers.count(answers.size()) + (answers.size() < all ? " shown here" : "");
        tiles.add(new Answer.Tile(Numbers.count(good), "with a good name", of + ", on held-out sources"));
        long unrelated = answers.stream()
                .filter(answer ->
                        answer.clusters().map(strong -> strong.polysemantic()).orElse(false))
                .count();
        tiles.add(new Answer.Tile(Numbers.count(unrelated), "polysemantic", "fire for two unrelated names"));
        double[] excess = scores(answers, SimulationScore::excess);
        if (excess.length > 0) {
            tiles.add(new Answer.Tile(
                    Numbers.signed(median(excess), 2),
                    excess.length == 1 ? "r beyond random directions" : "median r beyond random directions",
                    "r " + Numbers.decimals(median(scores(answers, SimulationScore::score)), 2) + " by names, "
                            + Numbers.decimals(median(scores(answers, SimulationScore::random)), 2) + " by these"));
        }
        return tiles;
    }

    private static double[] scores(List<UnitDossier> answers, ToDoubleFunction<SimulationScore> score) {
        return answers.stream()
                .flatMap(answer -> answer.simulation().stream())
                .mapToDouble(score)
                .toArray();
    }

    private static double median(double[] values) {
        return new Median().evaluate(values);
    }

    private static Row row(Unit unit, UnitDossier answer, NamingReport report) {
        List<String> concepts = report.result().concepts();
        Optional<NamedUnit> named = answer.named();
        List<UnitView.Score> names = UnitWords.names(answer, concepts);
        return new Row(
                unit,
                title(answer, names, concepts),
                named.map(known -> Numbers.area(known.quality().auc())).orElse("–"),
                named.map(known -> Numbers.decimals(known.quality().mad(), 1)).orElse("–"),
                named.map(known -> Numbers.probability(known.quality().q())).orElse("–"),
                names.stream().limit(1).map(UnitView.Score::value).collect(Collectors.joining()),
                named.map(known -> Numbers.decimals(known.names().margin(), 3)).orElse("–"),
                names.stream().skip(1).map(NamingView::scored).collect(Collectors.joining(", ")),
                answer.form()
                        .map(form -> form.text() + " (" + Numbers.area(form.auc()) + ", p "
                                + Numbers.probability(form.p()) + ")")
                        .orElse(""),
                answer.simulation()
                        .map(score -> Numbers.signed(score.excess(), 2))
                        .orElse("–"),
                answer.simulation()
                        .filter(score -> !score.revised().equals(score.name()))
                        .map(score ->
                                score.revised().text(concepts) + " (" + Numbers.signed(score.revisedExcess(), 2) + ")")
                        .orElse(""));
    }

    private static String title(UnitDossier answer, List<UnitView.Score> names, List<String> concepts) {
        boolean good = answer.named().map(NamedUnit::good).orElse(true);
        String title = Texts.brief(UnitWords.title(answer, concepts));
        return good || names.isEmpty()
                ? title
                : title + "; best: " + Texts.brief(names.get(0).text());
    }

    private static String scored(UnitView.Score score) {
        return Texts.brief(score.text()) + " " + score.value();
    }

    private static UnitEvidence card(
            Unit unit, float[] column, UnitDossier answer, NamingReport report, Evidence evidence) {
        Axis axis = Evidence.axis(column);
        String name = answer.named()
                .map(named -> report.pages()
                        .concepts()
                        .get(named.names().best().get(0).concept()))
                .orElse("");
        int label = report.pages().labels().concepts().indexOf(name);
        IntPredicate own = example -> label >= 0 && evidence.concept(example) == label;
        List<UnitCard.FacetRow> rows = evidence.facets().stream()
                .map(facet -> new UnitCard.FacetRow(
                        facet.name(), "", List.of(), evidence.facet(column, axis, own, own.negate(), name, facet)))
                .toList();
        return new UnitEvidence(
                unit, UnitWords.title(answer, report.result().concepts()), UnitWords.facts(answer), rows);
    }

    /** Units that have no row here. */
    int further() {
        return units - rows.size();
    }
}
