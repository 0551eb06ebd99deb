package org.clipprobe.attack.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.clipprobe.attack.outcome.Proportion;
import org.clipprobe.concept.set.Embeddings;
import org.clipprobe.image.Rgb;
import org.junit.jupiter.api.Test;

class StroopTest {
    private static final List<String> COLOURS = List.of("red", "green", "blue");

    /** A planted model that cannot read: it names the colour that most pixels have. */
    private static final class ColourCounter implements ImageEmbedder {
        @Override
        public String fingerprint() {
            return "colours";
        }

        @Override
        public int dimensions() {
            return 3;
        }

        @Override
        public InterleavedU8 fit(InterleavedU8 picture) {
            return picture;
        }

        @Override
        public float[] embed(List<InterleavedU8> fitted) {
            float[] rows = new float[3 * fitted.size()];
            for (int i = 0; i < fitted.size(); i++) {
                int[] counts = new int[3];
                InterleavedU8 picture = fitted.get(i);
                picture.forEachXY((x, y) -> {
                    for (int c = 0; c < 3; c++) {
                        Rgb colour = Rgb.parse(COLOURS.get(c));
                        int rgb = colour.red() << 16 | colour.green() << 8 | colour.blue();
                        counts[c] += picture.get24(x, y) == rgb ? 1 : 0;
                    }
                });
                int most = counts[0] >= counts[1] && counts[0] >= counts[2] ? 0 : counts[1] >= counts[2] ? 1 : 2;
                rows[3 * i + most] = 1;
            }
            return rows;
        }
    }

    private static ZeroShot colours(int turn) {
        float[] eye = new float[9];
        for (int i = 0; i < 3; i++) {
            eye[3 * i + (i + turn) % 3] = 1;
        }
        return new ZeroShot(COLOURS, new Embeddings(3, 3, eye), 100);
    }

    @Test
    void aModelThatCannotReadFollowsTheColour() throws IOException {
        List<Stroop.Card> cards = Stroop.cards(COLOURS, List.of(0.2, 0.5), List.of(0.0, 0.6));
        assertEquals(2 * 2 * 6, cards.size());
        List<Stroop.Row> rows = new Stroop(new ColourCounter(), 64, 5).run(cards, Map.of("the color", colours(0)));
        assertEquals(4, rows.size());
        for (Stroop.Row row : rows) {
            assertEquals(new Proportion(6, 6), row.colour());
            assertEquals(new Proportion(0, 6), row.word());
        }
        List<Stroop.Row> turned = new Stroop(new ColourCounter(), 64, 5).run(cards, Map.of("turned", colours(1)));
        assertEquals(new Proportion(0, 6), turned.get(0).colour(), "prompts that name another colour");
        assertEquals(new Proportion(3, 6), turned.get(0).word());
    }

    @Test
    void cardsShowWhatTheySay() {
        Stroop stroop = new Stroop(new ColourCounter(), 100, 1);
        int[] red = new int[1];
        InterleavedU8 patch = stroop.paint(new Stroop.Card("blue", "red", 0.1, 0.25));
        patch.forEachXY((x, y) -> red[0] += patch.get24(x, y) == 0xFF0000 ? 1 : 0);
        assertTrue(red[0] > 2300 && red[0] <= 2500, "a quarter less the letters: " + red[0]);
        red[0] = 0;
        InterleavedU8 ink = stroop.paint(new Stroop.Card("blue", "red", 0.3, 0));
        ink.forEachXY((x, y) -> red[0] += ink.get24(x, y) == 0xFF0000 ? 1 : 0);
        assertTrue(red[0] > 150 && red[0] < 900, "letters alone: " + red[0]);
        assertThrows(IllegalArgumentException.class, () -> new Stroop.Card("blue", "red", 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new Stroop.Card("blue", "red", 0.1, Double.NaN));
    }
}
