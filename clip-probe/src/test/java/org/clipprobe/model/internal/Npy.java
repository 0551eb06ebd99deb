package org.clipprobe.model.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A NumPy array file of float32 or int64 in C order. */
public record Npy(long[] shape, float[] floats, long[] longs) {
    private static final Pattern SHAPE = Pattern.compile("'shape': \\(([^)]*)\\)");

    public static Npy read(Path file) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int length = buffer.getShort(8) & 0xffff;
        String header = new String(buffer.array(), 10, length, StandardCharsets.US_ASCII);
        Matcher matcher = SHAPE.matcher(header);
        if (!matcher.find() || header.contains("'fortran_order': True")) {
            throw new IOException(file + ": " + header);
        }
        long[] shape = Arrays.stream(matcher.group(1).split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .mapToLong(Long::parseLong)
                .toArray();
        int size = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        buffer.position(10 + length);
        if (header.contains("<f4")) {
            float[] floats = new float[size];
            buffer.asFloatBuffer().get(floats);
            return new Npy(shape, floats, new long[0]);
        }
        long[] longs = new long[size];
        buffer.asLongBuffer().get(longs);
        return new Npy(shape, new float[0], longs);
    }

    /** {@code [tokens, batch, units]} to {@code [batch, tokens, units]}. */
    public Npy batchFirst() {
        int tokens = (int) shape[0];
        int batch = (int) shape[1];
        int units = (int) shape[2];
        float[] result = new float[floats.length];
        for (int t = 0; t < tokens; t++) {
            for (int b = 0; b < batch; b++) {
                System.arraycopy(floats, (t * batch + b) * units, result, (b * tokens + t) * units, units);
            }
        }
        return new Npy(new long[] {batch, tokens, units}, result, longs);
    }

    /** {@code [batch, channels, height, width]} to {@code [batch, height × width, channels]}. */
    public Npy channelsLast() {
        int batch = (int) shape[0];
        int channels = (int) shape[1];
        int area = (int) (shape[2] * shape[3]);
        float[] result = new float[floats.length];
        for (int b = 0; b < batch; b++) {
            for (int c = 0; c < channels; c++) {
                for (int p = 0; p < area; p++) {
                    result[(b * area + p) * channels + c] = floats[(b * channels + c) * area + p];
                }
            }
        }
        return new Npy(new long[] {batch, area, channels}, result, longs);
    }
}
