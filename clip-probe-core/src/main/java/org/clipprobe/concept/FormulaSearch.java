package org.clipprobe.concept;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.clipprobe.activation.Activations;

/**
 * Names a unit with a logical form of concepts (INVERT, Bykov et al., Labeling Neural Representations with Inverse
 * Recognition, NeurIPS 2023, section 3.2): a beam search that adds one concept at a time by AND, OR, AND NOT or OR NOT
 * and keeps the forms of largest score: the AUC, less its standard error by chance, √((n + 1) / (12 n₁ n₀)), since a
 * search through many small sets finds some that fit by luck, less a penalty for each concept after the first.
 */
public final class FormulaSearch {
    /** Concepts that a form may be made longer with: those that say most about the unit, for or against. */
    private static final int POOL = 256;

    private final Membership membership;
    private final FormulaOptions options;
    private final long[][] bits;

    /** Gets ready to search forms over these concepts. */
    public FormulaSearch(Membership membership, FormulaOptions options) {
        this.membership = membership;
        this.options = options;
        this.bits = membership.members().stream()
                .map(members -> bits(members, membership.examples()))
                .toArray(long[][]::new);
    }

    /**
     * The best forms of any length, best first, at most {@link FormulaOptions#beam}; equal ones shorter first. Empty when
     * no concept is shown by a fitting share of the examples.
     *
     * @throws IllegalArgumentException when the layer has other examples than the membership
     */
    public List<ScoredFormula> best(Activations layer, int unit) {
        if (layer.examples() != membership.examples()) {
            throw new IllegalArgumentException(layer.capture().at().name() + ": expected " + membership.examples()
                    + " examples as the concepts have, found " + layer.examples());
        }
        int[] ranks = Ranks.of(Columns.of(layer, unit));
        Comparator<Candidate> order = Comparator.comparingDouble((Candidate c) -> -c.scored.score())
                .thenComparingInt(c -> c.scored.formula().length())
                .thenComparing(c -> c.scored.formula().toString());
        int[] pool = pool(ranks);
        List<Candidate> beam = keep(literals(pool, ranks), order);
        List<Candidate> all = new ArrayList<>(beam);
        for (int length = 2; length <= options.length(); length++) {
            beam = keep(beam.stream().flatMap(candidate -> longer(candidate, pool, ranks)), order);
            all.addAll(beam);
        }
        return keep(all.stream(), order).stream().map(Candidate::scored).toList();
    }

    private record Candidate(ScoredFormula scored, long[] holds) {}

    private int[] pool(int[] ranks) {
        List<int[]> members = membership.members();
        double[] away = members.stream()
                .mapToDouble(some -> Math.abs(Ranks.auc(ranks, 0, ranks.length, some) - 0.5))
                .toArray();
        return IntStream.range(0, away.length)
                .filter(c -> !Double.isNaN(away[c]))
                .boxed()
                .sorted(Comparator.comparingDouble(c -> -away[c]))
                .limit(POOL)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private Stream<Candidate> literals(int[] pool, int[] ranks) {
        return Arrays.stream(pool)
                .boxed()
                .flatMap(c -> Stream.of(
                                candidate(new Formula.Is(c), bits[c], ranks),
                                candidate(new Formula.Not(c), not(bits[c]), ranks))
                        .flatMap(List::stream));
    }

    private Stream<Candidate> longer(Candidate candidate, int[] pool, int[] ranks) {
        Formula formula = candidate.scored.formula();
        long[] holds = candidate.holds;
        return Arrays.stream(pool).boxed().flatMap(c -> {
            Formula is = new Formula.Is(c);
            Formula isNot = new Formula.Not(c);
            return Stream.of(
                            candidate(new Formula.And(formula, is), and(holds, bits[c], 0), ranks),
                            candidate(new Formula.And(formula, isNot), and(holds, bits[c], -1), ranks),
                            candidate(new Formula.Or(formula, is), or(holds, bits[c]), ranks),
                            candidate(new Formula.Or(formula, isNot), or(holds, not(bits[c])), ranks))
                    .flatMap(List::stream);
        });
    }

    /** The form as a candidate, or nothing when it holds for too few or too many examples. */
    private List<Candidate> candidate(Formula formula, long[] holds, int[] ranks) {
        int examples = ranks.length;
        int shown = count(holds);
        boolean fits = shown > 0
                && shown < examples
                && shown >= options.smallest() * examples
                && shown <= options.largest() * examples;
        if (!fits) {
            return List.of();
        }
        long twice = 0;
        for (int word = 0; word < holds.length; word++) {
            for (long rest = holds[word]; rest != 0; rest &= rest - 1) {
                twice += ranks[word * Long.SIZE + Long.numberOfTrailingZeros(rest)];
            }
        }
        double auc = (twice - shown * (shown + 1.0)) / (2.0 * shown * (examples - shown));
        double error = Math.sqrt((examples + 1) / (12.0 * shown * (examples - shown)));
        double score = auc - error - options.penalty() * (formula.length() - 1);
        return List.of(new Candidate(new ScoredFormula(formula, shown, auc, score), holds));
    }

    /** The best of those that hold for different examples. */
    private List<Candidate> keep(Stream<Candidate> candidates, Comparator<Candidate> order) {
        List<Candidate> sorted = candidates.sorted(order).toList();
        Set<List<Long>> seen = new HashSet<>();
        List<Candidate> kept = new ArrayList<>();
        for (Candidate candidate : sorted) {
            if (kept.size() == options.beam()) {
                break;
            }
            if (seen.add(Arrays.stream(candidate.holds).boxed().toList())) {
                kept.add(candidate);
            }
        }
        return kept;
    }

    private static int count(long[] holds) {
        int count = 0;
        for (long word : holds) {
            count += Long.bitCount(word);
        }
        return count;
    }

    private static long[] bits(int[] members, int examples) {
        long[] bits = new long[(examples + Long.SIZE - 1) / Long.SIZE];
        for (int member : members) {
            bits[member / Long.SIZE] |= 1L << member;
        }
        return bits;
    }

    private static long[] and(long[] a, long[] b, long flip) {
        long[] both = new long[a.length];
        for (int i = 0; i < a.length; i++) {
            both[i] = a[i] & (b[i] ^ flip);
        }
        return both;
    }

    private static long[] or(long[] a, long[] b) {
        long[] either = new long[a.length];
        for (int i = 0; i < a.length; i++) {
            either[i] = a[i] | b[i];
        }
        return either;
    }

    private long[] not(long[] a) {
        long[] not = new long[a.length];
        for (int i = 0; i < a.length; i++) {
            not[i] = ~a[i];
        }
        int rest = membership.examples() % Long.SIZE;
        if (rest != 0) {
            not[a.length - 1] &= (1L << rest) - 1;
        }
        return not;
    }
}
