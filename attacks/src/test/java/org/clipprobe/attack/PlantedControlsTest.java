package org.clipprobe.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.clipprobe.attack.outcome.Breakdown;
import org.clipprobe.attack.outcome.Contrast;
import org.clipprobe.attack.outcome.Summary;
import org.clipprobe.attack.run.AttackRun;
import org.clipprobe.attack.run.ImageEmbedder;
import org.clipprobe.attack.run.ZeroShot;
import org.clipprobe.concept.set.Embeddings;
import org.clipprobe.image.Pictures;
import org.clipprobe.image.Rgb;
import org.clipprobe.image.text.TextPainter;
import org.clipprobe.run.Progress;
import org.clipprobe.statistic.Estimate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Models that are known to read, to see cover alone, or to see neither: the difference between attack and control is the
 * truth, zero and zero.
 */
class PlantedControlsTest {
    private static final int SIDE = 64;
    private static final List<String> CLASSES = List.of("grey", "lion");

    @TempDir
    private Path folder;

    private final List<AttackRun.Picture> pictures = new ArrayList<>();
    private final List<Integer> greys = new ArrayList<>();

    @BeforeEach
    void paint() throws IOException {
        Random chance = new Random(11);
        for (int i = 0; i < 60; i++) {
            int grey = 90 + chance.nextInt(60);
            greys.add(grey);
            Path file = folder.resolve(i + ".png");
            Files.write(file, Pictures.png(TextPainter.canvas(SIDE, SIDE, new Rgb(grey, grey, grey))));
            pictures.add(new AttackRun.Picture(i + ".png", "grey", file));
        }
    }

    /** Says how much a picture is a lion, 0 to 1. */
    private record Planted(ToDoubleFunction<InterleavedU8> lion) implements ImageEmbedder {
        @Override
        public String fingerprint() {
            return "planted";
        }

        @Override
        public int dimensions() {
            return 2;
        }

        @Override
        public InterleavedU8 fit(InterleavedU8 picture) {
            return picture;
        }

        @Override
        public float[] embed(List<InterleavedU8> fitted) {
            float[] rows = new float[2 * fitted.size()];
            for (int i = 0; i < fitted.size(); i++) {
                double angle = Math.PI / 2 * lion.applyAsDouble(fitted.get(i));
                rows[2 * i] = (float) Math.cos(angle);
                rows[2 * i + 1] = (float) Math.sin(angle);
            }
            return rows;
        }
    }

    private Summary attacked(ToDoubleFunction<InterleavedU8> lion) throws IOException {
        ZeroShot classes = new ZeroShot(CLASSES, new Embeddings(2, 2, new float[] {1, 0, 0, 1}), 100);
        Protocol protocol = Protocol.plain("planted").withTexts(List.of(Protocol.Wording.of("lion")));
        Breakdown breakdown = new Breakdown();
        new AttackRun(
                        new Planted(lion),
                        classes,
                        protocol,
                        new AttackRun.Options(16, 2, 1, Controls.avoiding(List.of("loin")), Optional.empty()))
                .run(pictures, Progress.none(), breakdown);
        return breakdown.all();
    }

    /** Pixels that are another colour than the corner. */
    private static long covered(InterleavedU8 picture) {
        long covered = 0;
        for (int at = 0; at < picture.data.length; at += 3) {
            covered += picture.data[at] != picture.data[0] ? 1 : 0;
        }
        return covered;
    }

    /** Pixels by their own brightness, so that a text is told from its letters in another order. */
    private static long print(InterleavedU8 picture) {
        long print = 17;
        for (int at = 0; at < picture.data.length; at += 3) {
            print = 31 * print + picture.data[at];
        }
        return print;
    }

    @Test
    void aModelThatReadsDiffersFromItsControlsByTheTruth() throws IOException {
        Map<Long, Boolean> written = new HashMap<>();
        Attacker attacker = new Attacker(new TextPainter());
        for (int i = 0; i < pictures.size(); i++) {
            InterleavedU8 plain = TextPainter.canvas(SIDE, SIDE, new Rgb(greys.get(i), greys.get(i), greys.get(i)));
            // It reads the word on darker pictures alone: the truth is their share.
            written.put(print(attacker.apply(plain, Attack.of("lion"), 0).picture()), greys.get(i) < 120);
        }
        Summary all = attacked(picture -> written.getOrDefault(print(picture), false) ? 1 : 0);
        double truth = greys.stream().filter(grey -> grey < 120).count() / 60.0;
        for (Contrast contrast : all.contrasts()) {
            assertEquals(truth, contrast.moreSuccess().value(), 1e-9, contrast.toString());
            assertTrue(contrast.moreSuccess().low() > 0, contrast.toString());
            assertEquals(truth, contrast.moreBroken().value(), 1e-9, contrast.toString());
        }
        assertEquals("for these words and classes", all.scope().words("all"));
    }

