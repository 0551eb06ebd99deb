package org.clipprobe.attack.outcome;

/**
 * How one class stands among all.
 *
 * @param rank from 1; among equal scores the earlier class is first, as with NumPy's argmax; 0 when the class is not in the
 *     class list
 * @param logit logit scale × cosine
 * @param margin the logit minus the highest of the other classes
 */
public record Standing(int rank, double logit, double margin) {
    /** Of a class that is not in the class list. */
    public static final Standing ABSENT = new Standing(0, 0, 0);

    /** Whether the model answers with this class. */
    public boolean first() {
        return rank == 1;
    }
}
