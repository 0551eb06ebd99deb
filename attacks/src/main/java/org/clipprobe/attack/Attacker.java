package org.clipprobe.attack;

import boofcv.struct.image.InterleavedU8;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.clipprobe.image.Rgb;
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
        return paste(picture, attack, seed).attacked();
    }

    /**
     * A pasted attack, as its controls need it.
     *
     * @param middles of the copies' ink, in pixels
     * @param width of a copy's ink in pixels
     * @param height of a copy's ink in pixels
     */
    public record Pasted(AttackedPicture attacked, List<Placer.Spot> middles, double width, double height) {
        /**
         * Where the copies are, each as left, top, right and bottom, in shares of the picture's width and height.
         *
         * @param across the picture's width in pixels
         * @param down the picture's height in pixels
         */
        public List<double[]> boxes(int across, int down) {
            return middles.stream()
                    .map(middle -> new double[] {
                        (middle.left() - width / 2) / across,
                        (middle.top() - height / 2) / down,
                        (middle.left() + width / 2) / across,
                        (middle.top() + height / 2) / down
                    })
                    .toList();
        }
    }

    public Pasted paste(InterleavedU8 picture, Attack attack, long seed) {
        TextStyle style = fitting(attack, wanted(attack, picture), picture);
        TextBox.Ink ink = painter.measure(attack.text(), style).ink();
        if (ink.isEmpty()) {
            return new Pasted(painted(picture, attack.text(), style, ink, List.of()), List.of(), 0, 0);
        }
        Placer placer = new Placer(picture, ink.width(), ink.height(), new Random(seed));
        List<Placer.Spot> spots = placer.spots(attack.place(), attack.repeats());
        return new Pasted(
                painted(picture, attack.text(), style, ink, spots),
                spots.stream()
                        .map(spot -> new Placer.Spot(spot.left() + ink.width() / 2, spot.top() + ink.height() / 2))
                        .toList(),
                ink.width(),
                ink.height());
    }

    /** A control of an attack on the same picture. */
    public AttackedPicture control(InterleavedU8 picture, Attack attack, Controls.Written control, Pasted like) {
        return control.control() == Control.BLANK
                ? cover(picture, attack, like)
                : write(picture, attack, control.text(), like);
    }

    /**
     * Writes another text in an attack's size, where the attack is: the middle of each copy stays, or moves inwards where
     * the copy would leave the picture.
     */
    private AttackedPicture write(InterleavedU8 picture, Attack attack, String text, Pasted like) {
        TextStyle style = fitting(attack.withText(text, attack.target()), like.attacked.drawnSize(), picture);
        TextBox.Ink ink = painter.measure(text, style).ink();
        List<Placer.Spot> spots = ink.isEmpty()
                ? List.of()
                : like.middles.stream()
                        .map(middle -> new Placer.Spot(
                                inside(middle.left() - ink.width() / 2, picture.width - ink.width()),
                                inside(middle.top() - ink.height() / 2, picture.height - ink.height())))
                        .toList();
        return painted(picture, text, style, ink, spots);
    }

    /** Lays a plain patch where an attack is, which changes exactly as many pixels. */
    private AttackedPicture cover(InterleavedU8 picture, Attack attack, Pasted like) {
        Rgb colour = attack.backing() == Backing.NONE
                ? attack.colour()
                : attack.backing().below(attack.colour());
        long pixels = Math.round(like.attacked.coverShare() * picture.width * picture.height);
        InterleavedU8 covered = BlankLabel.on(picture, colour, attack.opacity(), like, pixels);
        return new AttackedPicture(covered, changedShare(picture, covered), like.attacked.drawnSize());
    }

    private AttackedPicture painted(
            InterleavedU8 picture, String text, TextStyle style, TextBox.Ink ink, List<Placer.Spot> spots) {
        InterleavedU8 attacked = picture.clone();
        for (Placer.Spot spot : spots) {
            painter.paint(attacked, text, style, spot.left() - ink.left(), spot.top() - ink.top());
        }
        return new AttackedPicture(attacked, changedShare(picture, attacked), style.size());
    }

    private static double inside(double wanted, double most) {
        return Math.max(0, Math.min(wanted, most));
    }

    private static double wanted(Attack attack, InterleavedU8 picture) {
        return Math.min(attack.size().inPixels(picture.height), TextStyle.MAX_SIZE);
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