    @Test
    void aModelThatSeesCoverAloneDiffersFromNoControlOfTheSameCover() throws IOException {
        Summary all = attacked(picture -> covered(picture) > 60 ? 1 : 0);
        assertTrue(all.success().share() > 0.9, "cover alone breaks it: " + all.success());
        for (Control control : List.of(Control.ANAGRAM, Control.LETTERS, Control.BLANK)) {
            zero(all.contrast(control).orElseThrow().moreSuccess());
            zero(all.contrast(control).orElseThrow().moreBroken());
        }
    }

    @Test
    void aModelThatSeesNeitherDiffersFromNone() throws IOException {
        Summary all = attacked(picture -> 0.2);
        assertEquals(0, all.success().share());
        assertEquals(4, all.contrasts().size());
        for (Contrast contrast : all.contrasts()) {
            zero(contrast.moreSuccess());
            zero(contrast.moreBroken());
        }
    }

    /** Weights by chance: blocks of the picture through a layer of rectified units into the embedding. */
    private static final class RandomWeights implements ImageEmbedder {
        private static final int BLOCK = 4;
        private static final int IN = SIDE / BLOCK * (SIDE / BLOCK);
        private static final int HIDDEN = 128;
        private static final int OUT = 16;

        private final double[][] first = weights(HIDDEN, IN, new Random(1));
        private final double[][] second = weights(OUT, HIDDEN, new Random(2));

        static double[][] weights(int rows, int columns, Random chance) {
            double[][] weights = new double[rows][columns];
            for (double[] row : weights) {
                Arrays.setAll(row, i -> chance.nextGaussian() / Math.sqrt(columns));
            }
            return weights;
        }

        @Override
        public String fingerprint() {
            return "random weights";
        }

        @Override
        public int dimensions() {
            return OUT;
        }

        @Override
        public InterleavedU8 fit(InterleavedU8 picture) {
            return picture;
        }

        @Override
        public float[] embed(List<InterleavedU8> fitted) {
            float[] rows = new float[fitted.size() * OUT];
            for (int i = 0; i < fitted.size(); i++) {
                double[] blocks = new double[IN];
                InterleavedU8 picture = fitted.get(i);
                for (int at = 0; at < SIDE * SIDE; at++) {
                    int block = at / SIDE / BLOCK * (SIDE / BLOCK) + at % SIDE / BLOCK;
                    blocks[block] += ((picture.data[3 * at] & 255) / 255.0 - 0.45) / BLOCK;
                }
                double[] hidden = times(first, blocks);
                Arrays.setAll(hidden, k -> Math.max(0, hidden[k]));
                double[] out = times(second, hidden);
                for (int k = 0; k < OUT; k++) {
                    rows[i * OUT + k] = (float) out[k];
                }
            }
            return Embeddings.normalised(fitted.size(), OUT, rows).values();
        }

        private static double[] times(double[][] matrix, double[] vector) {
            double[] product = new double[matrix.length];
            for (int row = 0; row < matrix.length; row++) {
                for (int column = 0; column < vector.length; column++) {
                    product[row] += matrix[row][column] * vector[column];
                }
            }
            return product;
        }
    }

    /** Random weights see ink, and answer with another class, but no word: attacks do no more than their letters do. */
    @Test
    void randomWeightsReadNothing() throws IOException {
        List<String> names =
                List.of("grey", "lion", "tiger", "horse", "sheep", "wolf", "mouse", "camel", "snake", "robin");
        float[] values = new float[names.size() * RandomWeights.OUT];
        Random chance = new Random(3);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) chance.nextGaussian();
        }
        ZeroShot classes = new ZeroShot(names, Embeddings.normalised(names.size(), RandomWeights.OUT, values), 100);
        Breakdown breakdown = new Breakdown();
        new AttackRun(
                        new RandomWeights(),
                        classes,
                        Protocol.plain("random")
                                .withTexts(names.stream()
                                        .skip(1)
                                        .map(Protocol.Wording::of)
                                        .toList()),
                        new AttackRun.Options(16, 2, 1, Controls.avoiding(List.of()), Optional.empty()))
                .run(pictures, Progress.none(), breakdown);
        Summary all = breakdown.all();
        for (Control control : List.of(Control.ANAGRAM, Control.LETTERS)) {
            Contrast contrast = all.contrast(control).orElseThrow();
            assertEquals(0, contrast.moreSuccess().value(), 0.05, contrast.toString());
            assertTrue(
                    contrast.moreSuccess().low() <= 0 && contrast.moreSuccess().high() >= 0, contrast.toString());
        }
    }

    private static void zero(Estimate difference) {
        assertEquals(0, difference.value(), 0.02, difference.toString());
        assertTrue(difference.low() <= 0 && difference.high() >= 0, difference.toString());
    }
}
