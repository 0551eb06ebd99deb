package org.clipprobe.report.internal;

import java.util.ArrayList;
import java.util.List;
import org.clipprobe.concept.UnitDossier;
import org.clipprobe.concept.naming.NameQuality;
import org.clipprobe.concept.naming.NamedUnit;
import org.clipprobe.concept.simulation.SimulationScore;
import org.clipprobe.report.page.Numbers;

/** What is known of a unit, in words. */
final class UnitWords {
    private UnitWords() {}

    /** The unit's name; empty without names, and {@code no good name} when that is the truth. */
    static String title(UnitDossier answer, List<String> concepts) {
        boolean polysemantic =
                answer.clusters().map(strong -> strong.polysemantic()).orElse(false);
        return answer.named()
                .map(named -> named.name().map(concepts::get).orElse("no good name")
                        + (polysemantic ? " (polysemantic)" : ""))
                .orElse(polysemantic ? "polysemantic" : "");
    }

    /** What the name is worth. */
    static String worth(UnitDossier answer) {
        return answer.named()
                .map(NamedUnit::quality)
                .map(quality -> "AUC " + Numbers.area(quality.auc()) + ", MAD " + Numbers.decimals(quality.mad(), 1)
                        + ", q " + Numbers.probability(quality.q()) + sizes(quality))
                .orElse("");
    }

    private static String sizes(NameQuality quality) {
        return ", " + Numbers.count(quality.shown(), "held-out source", "held-out sources") + " against "
                + Numbers.count(quality.controls());
    }

    /** Its numbers, each with what it is. */
    static List<String> facts(UnitDossier answer) {
        List<String> facts = new ArrayList<>();
        facts.add(worth(answer));
        answer.simulation()
                .ifPresent(score -> facts.add("its name predicts r " + Numbers.signed(score.excess(), 2)
                        + " beyond random directions (" + Numbers.decimals(score.score(), 2) + " against "
                        + Numbers.decimals(score.random(), 2) + ")"));
        facts.removeIf(String::isEmpty);
        return facts;
    }

    static List<UnitView.Score> names(UnitDossier answer, List<String> concepts) {
        return answer.named()
                .map(named -> named.names().best().stream()
                        .map(scored ->
                                new UnitView.Score(concepts.get(scored.concept()), Numbers.decimals(scored.score(), 3)))
                        .toList())
                .orElse(List.of());
    }

    static List<String> evidence(UnitDossier answer, List<String> concepts) {
        List<String> sentences = new ArrayList<>();
        answer.named()
                .filter(named -> named.names().best().size() > 1)
                .ifPresent(named -> sentences.add(
                        "The best name is " + Numbers.decimals(named.names().margin(), 3) + " ahead of the next."));
        answer.form()
                .ifPresent(form -> sentences.add("Best logical form: " + form.text() + " (held-out AUC "
                        + Numbers.area(form.auc()) + ", p " + Numbers.probability(form.p()) + ", holds for "
                        + Numbers.count(form.shown(), "held-out source", "held-out sources") + ")."));
        answer.simulation().ifPresent(score -> sentences.addAll(simulation(score, concepts)));
        return sentences;
    }

    private static List<String> simulation(SimulationScore score, List<String> concepts) {
        List<String> sentences = new ArrayList<>();
        sentences.add("Activations predicted from the name alone correlate " + Numbers.decimals(score.score(), 2)
                + " with the real ones on held-out sources, " + Numbers.signed(score.excess(), 2)
                + " beyond the best of as many random directions (" + Numbers.decimals(score.random(), 2) + ").");
        if (!score.revised().equals(score.name())) {
            sentences.add("Revised with counterexamples: " + score.revised().text(concepts) + ", "
                    + Numbers.decimals(score.revisedScore(), 2) + ", " + Numbers.signed(score.revisedExcess(), 2)
                    + " beyond random directions.");
        }
        return sentences;
    }
}
