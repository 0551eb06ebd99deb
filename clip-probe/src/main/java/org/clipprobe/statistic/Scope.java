package org.clipprobe.statistic;

/**
 * What intervals over clustered trials are about. Fewer than ten clusters of a kind say too little about others of that
 * kind: the interval is then conditional on them, and must say so.
 *
 * @param sources pictures that exist once in the world, in however many variants
 * @param classes that they show
 * @param words that were written
 */
public record Scope(int sources, int classes, int words) {
    /** Clusters below which an interval is conditional on them. */
    public static final int FEWEST = 10;

    /** Whether the interval is about new words of this kind as well. */
    public boolean overWords() {
        return words >= FEWEST;
    }

    /** Whether the interval is about new classes of this kind as well. */
    public boolean overClasses() {
        return classes >= FEWEST;
    }

    /** What the interval holds for: {@code "for these words"} and the like; empty when it is about new ones too. */
    public String words(String nothing) {
        if (overWords() && overClasses()) {
            return nothing;
        }
        return overClasses() ? "for these words" : overWords() ? "for these classes" : "for these words and classes";
    }
}
