package org.clipprobe.attack.outcome;

import org.clipprobe.attack.Control;

/**
 * A control of an attack on the same picture.
 *
 * @param control which
 * @param text what was written; empty for a blank label
 * @param standsIn whether the text had no anagram of its own, so that random symbols of the same kind were written
 * @param coverShare share of pixels that changed, 0 to 1
 * @param after what the model saw
 */
public record Controlled(Control control, String text, boolean standsIn, double coverShare, Answer after) {}
