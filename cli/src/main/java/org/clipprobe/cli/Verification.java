package org.clipprobe.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.clipprobe.image.Preprocessing;
import org.clipprobe.model.Capture;
import org.clipprobe.model.Captured;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.Pooling;
import org.clipprobe.model.TextSession;
import org.clipprobe.model.TextTower;
import org.clipprobe.model.Tokens;
import org.clipprobe.model.Tower;
import org.clipprobe.model.TowerOutput;
import org.clipprobe.model.VisionSession;
import org.clipprobe.model.VisionTower;
import org.clipprobe.run.ContentKey;

/**
 * What a model makes of the verification set, in the order in which it is made, so that the first array that differs says
 * what is wrong: tokens, pixels, hidden MLP neurons by depth (the maximum over positions), embeddings of length 1.
 *
 * @param arrays rows of one picture or prompt each
 */
record Verification(Map<String, Matrix> arrays) {
    /** The name of the token ids, short rows filled up with −1. */
    static final String TOKENS = "tokens";

    /** The name of the pixels as they enter the tower. */
    static final String PIXELS = "pixels";

    /** Values in C order. */
    record Matrix(int rows, float[] values) {}

    static Verification of(ClipModel model) throws IOException {
        Map<String, Matrix> arrays = new LinkedHashMap<>();
        if (model.vision().isPresent()) {
            pictures(model.vision().get(), arrays);
        }
        if (model.text().isPresent()) {
            prompts(model.text().get(), arrays);
        }
        return new Verification(arrays);
    }

    private static void pictures(VisionTower tower, Map<String, Matrix> arrays) throws IOException {
        Preprocessing preprocessing = tower.preprocessing();
        int count = VerificationSet.pictures();
        int size =
                3 * preprocessing.geometry().width() * preprocessing.geometry().height();
        float[] pixels = new float[Math.multiplyExact(count, size)];
        for (int i = 0; i < count; i++) {
            preprocessing.normalise(preprocessing.fit(VerificationSet.picture(i)), pixels, i * size);
        }
        arrays.put(PIXELS, new Matrix(count, pixels));
        try (VisionSession session = tower.open(captures(tower))) {
            put(session.run(pixels, count), "vision", count, arrays);
        }
    }

    private static void prompts(TextTower tower, Map<String, Matrix> arrays) throws IOException {
        List<Tokens> prompts = tower.tokenize(VerificationSet.PROMPTS);
        int longest =
                prompts.stream().mapToInt(prompt -> prompt.ids().length).max().orElseThrow();
        float[] ids = new float[prompts.size() * longest];
        Arrays.fill(ids, -1);
        for (int row = 0; row < prompts.size(); row++) {
            int[] found = prompts.get(row).ids();
            for (int i = 0; i < found.length; i++) {
                ids[row * longest + i] = found[i];
            }
        }
        arrays.put(TOKENS, new Matrix(prompts.size(), ids));
        try (TextSession session = tower.open(captures(tower))) {
            put(session.run(prompts), "text", prompts.size(), arrays);
        }
    }

    private static List<Capture> captures(Tower<?> tower) {
        return tower.hookPoints().stream()
                .filter(point -> point.name().endsWith(".mlp"))
                .map(point -> new Capture(point, Pooling.MAX))
                .toList();
    }

    private static void put(TowerOutput output, String tower, int rows, Map<String, Matrix> arrays) {
        for (Captured captured : output.captured()) {
            arrays.put(captured.capture().at().name(), new Matrix(rows, captured.values()));
        }
        arrays.put(tower + ".embed", new Matrix(rows, output.embeddings()));
    }

    /** SHA-256 of all arrays, to the last bit: the same files on the same kind of processor give the same one. */
    String fingerprint() {
        List<String> parts = new ArrayList<>();
        arrays.forEach((name, matrix) -> {
            ByteBuffer bytes =
                    ByteBuffer.allocate(matrix.values().length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(matrix.values());
            parts.add(name);
            parts.add(ContentKey.of(bytes.array()).hex());
        });
        return ContentKey.of(parts.toArray(String[]::new)).hex();
    }

    /** Cosine similarities of the first pictures with the first prompts; empty where a tower is missing. */
    List<double[]> cosines(int pictures, int prompts) {
        if (!Stream.of("vision.embed", "text.embed").allMatch(arrays::containsKey)) {
            return List.of();
        }
        List<double[]> rows = new ArrayList<>();
        for (int picture = 0; picture < pictures; picture++) {
            double[] row = new double[prompts];
            for (int prompt = 0; prompt < prompts; prompt++) {
                row[prompt] = cosine(arrays.get("vision.embed"), picture, arrays.get("text.embed"), prompt);
            }
            rows.add(row);
        }
        return rows;
    }

    private static double cosine(Matrix one, int i, Matrix other, int j) {
        int dimensions = one.values().length / one.rows();
        double sum = 0;
        for (int d = 0; d < dimensions; d++) {
            sum += (double) one.values()[i * dimensions + d] * other.values()[j * dimensions + d];
        }
        return sum;
    }
}
