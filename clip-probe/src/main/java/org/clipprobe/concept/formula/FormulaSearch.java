package org.clipprobe.concept.formula;

import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.clipprobe.concept.similarity.Membership;
import org.clipprobe.concept.similarity.internal.Ranks;

/**
 * Names a unit with a logical form of concepts (INVERT, Bykov et al., Labeling Neural Representations with Inverse
 * Recognition, NeurIPS 2023, section 3.2): a beam search that adds one concept at a time by AND, OR, AND NOT or OR NOT
 * and keeps the forms of largest score: the AUC, less its standard error by chance, √((n + 1) / (12 n₁ n₀)), since a
 * search through many small sets finds some that fit by luck, less a penalty for each concept after the first.
 */
public final class FormulaSearch {
    /** Concepts that a form may be made longer with: those that say most about the unit, for or against. */
    private static final int POOL = 256;

    private static final Comparator<ScoredFormula> ORDER = Comparator.comparingDouble(
                    (ScoredFormula scored) -> -scored.score())
            .thenComparingInt(scored -> scored.formula().length());

    private final Membership membership;
    private final FormulaOptions options;
    private final long[][] bits;
    private final long[] everything;

    /** Gets ready to search forms over these concepts. */
    public FormulaSearch(Membership membership, FormulaOptions options) {
        this.membership = membership;
        this.options = options;
        this.bits = membership.members().stream()
                .map(members -> bits(members, membership.examples()))
                .toArray(long[][]::new);
        this.everything = bits(IntStream.range(0, membership.examples()).toArray(), membership.examples());
    }

    /**
     * The best forms of any length, best first, at most {@link FormulaOptions#beam}; of equal ones the shorter first, then
     * those of the concepts that say most about the unit alone. Empty when no concept is shown by a fitting share of the
     * examples.
     *
     * @param activations of the unit, one for each example
     * @throws IllegalArgumentException when there are more or fewer examples than the membership has
     */
    public List<ScoredFormula> best(float[] activations) {
        if (activations.length != membership.examples()) {
            throw new IllegalArgumentException("expected activations for " + membership.examples()
                    + " examples as the concepts have, found " + activations.length);
        }
        int[] ranks = Ranks.of(activations);
        List<Part> pool = pool(ranks);
        Held all = new Held(
                everything, ranks.length, IntStream.of(ranks).asLongStream().sum());
        List<Kept> beam = keep(literals(all, pool, ranks));
        List<Kept> kept = new ArrayList<>(beam);
        for (int length = 2; length <= options.length(); length++) {
            List<Candidate> candidates = new ArrayList<>();
            beam.forEach(form -> longer(form, all, pool, ranks, candidates));
            beam = keep(candidates);
            kept.addAll(beam);
        }
        Set<LongBuffer> seen = new HashSet<>();
        return kept.stream()
                .sorted(Comparator.comparing(Kept::scored, ORDER))
                .filter(form -> seen.add(LongBuffer.wrap(form.held().bits())))
                .limit(options.beam())
                .map(Kept::scored)
                .toList();
    }

    /**
     * Examples for which something holds.
     *
     * @param bits one for each example
     * @param shown their number
     * @param ranks the sum of the unit's doubled midranks over them
     */
    private record Held(long[] bits, int shown, long ranks) {}

    /** A concept with the number of its examples and the sum of their ranks. */
    private record Part(int concept, int shown, long ranks) {}

    /** A form that may be kept; where it holds is worked out once it is. */
    private record Candidate(ScoredFormula scored, long ranks, Held of, Joint joint, int concept) {}

    private record Kept(ScoredFormula scored, Held held) {}

    /** How a form is made longer. */
    private enum Joint {
        AND,
        AND_NOT,
        OR,
        OR_NOT;

        long join(long form, long concept) {
            return switch (this) {
                case AND -> form & concept;
                case AND_NOT -> form & ~concept;
                case OR -> form | concept;
                case OR_NOT -> form | ~concept;
            };
        }

        Formula join(Formula form, int concept) {
            return switch (this) {
                case AND -> new Formula.And(form, new Formula.Is(concept));
                case AND_NOT -> new Formula.And(form, new Formula.Not(concept));
                case OR -> new Formula.Or(form, new Formula.Is(concept));
                case OR_NOT -> new Formula.Or(form, new Formula.Not(concept));
            };
        }
    }

