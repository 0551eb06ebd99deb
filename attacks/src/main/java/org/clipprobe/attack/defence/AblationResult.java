package org.clipprobe.attack.defence;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clipprobe.model.Unit;

/**
 * Who carries an attack: what its success is when units, heads and blocks are ablated. Units, heads and sizes were chosen on
 * one half of the sources, everything here but the ranking was judged on the other.
 *
 * @param choosing cases that candidates were chosen on
 * @param before the unchanged model
 * @param curves one for units and one for heads, where the model has any
 * @param blocks every block's MLP and attention, ablated as a whole
 * @param whole all units, and all heads, at once
 * @param verdict what follows
 * @param attention whether heads were ranked by attention on the text's box
 */
public record AblationResult(
        long choosing,
        Judgement before,
        List<Curve> curves,
        List<Group> blocks,
        List<Group> whole,
        Verdict verdict,
        boolean attention) {
    public AblationResult {
        curves = List.copyOf(curves);
        blocks = List.copyOf(blocks);
        whole = List.copyOf(whole);
    }

    /** What is ablated. */
    public enum Kind {
        UNITS("units"),
        HEADS("heads");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** In tables and pages. */
        public String label() {
            return label;
        }
    }

    /**
     * How success falls as more of a kind are ablated.
     *
     * @param ranking for each text, or under the empty name for all, the candidates, the strongest first, with their scores
     * @param steps by size, ascending
     */
    public record Curve(Kind kind, Map<String, List<Scored>> ranking, List<Step> steps) {
        public Curve {
            steps = List.copyOf(steps);
        }
    }

    /** A unit or head with its score. */
    public record Scored(Unit part, double score) {}

    /**
     * One size.
     *
     * @param size how many are ablated, the strongest of the ranking
     * @param zero ablated to zero
     * @param mean ablated to their means over clean pictures
     * @param random as many of the same layers at random
     * @param alike as many of the same layers with the same mean activation; units only
     * @param pictureOnly as many active ones that respond least to the text; units only
     */
    public record Step(
            int size,
            Ablated zero,
            Ablated mean,
            Chance random,
            Optional<Chance> alike,
            Optional<Ablated> pictureOnly) {}

    /** A changed model, and what the change did. */
    public record Ablated(Judgement after, Judgement.Effect effect) {}

    /**
     * Sets drawn by chance.
     *
     * @param draws how many
     * @param beyond mean success beyond the anagram
     * @param low 2.5 % quantile of the draws
     * @param high 97.5 % quantile of the draws
     * @param clean mean accuracy on clean pictures
     */
    public record Chance(int draws, double beyond, double low, double high, double clean) {}

    /** Something that is ablated as a whole. */
    public record Group(String name, int size, Ablated zero) {}
}
