package org.clipprobe.attack.run;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.clipprobe.concept.set.Embeddings;
import org.clipprobe.image.Resampling;
import org.clipprobe.image.Resize;

/**
 * A planted model that only counts dark pixels: a picture of which more than {@code threshold} is dark is {@code dark}, any
 * other is {@code light}, and nothing is ever {@code neither}.
 */
public final class DarkPixels implements ImageEmbedder {
    static final List<String> CLASSES = List.of("light", "dark", "neither");
    public static final int SIDE = 48;

    private final double threshold;
    private int embedded;
    private int failAfter = Integer.MAX_VALUE;
    private final List<Integer> batches = new ArrayList<>();

    public DarkPixels(double threshold) {
        this.threshold = threshold;
    }

    public static ZeroShot classes() {
        return new ZeroShot(CLASSES, new Embeddings(3, 2, new float[] {1, 0, 0, 1, -1, 0}), 100);
    }

    DarkPixels failingAfter(int pictures) {
        failAfter = pictures;
        return this;
    }

    int embedded() {
        return embedded;
    }

    List<Integer> batches() {
        return batches;
    }

    static double darkShare(InterleavedU8 picture) {
        int[] dark = new int[1];
        picture.forEachXY((x, y) -> {
            int rgb = picture.get24(x, y);
            dark[0] += (rgb >> 16) + (rgb >> 8 & 255) + (rgb & 255) < 200 ? 1 : 0;
        });
        return (double) dark[0] / (picture.width * picture.height);
    }

    String sees(InterleavedU8 fitted) {
        return darkShare(fitted) > threshold ? "dark" : "light";
    }

    @Override
    public String fingerprint() {
        return "dark pixels above " + threshold;
    }

    @Override
    public int dimensions() {
        return 2;
    }

    @Override
    public InterleavedU8 fit(InterleavedU8 picture) {
        return Resize.resize(picture, SIDE, SIDE, Resampling.BICUBIC);
    }

    @Override
    public float[] embed(List<InterleavedU8> fitted) throws IOException {
        batches.add(fitted.size());
        float[] values = new float[2 * fitted.size()];
        for (int i = 0; i < fitted.size(); i++) {
            if (++embedded > failAfter) {
                throw new IOException("interrupted");
            }
            double share = darkShare(fitted.get(i));
            double angle = Math.PI / 4 * Math.min(2, share / threshold);
            values[2 * i] = (float) Math.cos(angle);
            values[2 * i + 1] = (float) Math.sin(angle);
        }
        return values;
    }
}
