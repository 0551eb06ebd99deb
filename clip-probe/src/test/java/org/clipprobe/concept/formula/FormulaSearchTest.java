package org.clipprobe.concept.formula;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.clipprobe.concept.similarity.Membership;
import org.junit.jupiter.api.Test;

class FormulaSearchTest {
    private static final int EXAMPLES = 700;
    private static final List<String> NAMES =
            IntStream.range(0, 12).mapToObj(i -> "c" + i).toList();

    /** Examples show each of twelve concepts by chance, independently. */
    private static boolean[][] shows(long seed) {
        Random random = new Random(seed);
        boolean[][] shows = new boolean[12][EXAMPLES];
        for (boolean[] concept : shows) {
            for (int e = 0; e < EXAMPLES; e++) {
                concept[e] = random.nextDouble() < 0.2;
            }
        }
        return shows;
    }

    private static Membership membership(boolean[][] shows) {
        List<int[]> members = new ArrayList<>();
        for (boolean[] concept : shows) {
            members.add(IntStream.range(0, EXAMPLES).filter(e -> concept[e]).toArray());
        }
        return new Membership(EXAMPLES, members);
    }

    private static float[] firing(IntPredicate fires, long seed) {
        Random random = new Random(seed);
        float[] values = new float[EXAMPLES];
        for (int e = 0; e < EXAMPLES; e++) {
            values[e] = (float) (random.nextGaussian() + (fires.test(e) ? 3 : 0));
        }
        return values;
    }

    private static ScoredFormula best(boolean[][] shows, IntPredicate fires, long seed) {
        return new FormulaSearch(membership(shows), FormulaOptions.standard())
                .best(firing(fires, seed))
                .get(0);
    }

    @Test
    void findsPlantedForms() {
        for (int seed = 0; seed < 10; seed++) {
            boolean[][] s = shows(seed);
            assertHolds(s, best(s, e -> s[3][e], seed), e -> s[3][e]);
            assertHolds(s, best(s, e -> s[1][e] || s[5][e], seed), e -> s[1][e] || s[5][e]);
            assertHolds(s, best(s, e -> s[2][e] && !s[7][e], seed), e -> s[2][e] && !s[7][e]);
            IntPredicate three = e -> (s[0][e] || s[4][e]) && !s[8][e];
            assertHolds(s, best(s, three, seed), three);
        }
    }

    @Test
    void textIsReadable() {
        Formula formula = new Formula.And(new Formula.Or(new Formula.Is(0), new Formula.Is(1)), new Formula.Not(2));
        assertEquals("(c0 OR c1) AND NOT c2", formula.text(NAMES));
        assertEquals(3, formula.length());
    }

    @Test
    void formsAreDifferentAndScoredByAucLessPenalty() {
        boolean[][] s = shows(3);
        List<ScoredFormula> found =
                new FormulaSearch(membership(s), FormulaOptions.standard()).best(firing(e -> s[1][e], 3));
        Set<Formula> forms = new HashSet<>();
        double before = Double.POSITIVE_INFINITY;
        for (ScoredFormula form : found) {
            assertTrue(forms.add(form.formula()));
            assertTrue(form.score() <= before);
            double error = Math.sqrt((EXAMPLES + 1) / (12.0 * form.shown() * (EXAMPLES - form.shown())));
            assertEquals(form.auc() - error - 0.02 * (form.formula().length() - 1), form.score(), 1e-12);
            before = form.score();
        }
    }

    /** What is worked out from a form's parts is what counting all examples gives. */
    @Test
    void everyFormHoldsAndSeparatesAsItSays() {
        for (int seed = 0; seed < 5; seed++) {
            boolean[][] s = shows(seed);
            float[] activations = firing(e -> (s[1][e] && !s[6][e]) || s[9][e], seed);
            List<ScoredFormula> found = new FormulaSearch(membership(s), FormulaOptions.standard()).best(activations);
            assertEquals(10, found.size());
            for (ScoredFormula form : found) {
                int[] holding = IntStream.range(0, EXAMPLES)
                        .filter(e -> holds(form.formula(), s, e))
                        .toArray();
                assertEquals(holding.length, form.shown(), form.formula().text(NAMES));
                double won = 0;
                for (int in : holding) {
                    for (int out = 0; out < EXAMPLES; out++) {
                        if (!holds(form.formula(), s, out)) {
                            won += activations[in] > activations[out]
                                    ? 1
                                    : activations[in] == activations[out] ? 0.5 : 0;
                        }
                    }
                }
                double area = won / holding.length / (EXAMPLES - holding.length);
                assertEquals(area, form.auc(), 1e-12, form.formula().text(NAMES));
            }
        }
    }

    @Test
    void nothingToSearchIsNoName() {
        Membership none = new Membership(EXAMPLES, List.of(new int[0]));
        FormulaSearch search = new FormulaSearch(none, FormulaOptions.standard());
        assertEquals(List.of(), search.best(firing(e -> true, 0)));
        assertThrows(IllegalArgumentException.class, () -> search.best(new float[] {1}));
    }

    private static void assertHolds(boolean[][] shows, ScoredFormula found, IntPredicate planted) {
        for (int e = 0; e < EXAMPLES; e++) {
            assertEquals(
                    planted.test(e),
                    holds(found.formula(), shows, e),
                    found.formula().text(NAMES));
        }
    }

    private static boolean holds(Formula formula, boolean[][] shows, int e) {
        if (formula instanceof Formula.Is is) {
            return shows[is.concept()][e];
        } else if (formula instanceof Formula.Not not) {
            return !shows[not.concept()][e];
        } else if (formula instanceof Formula.And and) {
            return holds(and.left(), shows, e) && holds(and.right(), shows, e);
        }
        Formula.Or or = (Formula.Or) formula;
        return holds(or.left(), shows, e) || holds(or.right(), shows, e);
    }
}
