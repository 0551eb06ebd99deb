package org.clipprobe.image;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a model's pictures go through before the vision tower: resize, crop, rescale, normalise.
 *
 * @param geometry how a picture of any size becomes one of the model's input size
 * @param resampling the filter of the resize
 * @param rescale factor that takes 0…255 to the range in which mean and std are given, usually 1/255
 * @param offset subtracted after rescaling, usually 0
 * @param mean per channel, subtracted after that
 * @param std per channel, divided by after subtracting
 */
public record Preprocessing(
        Geometry geometry, Resampling resampling, double rescale, double offset, List<Double> mean, List<Double> std) {

    /** How a picture of any size becomes one of the model's input size. */
    public sealed interface Geometry {
        /** Width of the model's input in pixels. */
        int width();

        /** Height of the model's input in pixels. */
        int height();
    }

    /** How the offset of a centre crop is rounded: down (Hugging Face) or half to even (torchvision). */
    public enum CropRounding {
        FLOOR,
        HALF_EVEN
    }

    /** The shorter edge to {@code edge}, then a centre crop (padded with black where the picture is smaller). */
    public record ShortestEdge(int edge, int width, int height, CropRounding rounding) implements Geometry {}

    /** The whole picture to the input size, whatever its proportions. */
    public record Squash(int width, int height) implements Geometry {}

    /** The whole picture to {@code fullWidth × fullHeight}, then a centre crop (Hugging Face). */
    public record SquashThenCrop(int fullWidth, int fullHeight, int width, int height) implements Geometry {}

    /** The longer edge to the input size, the rest filled evenly on both sides with {@code fill} (open_clip). */
    public record LongestEdge(int width, int height, int fill) implements Geometry {}

    /** As large as covers an input that is not square, then a centre crop (open_clip). */
    public record Cover(int width, int height) implements Geometry {}

    /** A centre crop of the picture as it is, padded with black where it is smaller (Hugging Face without resize). */
    public record CentreCrop(int width, int height) implements Geometry {}

    /** Without an offset. */
    public Preprocessing(
            Geometry geometry, Resampling resampling, double rescale, List<Double> mean, List<Double> std) {
        this(geometry, resampling, rescale, 0, mean, std);
    }

    /** Copies the lists and checks that every number makes sense. */
    public Preprocessing {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        if (geometry.width() < 1 || geometry.height() < 1) {
            throw new IllegalArgumentException("expected an input size of at least 1 × 1, found " + geometry);
        }
        if (mean.size() != 3 || std.size() != 3 || std.contains(0.0)) {
            throw new IllegalArgumentException(
                    "expected 3 means and 3 standard deviations other than 0, found " + mean + " and " + std);
        }
    }

    /**
     * Reads Hugging Face's {@code processor_config.json} (where the image processor is in it, as transformers 5 writes
     * it) or {@code preprocessor_config.json}, or open_clip's {@code preprocess_cfg.json} or
     * {@code open_clip_config.json} from a model's folder or the folder of its vision tower, {@code visual}.
     *
     * @return empty when the folder has none of them
     * @throws IOException when a file is there and cannot be understood; the message names it and what was found
     */
    public static Optional<Preprocessing> read(Path modelFolder) throws IOException {
        return PreprocessingConfig.find(modelFolder);
    }

    /** CLIP's own preprocessing for a square input of {@code size} pixels, as Hugging Face does it. */
    public static Preprocessing clip(int size) {
        return new Preprocessing(
                new ShortestEdge(size, size, size, CropRounding.FLOOR),
                Resampling.BICUBIC,
                1 / 255.0,
                List.of(0.48145466, 0.4578275, 0.40821073),
                List.of(0.26862954, 0.26130258, 0.27577711));
    }

    /** The picture at the model's input size, still 8-bit RGB. */
    public InterleavedU8 fit(InterleavedU8 picture) {
        Window window = Framing.window(geometry, picture.width, picture.height);
        if (!window.hasMargin()) {
            return Resampler.resample(picture, window, resampling);
        }
        InterleavedU8 framed = new InterleavedU8(window.width(), window.height(), picture.numBands);
        if (geometry instanceof LongestEdge longest) {
            Arrays.fill(framed.data, (byte) longest.fill());
        }
        Window part = window.onPicture();
        int x = (int) (part.left() - window.left());
        int y = (int) (part.top() - window.top());
        framed.subimage(x, y, x + part.width(), y + part.height()).setTo(Resampler.resample(picture, part, resampling));
        return framed;
    }

    /**
     * Writes a fitted picture as the tower's input, in the arithmetic of the Python originals: rescaled in double
     * precision, then normalised in single precision.
     *
     * @param fitted a picture of {@code width × height}, as {@link #fit} gives it
     * @param target receives {@code [3, height, width]} at {@code offset}
     * @throws IllegalArgumentException when the picture has another size or the target is too short
     */
    public void normalise(InterleavedU8 fitted, float[] target, int offset) {
        int plane = geometry.width() * geometry.height();
        if (fitted.width != geometry.width() || fitted.height != geometry.height() || fitted.numBands != 3) {
            throw new IllegalArgumentException("expected an RGB picture of " + geometry.width() + " × "
                    + geometry.height() + ", found " + fitted.width + " × " + fitted.height + " × " + fitted.numBands);
        }
        if (offset < 0 || target.length - offset < 3 * plane) {
            throw new IllegalArgumentException("expected room for " + 3 * plane + " values from " + offset
                    + " on, found an array of " + target.length);
        }
        for (int channel = 0; channel < 3; channel++) {
            float[] table = table(channel);
            int out = offset + channel * plane;
            for (int y = 0; y < fitted.height; y++) {
                int in = fitted.getIndex(0, y, channel);
                for (int x = 0; x < fitted.width; x++, in += 3) {
                    target[out++] = table[fitted.data[in] & 0xff];
                }
            }
        }
    }

    /** What each of the 256 values becomes in one channel. */
    private float[] table(int channel) {
        float centre = mean.get(channel).floatValue();
        float spread = std.get(channel).floatValue();
        float[] table = new float[256];
        for (int value = 0; value < table.length; value++) {
            table[value] = ((float) (value * rescale) - (float) offset - centre) / spread;
        }
        return table;
    }
}
