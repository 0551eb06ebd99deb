package org.clipprobe.concept.formula;

/**
 * How logical forms are searched.
 *
 * @param length most concepts in a form
 * @param beam forms kept at each length
 * @param penalty taken from the AUC for each concept after the first
 * @param smallest share of the examples for which a form must hold
 * @param largest share of the examples for which it may hold
 */
public record FormulaOptions(int length, int beam, double penalty, double smallest, double largest) {
    /** Up to three concepts, a beam of ten, 0.02 for each concept more, forms that hold for 0.5 % to 50 % of examples. */
    public static FormulaOptions standard() {
        return new FormulaOptions(3, 10, 0.02, 0.005, 0.5);
    }
}
