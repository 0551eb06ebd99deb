package org.clipprobe.attack.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.clipprobe.attack.outcome.Outcome;
import org.clipprobe.attack.outcome.Trial;

/**
 * Keeps the trials that are worth looking at, a bounded number however many come: for each text those that changed the
 * answer to the target most surely and one that changed nothing, and the worst cases, right answers that the smallest cover
 * broke.
 */
public final class AttackGallery implements Consumer<Trial> {
    private static final int TEXTS = 12;
    private static final int SUCCESSES = 2;
    private static final int WORST = 12;

    private static final Comparator<Trial> BY_NAME =
            Comparator.comparing(Trial::picture).thenComparing(Trial::variant);
    private static final Comparator<Trial> SUREST = Comparator.<Trial>comparingDouble(
                    trial -> -trial.after().top().get(0).probability())
            .thenComparing(BY_NAME);
    private static final Comparator<Trial> LEAST_COVER =
            Comparator.comparingDouble(Trial::coverShare).thenComparing(BY_NAME);

    private final Map<String, Best> byText = new LinkedHashMap<>();
    private final Best worst = new Best(LEAST_COVER, WORST);

    /** The first few trials of an order. */
    private record Best(TreeSet<Trial> kept, int most) {
        Best(Comparator<Trial> order, int most) {
            this(new TreeSet<>(order), most);
        }

        void offer(Trial trial) {
            kept.add(trial);
            if (kept.size() > most) {
                kept.pollLast();
            }
        }
    }

    @Override
    public void accept(Trial trial) {
        String text = trial.attack().text();
        boolean success = trial.outcome() == Outcome.CHANGED_TO_TARGET;
        boolean resisted = trial.outcome() == Outcome.UNCHANGED;
        String kind = (success ? "1" : "2") + text;
        if ((success || resisted) && (byText.containsKey(kind) || byText.size() < 2 * TEXTS)) {
            byText.computeIfAbsent(kind, key -> new Best(SUREST, success ? SUCCESSES : 1))
                    .offer(trial);
        }
        if (trial.broken()) {
            offerWorst(trial);
        }
    }

    /** One case of each picture, its worst. */
    private void offerWorst(Trial trial) {
        for (Trial kept : worst.kept()) {
            if (kept.picture().equals(trial.picture())) {
                if (LEAST_COVER.compare(trial, kept) < 0) {
                    worst.kept().remove(kept);
                    worst.offer(trial);
                }
                return;
            }
        }
        worst.offer(trial);
    }

    /** Successful and resisted attacks of each text, in the order in which the texts came. */
    public List<Trial> examples() {
        List<Trial> all = new ArrayList<>();
        Stream<String> texts =
                byText.keySet().stream().map(kind -> kind.substring(1)).distinct();
        texts.forEach(text -> Stream.of("1" + text, "2" + text)
                .filter(byText::containsKey)
                .forEach(kind -> all.addAll(byText.get(kind).kept())));
        return all;
    }

    /** Pictures that the model named rightly before the attack and wrongly after it, each once, the smallest cover first. */
    public List<Trial> worst() {
        return List.copyOf(worst.kept());
    }
}
