package org.clipprobe.image;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a model's pictures go through before the vision tower: resize, crop, rescale, normalise.
 *
 * @param geometry how a picture of any size becomes one of the model's input size
 * @param resampling the filter of the resize
 * @param rescale factor that takes 0…255 to the range in which mean and std are given, usually 1/255
 * @param mean per channel, subtracted after rescaling
 * @param std per channel, divided by after subtracting
 */
public record Preprocessing(
        Geometry geometry, Resampling resampling, double rescale, List<Double> mean, List<Double> std) {

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

    /** The longer edge to the input size, the rest filled evenly on both sides with {@code fill} (open_clip). */
    public record LongestEdge(int width, int height, int fill) implements Geometry {}

    /**
     * Reads {@code preprocessor_config.json} (CLIP and SigLIP kinds) or open_clip's {@code preprocess_cfg.json} or
     * {@code open_clip_config.json} from a model's folder.
     *
     * @return empty when the folder has none of them
     * @throws IOException when a file is there and cannot be understood; the message names it and what was found
     */
    public static Optional<Preprocessing> read(Path modelFolder) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** CLIP's own preprocessing for a square input of {@code size} pixels. */
    public static Preprocessing clip(int size) {
        throw new UnsupportedOperationException();
    }

    /** The picture at the model's input size, still 8-bit RGB. */
    public InterleavedU8 fit(InterleavedU8 picture) {
        throw new UnsupportedOperationException();
    }

    /**
     * Writes a fitted picture as the tower's input.
     *
     * @param fitted a picture of {@code width × height}, as {@link #fit} gives it
     * @param target receives {@code [3, height, width]} at {@code offset}
     */
    public void normalise(InterleavedU8 fitted, float[] target, int offset) {
        throw new UnsupportedOperationException();
    }
}
