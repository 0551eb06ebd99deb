package org.clipprobe.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The small models of the tests and the values that PyTorch computed for them. */
public final class Fixtures {
    public static final Path ROOT = Path.of(System.getProperty("clipprobe.root"));
    public static final Path MODELS = ROOT.resolve("clip-probe/src/test/resources/models");
    public static final Path SAMPLE = ROOT.resolve("samples/emoji-clip");

    private Fixtures() {}

    /** An array of a {@code .npy} file, float32, int32 or int64, as floats or as whole numbers. */
    public record Npy(int[] shape, float[] floats, long[] longs) {
        static Npy read(Path file) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            int header = bytes.getShort(8);
            String text = new String(bytes.array(), 10, header, StandardCharsets.ISO_8859_1);
            Matcher dims = Pattern.compile("\\(([0-9, ]*)\\)").matcher(text);
            if (!dims.find() || text.contains("'fortran_order': True")) {
                throw new IOException(file + ": expected a C-ordered array, found " + text);
            }
            int[] shape = Arrays.stream(dims.group(1).split(","))
                    .map(String::strip)
                    .filter(size -> !size.isEmpty())
                    .mapToInt(Integer::parseInt)
                    .toArray();
            int size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
            bytes.position(10 + header);
            float[] floats = new float[0];
            long[] longs = new long[0];
            if (text.contains("<f4")) {
                floats = new float[size];
                bytes.asFloatBuffer().get(floats);
            } else {
                longs = new long[size];
                for (int i = 0; i < size; i++) {
                    longs[i] = text.contains("<i4") ? bytes.getInt() : bytes.getLong();
                }
            }
            return new Npy(shape, floats, longs);
        }
    }

    public static Npy golden(String model, String name) throws IOException {
        return Npy.read(MODELS.resolve(model).resolve("golden").resolve(name + ".npy"));
    }

    /** The prompts of a model's goldens, padding included, as they were fed to PyTorch. */
    public static List<Tokens> prompts(String model) throws IOException {
        Npy ids = golden(model, "input_ids");
        List<Tokens> prompts = new ArrayList<>();
        int length = ids.shape()[1];
        for (int i = 0; i < ids.shape()[0]; i++) {
            int[] tokens = new int[length];
            for (int j = 0; j < length; j++) {
                tokens[j] = Math.toIntExact(ids.longs()[i * length + j]);
            }
            prompts.add(Tokens.of(tokens));
        }
        return prompts;
    }

    static float largestDifference(float[] expected, float[] found) {
        if (expected.length != found.length) {
            throw new AssertionError("expected " + expected.length + " values, found " + found.length);
        }
        float largest = 0;
        for (int i = 0; i < expected.length; i++) {
            float difference = Math.abs(expected[i] - found[i]);
            largest = Float.isNaN(difference) ? Float.POSITIVE_INFINITY : Math.max(largest, difference);
        }
        return largest;
    }
}
