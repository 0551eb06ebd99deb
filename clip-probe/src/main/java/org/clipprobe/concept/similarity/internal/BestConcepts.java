package org.clipprobe.concept.similarity.internal;

import java.util.ArrayList;
import java.util.List;
import org.clipprobe.concept.similarity.ScoredConcept;

/** The best concepts of each unit so far; concepts are offered in ascending order, so that ties keep the earlier. */
public final class BestConcepts {
    private final int top;
    private final int[] concepts;
    private final float[] scores;
    private final int[] kept;

    public BestConcepts(int units, int top) {
        this.top = top;
        this.concepts = new int[Math.multiplyExact(units, top)];
        this.scores = new float[units * top];
        this.kept = new int[units];
    }

    /** Offers a unit the concepts {@code first}, {@code first + 1}, … with their scores; NaN is never kept. */
    public void offer(int unit, int first, float[] offered) {
        for (int c = 0; c < offered.length; c++) {
            float score = offered[c];
            int last = unit * top + kept[unit] - 1;
            boolean full = kept[unit] == top;
            if (!Float.isNaN(score) && (!full || (top > 0 && score > scores[last]))) {
                insert(unit, first + c, score, full);
            }
        }
    }

    public List<ScoredConcept> of(int unit) {
        List<ScoredConcept> best = new ArrayList<>(kept[unit]);
        for (int i = unit * top; i < unit * top + kept[unit]; i++) {
            best.add(new ScoredConcept(concepts[i], scores[i]));
        }
        return best;
    }

    private void insert(int unit, int concept, float score, boolean full) {
        int start = unit * top;
        int place = full ? start + top - 1 : start + kept[unit]++;
        while (place > start && scores[place - 1] < score) {
            scores[place] = scores[place - 1];
            concepts[place] = concepts[place - 1];
            place--;
        }
        scores[place] = score;
        concepts[place] = concept;
    }
}
