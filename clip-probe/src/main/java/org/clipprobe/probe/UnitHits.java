package org.clipprobe.probe;

/**
 * The concepts that a unit responds to in each facet, well enough to be considered.
 *
 * @param unit the unit's index
 * @param concepts per facet, the concepts' places, ascending
 * @param effects per facet, their effects
 * @param readsLetters for the last facet's concepts, whether the unit reads the letters of their words
 */
record UnitHits(int unit, int[][] concepts, double[][] effects, boolean[] readsLetters) {

    /** The same with another last facet, such as other drawings of the words. */
    UnitHits withLast(int[] lastConcepts, double[] lastEffects, boolean[] lastReads) {
        int[][] ofAll = concepts.clone();
        double[][] effectsOfAll = effects.clone();
        ofAll[ofAll.length - 1] = lastConcepts;
        effectsOfAll[ofAll.length - 1] = lastEffects;
        return new UnitHits(unit, ofAll, effectsOfAll, lastReads);
    }
}
