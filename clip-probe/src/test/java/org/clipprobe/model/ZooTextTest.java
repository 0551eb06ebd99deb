package org.clipprobe.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Text towers as their users export them, from prompt to embedding and hook points, against PyTorch: the padding token is
 * the tokenizer's, prompts are cleaned, causality is not taken for granted, and padding is in no pooled value.
 */
class ZooTextTest {
    private static final float EXACT = 1e-5f;
    private static final Path COPIED = Fixtures.ROOT.resolve("clip-probe/src/test/resources/zoo");
    private static final Path WHOLE =
            Fixtures.ROOT.resolve("../shared/zoo").toAbsolutePath().normalize();

    /** Not about prompts: quantised to 4 bits, without an embedding, or in a folder inside. */
    private static final Set<String> OTHERS = Set.of("clip_bnb4", "clip_joint_logits_only", "st_0_CLIPModel");

    /** There the hook stood before the layer's normalisation. */
    private static final String BEFORE_NORMALISATION = "chinese_clip_preln";

    @TestFactory
    Stream<DynamicTest> promptsGiveWhatPyTorchGives() throws IOException {
        List<Path> cases = new ArrayList<>();
        for (Path folder : List.of(COPIED, WHOLE)) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> all = Files.list(folder)) {
                    all.filter(each -> Files.exists(each.resolve("golden/text.embedding.npy"))
                                    && !OTHERS.contains(each.getFileName().toString()))
                            .sorted()
                            .forEach(cases::add);
                }
            }
        }
        assertTrue(cases.size() >= 4, cases.toString());
        return cases.stream().map(each -> DynamicTest.dynamicTest(name(each), () -> check(each)));
    }

    private static String name(Path folder) {
        return folder.getParent().getFileName() + "/" + folder.getFileName();
    }

    private static void check(Path folder) throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("prompts.txt")).stream()
                .filter(line -> !line.isEmpty())
                .toList();
        try (ClipModel model = ClipModel.open(folder.resolve("model"))) {
            TextTower tower = model.requireText();
            List<Tokens> prompts = tower.tokenize(lines);
            Fixtures.Npy ids = Fixtures.Npy.read(folder.resolve("golden/ids.npy"));
            for (int row = 0; row < prompts.size(); row++) {
                int[] found = prompts.get(row).ids();
                for (int i = 0; i < found.length; i++) {
                    assertEquals(ids.longs()[row * ids.shape()[1] + i], found[i], lines.get(row));
                }
            }
            checkValues(folder, tower, prompts);
        }
    }

    private static void checkValues(Path folder, TextTower tower, List<Tokens> prompts) throws IOException {
        List<Capture> captures = new ArrayList<>();
        for (HookPoint point : tower.hookPoints()) {
            if (Files.exists(golden(folder, point.name()))) {
                captures.add(new Capture(point, Pooling.NONE));
                captures.add(new Capture(point, Pooling.MAX));
                captures.add(new Capture(point, Pooling.MEAN));
            }
        }
        assertTrue(captures.size() >= 3, "no hook points are compared");
        try (TextSession session = tower.open(captures)) {
            TowerOutput output = session.run(prompts);
            checkEmbeddings(folder, output.embeddings());
            for (Captured captured : output.captured()) {
                checkHookPoint(folder, prompts, captured);
            }
        }
    }

    private static Path golden(Path folder, String hook) {
        boolean sums = folder.endsWith(BEFORE_NORMALISATION);
        String name = sums && hook.endsWith(".resid") ? "none" : sums ? hook.replace(".resid_sum", ".resid") : hook;
        return folder.resolve("golden").resolve(name + ".npy");
    }

    private static void checkEmbeddings(Path folder, float[] found) throws IOException {
        Fixtures.Npy golden = Fixtures.Npy.read(folder.resolve("golden/text.embedding.npy"));
        int dimensions = golden.shape()[1];
        float[] expected = golden.floats().clone();
        for (int from = 0; from < expected.length; from += dimensions) {
            double squares = 0;
            for (int i = from; i < from + dimensions; i++) {
                squares += (double) expected[i] * expected[i];
            }
            for (int i = from; i < from + dimensions; i++) {
                expected[i] = (float) (expected[i] / Math.sqrt(squares));
            }
        }
        assertArrayEquals(expected, found, EXACT);
    }

    /** At the prompts' own tokens; behind them at every position that was run. */
    private static void checkHookPoint(Path folder, List<Tokens> prompts, Captured captured) throws IOException {
        Fixtures.Npy golden =
                Fixtures.Npy.read(golden(folder, captured.capture().at().name()));
        int units = captured.capture().at().units();
        boolean tokensFirst = golden.shape()[0] != prompts.size();
        int length = golden.shape()[tokensFirst ? 0 : 1];
        float largest = 1;
        for (float value : golden.floats()) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int row = 0; row < prompts.size(); row++) {
            float[][] positions = new float[length][];
            for (int position = 0; position < length; position++) {
                int at = tokensFirst ? position * prompts.size() + row : row * length + position;
                positions[position] = Arrays.copyOfRange(golden.floats(), at * units, (at + 1) * units);
            }
            int tokens = prompts.get(row).ids().length;
            String what = captured.capture() + " of prompt " + row;
            if (captured.capture().pooling() != Pooling.NONE) {
                float[] expected = pooled(captured.capture().pooling(), Arrays.copyOf(positions, tokens));
                assertArrayEquals(expected, row(captured.values(), units, row), EXACT * largest, what);
                continue;
            }
            int run = captured.shape()[1];
            boolean padded = run == length
                    && length
                            > prompts.stream()
                                    .mapToInt(p -> p.ids().length)
                                    .max()
                                    .orElse(0);
            for (int position = 0; position < (padded ? length : tokens); position++) {
                float[] found = row(captured.values(), units, row * run + position);
                assertArrayEquals(positions[position], found, EXACT * largest, what + ", position " + position);
            }
        }
    }

    private static float[] pooled(Pooling pooling, float[][] positions) {
        float[] result = new float[positions[0].length];
        for (int unit = 0; unit < result.length; unit++) {
            double most = Double.NEGATIVE_INFINITY;
            double sum = 0;
            for (float[] position : positions) {
                most = Math.max(most, position[unit]);
                sum += position[unit];
            }
            result[unit] = (float) (pooling == Pooling.MAX ? most : sum / positions.length);
        }
        return result;
    }

    private static float[] row(float[] values, int units, int row) {
        return Arrays.copyOfRange(values, row * units, (row + 1) * units);
    }
}
