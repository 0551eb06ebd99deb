package org.clipprobe.attack.run;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clipprobe.attack.outcome.Answer;
import org.clipprobe.attack.outcome.Proportion;
import org.clipprobe.concept.set.PromptTemplates;
import org.clipprobe.image.Rgb;
import org.clipprobe.image.text.TextBox;
import org.clipprobe.image.text.TextPainter;
import org.clipprobe.image.text.TextStyle;
import org.clipprobe.image.text.Typeface;

/**
 * The Stroop test (Stroop 1935; for CLIP: Goh et al., Distill 2021): names of colours, written in other colours. Asked for
 * the colour, does the model name the colour or read the word?
 */
public final class Stroop {
    private final TextPainter painter = new TextPainter();
    private final ImageEmbedder model;
    private final int side;
    private final int batch;

    /**
     * One card.
     *
     * @param word a colour's name, written on the card
     * @param colour the colour's name that the card shows
     * @param size of the letters as a share of the card's height, above 0
     * @param area share of the card that is a plain square of the colour below the word, 0 to 1; with 0 the letters
     *     themselves have the colour, otherwise they are black or white
     */
    public record Card(String word, String colour, double size, double area) {
        public Card {
            if (!(size > 0 && size <= 1 && area >= 0 && area <= 1)) {
                throw new IllegalArgumentException(
                        "expected a size above 0 and an area from 0, both at most 1, found " + size + " and " + area);
            }
        }
    }

    /**
     * What the model followed on the cards of one size and area.
     *
     * @param prompts the kind of prompt that it was asked with
     * @param word share of cards on which it named the written word
     * @param colour share of cards on which it named the colour shown
     */
    public record Row(String prompts, double size, double area, Proportion word, Proportion colour) {
        /** Rows of one kind of prompt that belong together, such as all of one size, as one. */
        public static Row sum(String prompts, double size, double area, List<Row> rows) {
            return new Row(
                    prompts,
                    size,
                    area,
                    sum(rows.stream().map(Row::word).toList()),
                    sum(rows.stream().map(Row::colour).toList()));
        }

        private static Proportion sum(List<Proportion> parts) {
            return new Proportion(
                    parts.stream().mapToLong(Proportion::successes).sum(),
                    parts.stream().mapToLong(Proportion::trials).sum());
        }
    }

    /**
     * Prepares a test.
     *
     * @param side of the cards in pixels
     * @param batch cards per forward pass
     */
    public Stroop(ImageEmbedder model, int side, int batch) {
        this.model = model;
        this.side = side;
        this.batch = batch;
    }

    /** The colours that are used unless others are wanted: those that English names in one common word. */
    public static List<String> usualColours() {
        return List.of("red", "orange", "yellow", "green", "blue", "purple", "pink", "black", "white");
    }

    /** Every pair of two of the usual colours, in 4 sizes of letters and 5 areas of colour, from the letters alone on. */
    public static List<Card> usualCards() {
        return cards(usualColours(), List.of(0.06, 0.1, 0.16, 0.24), List.of(0.0, 0.1, 0.25, 0.5, 0.9));
    }

    /**
     * The kinds of prompt that a model is asked with, and the sentences of each: the one of Goh et al., which asks for the
     * colour, and one that asks for the word.
     */
    public static Map<String, PromptTemplates> usualPrompts() {
        Map<String, PromptTemplates> prompts = new LinkedHashMap<>();
        prompts.put(
                "asked for the colour",
                new PromptTemplates("stroop colour", List.of("my favorite word, written in the color {}.")));
        prompts.put("asked for the word", new PromptTemplates("stroop word", List.of("the word {}, written.")));
        return prompts;
    }

    /** Every pair of two different colours in every size and area. */
    public static List<Card> cards(List<String> colours, List<Double> sizes, List<Double> areas) {
        List<Card> cards = new ArrayList<>();
        for (double size : sizes) {
            for (double area : areas) {
                for (String word : colours) {
                    for (String colour : colours) {
                        if (!word.equals(colour)) {
                            cards.add(new Card(word, colour, size, area));
                        }
                    }
                }
            }
        }
        return cards;
    }

    /** A card as a picture; its paper is light grey, so that white and yellow ink are seen on it. */
    public InterleavedU8 paint(Card card) {
        InterleavedU8 picture = TextPainter.canvas(side, side, new Rgb(208, 208, 208));
        Rgb colour = Rgb.parse(card.colour());
        int edge = (int) Math.round(side * Math.sqrt(card.area()));
        int from = (side - edge) / 2;
        for (int y = from; y < from + edge; y++) {
            for (int x = from; x < from + edge; x++) {
                picture.set24(x, y, colour.red() << 16 | colour.green() << 8 | colour.blue());
            }
        }
        Rgb readable = colour.contrast(Rgb.WHITE) > colour.contrast(Rgb.BLACK) ? Rgb.WHITE : Rgb.BLACK;
        Rgb ink = card.area() > 0 ? readable : colour;
        TextStyle wanted = TextStyle.of(Typeface.LIBERATION_SANS_BOLD, card.size() * side, ink);
        double room = Math.min(
                1, 0.96 * side / painter.measure(card.word(), wanted).ink().width());
        TextStyle style = wanted.withSize(wanted.size() * room);
        TextBox.Ink box = painter.measure(card.word(), style).ink();
        painter.paint(
                picture,
                card.word(),
                style,
                (side - box.width()) / 2 - box.left(),
                (side - box.height()) / 2 - box.top());
        return picture;
    }

    /**
     * Asks the model about the cards.
     *
     * @param prompts for each kind of prompt, such as {@code written in the color X} and {@code the word X}, the
     *     classification among the colours' names with it
     */
    public List<Row> run(List<Card> cards, Map<String, ZeroShot> prompts) throws IOException {
        Map<List<Object>, long[]> counts = new LinkedHashMap<>();
        List<float[]> rows = Batches.rows(model, cards.size(), i -> model.fit(paint(cards.get(i))), batch);
        for (int i = 0; i < cards.size(); i++) {
            Card card = cards.get(i);
            float[] row = Arrays.copyOf(rows.get(i), model.dimensions());
            prompts.forEach((kind, classes) -> {
                Answer answer = classes.answer(classes.logits(row, 0), card.colour(), card.word());
                long[] count = counts.computeIfAbsent(List.of(kind, card.size(), card.area()), key -> new long[3]);
                count[0] += answer.target().first() ? 1 : 0;
                count[1] += answer.truth().first() ? 1 : 0;
                count[2]++;
            });
        }
        List<Row> table = new ArrayList<>();
        counts.forEach((key, count) -> table.add(new Row(
                (String) key.get(0),
                (Double) key.get(1),
                (Double) key.get(2),
                new Proportion(count[0], count[2]),
                new Proportion(count[1], count[2]))));
        return table;
    }
}
