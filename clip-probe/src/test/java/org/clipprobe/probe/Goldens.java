package org.clipprobe.probe;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Reads what src/test/python/probe/statistics.py wrote: lines of fields, fields of numbers. */
public final class Goldens {
    private Goldens() {}

    public static List<String[]> read(String name) {
        try (InputStream in = Goldens.class.getResourceAsStream(name)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().map(line -> line.split(";", -1)).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static double[] numbers(String field) {
        return Arrays.stream(field.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }

    public static float[] floats(String field) {
        double[] numbers = numbers(field);
        float[] floats = new float[numbers.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) numbers[i];
        }
        return floats;
    }
}
