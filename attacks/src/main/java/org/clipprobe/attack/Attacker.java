package org.clipprobe.attack;

import boofcv.struct.image.InterleavedU8;
import java.util.Optional;
import java.util.Random;
import org.clipprobe.image.text.TextBox;
import org.clipprobe.image.text.TextPainter;
import org.clipprobe.image.text.TextStyle;

/** Pastes attacks onto pictures: the same picture, attack and seed give the same pixels. Safe for several threads. */
public final class Attacker {
    private final TextPainter painter;

    public Attacker(TextPainter painter) {
        this.painter = painter;
    }

    /**
     * Attacks a copy of a picture.
     *
     * @param picture 8-bit RGB at the size that the attack's stage asks for
     * @param seed of what the attack leaves to chance
     */
    public AttackedPicture apply(InterleavedU8 picture, Attack attack, long seed) {
        InterleavedU8 attacked = picture.clone();
        double wanted = attack.size().inPixels(picture.height);
        TextStyle style = fitting(attack, Math.min(wanted, TextStyle.MAX_SIZE), picture);
        TextBox.Ink ink = painter.measure(attack.text(), style).ink();
        if (!ink.isEmpty()) {
            Placer placer = new Placer(picture, ink.width(), ink.height(), new Random(seed));
            for (Placer.Spot spot : placer.spots(attack.place(), attack.repeats())) {
                painter.paint(attacked, attack.text(), style, spot.left() - ink.left(), spot.top() - ink.top());
            }
        }
        return new AttackedPicture(attacked, changedShare(picture, attacked), style.size());
    }

    private TextStyle fitting(Attack attack, double size, InterleavedU8 picture) {
        TextStyle style = style(attack, size);
        TextBox.Ink ink = painter.measure(attack.text(), style).ink();
        double room = ink.isEmpty() ? 1 : Math.min(picture.width / ink.width(), picture.height / ink.height());
        if (room >= 1) {
            return style;
        }
        // A stroke does not shrink with the letters, so that one step may still be too large.
        TextStyle shrunk = style(attack, size * room);
        TextBox.Ink again = painter.measure(attack.text(), shrunk).ink();
        double rest = Math.min(picture.width / again.width(), picture.height / again.height());
        return rest >= 1 ? shrunk : style(attack, size * room * rest);
    }

    private static TextStyle style(Attack attack, double size) {
        double width = Math.min(attack.stroke().width(), size / 2);
        Backing backing = attack.backing();
        return new TextStyle(
                attack.typeface(),
                size,
                attack.colour(),
                attack.opacity(),
                width > 0
                        ? Optional.of(
                                new TextStyle.Stroke(width, attack.stroke().colour()))
                        : Optional.empty(),
                attack.rotation(),
                backing == Backing.NONE
                        ? Optional.empty()
                        : Optional.of(new TextStyle.Label(
                                backing.below(attack.colour()), size * backing.padding(), size * backing.radius())));
    }

    private static double changedShare(InterleavedU8 before, InterleavedU8 after) {
        long changed = 0;
        for (int y = 0; y < before.height; y++) {
            int a = before.getIndex(0, y);
            int b = after.getIndex(0, y);
            for (int x = 0; x < before.width; x++, a += 3, b += 3) {
                boolean same = before.data[a] == after.data[b]
                        && before.data[a + 1] == after.data[b + 1]
                        && before.data[a + 2] == after.data[b + 2];
                changed += same ? 0 : 1;
            }
        }
        return (double) changed / ((long) before.width * before.height);
    }
}
