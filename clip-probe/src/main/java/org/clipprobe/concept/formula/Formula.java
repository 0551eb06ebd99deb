package org.clipprobe.concept.formula;

import java.util.List;
import java.util.function.IntPredicate;

/** A logical form of concepts, such as {@code (dog OR wolf) AND NOT toy}. */
public sealed interface Formula {
    /** Number of concepts in it. */
    int length();

    /** As people write it, with the concepts' texts. */
    String text(List<String> concepts);

    /** Whether it holds for an example that shows some concepts. */
    boolean holds(IntPredicate shown);

    /** An example shows the concept. */
    record Is(int concept) implements Formula {
        @Override
        public int length() {
            return 1;
        }

        @Override
        public String text(List<String> concepts) {
            return concepts.get(concept);
        }

        @Override
        public boolean holds(IntPredicate shown) {
            return shown.test(concept);
        }
    }

    /** An example does not show the concept. */
    record Not(int concept) implements Formula {
        @Override
        public int length() {
            return 1;
        }

        @Override
        public String text(List<String> concepts) {
            return "NOT " + concepts.get(concept);
        }

        @Override
        public boolean holds(IntPredicate shown) {
            return !shown.test(concept);
        }
    }

    /** Both hold. */
    record And(Formula left, Formula right) implements Formula {
        @Override
        public int length() {
            return left.length() + right.length();
        }

        @Override
        public String text(List<String> concepts) {
            return part(left, concepts) + " AND " + part(right, concepts);
        }

        @Override
        public boolean holds(IntPredicate shown) {
            return left.holds(shown) && right.holds(shown);
        }

        private static String part(Formula formula, List<String> concepts) {
            return formula instanceof Or ? "(" + formula.text(concepts) + ")" : formula.text(concepts);
        }
    }

    /** At least one holds. */
    record Or(Formula left, Formula right) implements Formula {
        @Override
        public int length() {
            return left.length() + right.length();
        }

        @Override
        public String text(List<String> concepts) {
            return part(left, concepts) + " OR " + part(right, concepts);
        }

        @Override
        public boolean holds(IntPredicate shown) {
            return left.holds(shown) || right.holds(shown);
        }

        private static String part(Formula formula, List<String> concepts) {
            return formula instanceof And ? "(" + formula.text(concepts) + ")" : formula.text(concepts);
        }
    }
}
