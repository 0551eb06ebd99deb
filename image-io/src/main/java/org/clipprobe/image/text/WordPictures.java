package org.clipprobe.image.text;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.clipprobe.image.Rgb;

/**
 * The pictures of written words in a probing set: several typefaces, sizes, places and colours for each word, always
 * inside the picture and with a contrast of at least 4.5. The same word, index and seed give the same
 * picture, whatever other words there are.
 */
public final class WordPictures {
    private static final double MIN_CONTRAST = 4.5;
    private static final double SMALLEST = 0.15;
    private static final double LARGEST = 0.42;
    private static final double MARGIN = 0.03;

    /** A line is broken at its spaces when that lets the letters become this much larger. */
    private static final double WORTH_BREAKING = 1.4;

    private static final List<Typeface> TYPEFACES = List.of(
            Typeface.LIBERATION_SANS,
            Typeface.DEJAVU_SERIF,
            Typeface.ROBOTO_BOLD,
            Typeface.LIBERATION_SERIF_ITALIC,
            Typeface.DEJAVU_SANS_MONO_BOLD,
            Typeface.DEJAVU_SANS_CONDENSED,
            Typeface.LIBERATION_SERIF_BOLD,
            Typeface.ROBOTO,
            Typeface.DEJAVU_SANS_BOLD,
            Typeface.LIBERATION_MONO,
            Typeface.DEJAVU_SERIF_BOLD_ITALIC,
            Typeface.LIBERATION_SANS_BOLD_ITALIC);

    private final TextPainter painter;
    private final int width;
    private final int height;
    private final long seed;
    private final double margin;

    /**
     * @param width of the pictures in pixels
     * @param height of the pictures in pixels
     * @param seed of all that is chosen
     */
    public WordPictures(TextPainter painter, int width, int height, long seed) {
        this.painter = painter;
        this.width = width;
        this.height = height;
        this.seed = seed;
        this.margin = MARGIN * Math.min(width, height);
    }

    /** The first {@code count} renderings of a word. */
    public List<WordRendering> of(String word, int count) {
        return IntStream.range(0, count)
                .mapToObj(index -> of(word, index, chance(word, index)))
                .toList();
    }

    private WordRendering of(String word, int index, Random chance) {
        int firstFace = Math.floorMod(word.hashCode(), TYPEFACES.size());
        Typeface typeface = TYPEFACES.get((firstFace + index) % TYPEFACES.size());
        Rgb paper = colour(chance);
        Rgb ink = inkOn(paper, chance);
        double wanted = (SMALLEST + (LARGEST - SMALLEST) * chance.nextDouble()) * Math.min(width, height);
        String broken = word.strip().replaceAll("\\s+", "\n");
        double whole = Math.min(wanted, largest(word, typeface));
        double inLines = Math.min(wanted, largest(broken, typeface));
        String text = inLines >= WORTH_BREAKING * whole ? broken : word;
        TextStyle style = TextStyle.of(typeface, Math.max(whole, text.equals(broken) ? inLines : 0), ink);
        TextBox.Ink drawn = painter.measure(text, style).ink();
        double x = margin - drawn.left() + chance.nextDouble() * Math.max(0, width - 2 * margin - drawn.width());
        double y = margin - drawn.top() + chance.nextDouble() * Math.max(0, height - 2 * margin - drawn.height());
        return new WordRendering(text, typeface, style.size(), x, y, ink, paper, width, height);
    }

    /** The largest size at which the text still fits; unhinted outlines grow in proportion. */
    private double largest(String text, Typeface typeface) {
        double probe = 64;
        TextBox.Ink ink =
                painter.measure(text, TextStyle.of(typeface, probe, Rgb.BLACK)).ink();
        if (ink.isEmpty()) {
            return probe;
        }
        double room = Math.min(
                Math.max(0.5, width - 2 * margin) / ink.width(), Math.max(0.5, height - 2 * margin) / ink.height());
        return Math.min(TextStyle.MAX_SIZE, probe * room);
    }

    private static Rgb inkOn(Rgb paper, Random chance) {
        for (int attempt = 0; attempt < 64; attempt++) {
            Rgb ink = colour(chance);
            if (ink.contrast(paper) >= MIN_CONTRAST) {
                return ink;
            }
        }
        return paper.contrast(Rgb.WHITE) > paper.contrast(Rgb.BLACK) ? Rgb.WHITE : Rgb.BLACK;
    }

    /** Half of the colours are greys, as most print is; black and white are the most frequent of them. */
    private static Rgb colour(Random chance) {
        if (chance.nextBoolean()) {
            int grey = Math.max(0, Math.min(255, chance.nextInt(384) - 64));
            return new Rgb(grey, grey, grey);
        }
        return new Rgb(chance.nextInt(256), chance.nextInt(256), chance.nextInt(256));
    }

    private Random chance(String word, int index) {
        long mixed = seed;
        for (long part : new long[] {word.hashCode(), word.length(), index}) {
            mixed = (mixed ^ part) * 0x9E3779B97F4A7C15L;
            mixed ^= mixed >>> 32;
        }
        return new Random(mixed);
    }
}
