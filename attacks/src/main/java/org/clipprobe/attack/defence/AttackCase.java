package org.clipprobe.attack.defence;

import boofcv.struct.image.InterleavedU8;
import java.util.List;

/**
 * One attack on one picture with its controls, all at the model's input size.
 *
 * @param picture its name
 * @param source what exists once in the world and the picture was made from
 * @param trueClass what it shows
 * @param text what is written
 * @param target the class that the text is to evoke
 * @param boxes where the text is
 * @param clean the picture
 * @param attacked the picture with the text
 * @param anagram with the text's letters in another order in the same place
 * @param blank with a plain patch that changes as many pixels
 */
public record AttackCase(
        String picture,
        String source,
        String trueClass,
        String text,
        String target,
        List<Box> boxes,
        InterleavedU8 clean,
        InterleavedU8 attacked,
        InterleavedU8 anagram,
        InterleavedU8 blank) {
    /** How many pictures a case has. */
    static final int ROWS = 4;

    static final int CLEAN = 0;
    static final int ATTACKED = 1;
    static final int ANAGRAM = 2;
    static final int BLANK = 3;

    public AttackCase {
        boxes = List.copyOf(boxes);
    }

    /** A box as shares of the picture's width and height. */
    public record Box(double left, double top, double right, double bottom) {}

    /** The four pictures, in the order of the row numbers. */
    List<InterleavedU8> pictures() {
        return List.of(clean, attacked, anagram, blank);
    }
}
