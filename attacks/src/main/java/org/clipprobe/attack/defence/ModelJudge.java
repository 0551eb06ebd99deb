package org.clipprobe.attack.defence;

import boofcv.struct.image.InterleavedU8;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.clipprobe.attack.run.ZeroShot;
import org.clipprobe.image.Preprocessing;
import org.clipprobe.image.text.TextPainter;
import org.clipprobe.image.text.WordPictures;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.VisionSession;
import org.clipprobe.model.VisionTower;

/** Judges one model against another on the same attacks, neither of them chosen on these. */
public final class ModelJudge {
    private static final int MOST_WORDS = 150;

    private final int batch;
    private final long seed;

    /**
     * Prepares a judge.
     *
     * @param batch pictures that go through a tower at once
     * @param seed of how words are drawn
     */
    public ModelJudge(int batch, long seed) {
        this.batch = batch;
        this.seed = seed;
    }

    /**
     * One model with the same pictures at its own input size.
     *
     * @param name in tables
     * @param classes with its own text tower's embeddings
     */
    public record Entrant(String name, VisionTower tower, ZeroShot classes, List<AttackCase> cases) {
        public Entrant {
            cases = List.copyOf(cases);
        }
    }

    /**
     * The second against the first.
     *
     * @throws IllegalArgumentException when they have not the same cases
     */
    public DefenceResult judge(Entrant old, Entrant changed) throws ModelException {
        if (!names(old).equals(names(changed))) {
            throw new IllegalArgumentException("expected the same attacks on the same pictures for both models, found "
                    + old.cases().size() + " and " + changed.cases().size());
        }
        Seen first = seen(old);
        Seen second = seen(changed);
        DefenceResult.Rival rival = new DefenceResult.Rival(
                changed.name(),
                "the other model",
                List.of(),
                Judgement.of(changed.cases(), second.outcomes()),
                Judgement.Effect.of(old.cases(), first.outcomes(), second.outcomes()),
                second.reading());
        Judgement before = Judgement.of(old.cases(), first.outcomes());
        return new DefenceResult(0, before, first.reading(), List.of(rival), Optional.empty(), words(rival));
    }

    private static String words(DefenceResult.Rival rival) {
        Judgement.Effect effect = rival.effect();
        String attack = effect.drop().low() > 0
                ? "The second model withstands the attack better"
                : effect.drop().high() < 0
                        ? "The second model withstands the attack worse"
                        : "No difference under attack is shown";
        String clean = effect.cleanLoss().low() > 0
                ? "it is less often right about clean pictures"
                : effect.cleanLoss().high() < 0
                        ? "it is more often right about clean pictures"
                        : "none about clean pictures";
        return String.format(
                Locale.ROOT,
                "%s (success beyond the anagram falls by %s), and %s (accuracy falls by %s).",
                attack,
                Verdicts.points(effect.drop()),
                clean,
                Verdicts.points(effect.cleanLoss()));
    }

    private record Seen(List<CaseOutcome> outcomes, org.clipprobe.attack.outcome.Proportion reading) {}

    private Seen seen(Entrant entrant) throws ModelException {
        try (VisionSession session = entrant.tower().open()) {
            Preprocessing preprocessing = entrant.tower().preprocessing();
            Sight sight = new Sight(Sight.of(session, preprocessing), text -> entrant.classes());
            return new Seen(
                    sight.outcomes(entrant.cases(), Math.max(1, batch / AttackCase.ROWS)),
                    sight.reading(words(entrant.classes().classes(), preprocessing, seed), batch));
        }
    }

    private static List<List<String>> names(Entrant entrant) {
        return entrant.cases().stream()
                .map(attack -> List.of(attack.picture(), attack.text()))
                .toList();
    }

    /** Every class's name, or as many as suffice, drawn as the whole picture. */
    static List<Sight.Word> words(List<String> classes, Preprocessing preprocessing, long seed) {
        Preprocessing.Geometry input = preprocessing.geometry();
        TextPainter painter = new TextPainter();
        WordPictures pictures = new WordPictures(painter, input.width(), input.height(), seed);
        List<Sight.Word> words = new ArrayList<>();
        for (String name : classes.stream().limit(MOST_WORDS).toList()) {
            InterleavedU8 picture =
                    pictures.of(name.replace('_', ' '), 1).get(0).paint(painter);
            words.add(new Sight.Word(name, picture));
        }
        return words;
    }
}
