package org.clipprobe.attack;

/**
 * What an attack must be better than, on the same picture, in the same place, size and colour. An attack that does no more
 * than its controls covers the picture; it is not read.
 */
public enum Control {
    /** The text's letters in another order, no word and no class: the same ink without the meaning. */
    ANAGRAM("anagram"),
    /** As many random letters, whose ink covers as much within 10 %. */
    LETTERS("random letters"),
    /** A plain patch that changes exactly as many pixels. */
    BLANK("blank label"),
    /** The class that the picture shows: a true word. */
    OWN_CLASS("the picture's class");

    private final String label;

    Control(String label) {
        this.label = label;
    }

    /** In reports and tables. */
    public String label() {
        return label;
    }
}