    private List<Part> pool(int[] ranks) {
        List<int[]> members = membership.members();
        double[] away = members.stream()
                .mapToDouble(some -> Math.abs(Ranks.auc(ranks, 0, ranks.length, some) - 0.5))
                .toArray();
        return IntStream.range(0, away.length)
                .filter(c -> !Double.isNaN(away[c]))
                .boxed()
                .sorted(Comparator.comparingDouble(c -> -away[c]))
                .limit(POOL)
                .map(c -> new Part(c, members.get(c).length, sum(members.get(c), ranks)))
                .toList();
    }

    private static long sum(int[] members, int[] ranks) {
        long sum = 0;
        for (int member : members) {
            sum += ranks[member];
        }
        return sum;
    }

    private List<Candidate> literals(Held all, List<Part> pool, int[] ranks) {
        List<Candidate> literals = new ArrayList<>();
        for (Part part : pool) {
            add(literals, new Formula.Is(part.concept()), part.shown(), part.ranks(), all, Joint.AND, part);
            int rest = ranks.length - part.shown();
            add(literals, new Formula.Not(part.concept()), rest, all.ranks() - part.ranks(), all, Joint.AND_NOT, part);
        }
        return literals;
    }

    /** What a form and a concept hold for together says what every joint of the two holds for. */
    private void longer(Kept form, Held all, List<Part> pool, int[] ranks, List<Candidate> longer) {
        Held held = form.held();
        for (Part part : pool) {
            int shown = 0;
            long both = 0;
            for (int member : membership.members().get(part.concept())) {
                if ((held.bits()[member / Long.SIZE] >>> member & 1) != 0) {
                    shown++;
                    both += ranks[member];
                }
            }
            for (Joint joint : Joint.values()) {
                Formula formula = joint.join(form.scored().formula(), part.concept());
                int holds = switch (joint) {
                    case AND -> shown;
                    case AND_NOT -> held.shown() - shown;
                    case OR -> held.shown() + part.shown() - shown;
                    case OR_NOT -> all.shown() - part.shown() + shown;
                };
                long sum = switch (joint) {
                    case AND -> both;
                    case AND_NOT -> held.ranks() - both;
                    case OR -> held.ranks() + part.ranks() - both;
                    case OR_NOT -> all.ranks() - part.ranks() + both;
                };
                add(longer, formula, holds, sum, held, joint, part);
            }
        }
    }

    /** Adds a form unless it holds for too few or too many examples. */
    private void add(
            List<Candidate> candidates, Formula formula, int shown, long ranks, Held of, Joint joint, Part part) {
        int examples = membership.examples();
        boolean fits = shown > 0
                && shown < examples
                && shown >= options.smallest() * examples
                && shown <= options.largest() * examples;
        if (!fits) {
            return;
        }
        double auc = (ranks - shown * (shown + 1.0)) / (2.0 * shown * (examples - shown));
        double error = Math.sqrt((examples + 1) / (12.0 * shown * (examples - shown)));
        double score = auc - error - options.penalty() * (formula.length() - 1);
        candidates.add(new Candidate(new ScoredFormula(formula, shown, auc, score), ranks, of, joint, part.concept()));
    }

    /** The best of those that hold for different examples. */
    private List<Kept> keep(List<Candidate> candidates) {
        candidates.sort(Comparator.comparing(Candidate::scored, ORDER));
        Set<LongBuffer> seen = new HashSet<>();
        List<Kept> kept = new ArrayList<>();
        for (Candidate candidate : candidates) {
            if (kept.size() == options.beam()) {
                break;
            }
            long[] holds = holds(candidate);
            if (seen.add(LongBuffer.wrap(holds))) {
                Held held = new Held(holds, candidate.scored().shown(), candidate.ranks());
                kept.add(new Kept(candidate.scored(), held));
            }
        }
        return kept;
    }

    private long[] holds(Candidate candidate) {
        long[] concept = bits[candidate.concept()];
        long[] holds = new long[concept.length];
        for (int i = 0; i < holds.length; i++) {
            holds[i] = candidate.joint().join(candidate.of().bits()[i], concept[i]) & everything[i];
        }
        return holds;
    }

    private static long[] bits(int[] members, int examples) {
        long[] bits = new long[(examples + Long.SIZE - 1) / Long.SIZE];
        for (int member : members) {
            bits[member / Long.SIZE] |= 1L << member;
        }
        return bits;
    }
}
