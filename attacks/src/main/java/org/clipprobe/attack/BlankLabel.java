package org.clipprobe.attack;

import boofcv.struct.image.InterleavedU8;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.clipprobe.image.Rgb;

/**
 * A plain patch that changes a given number of pixels: around the middle of each copy of a text grows a rectangle of the
 * text's proportions, until so many pixels are another colour than before. Pixels that have the patch's colour already are
 * passed over.
 */
final class BlankLabel {
    private final InterleavedU8 picture;
    private final int[] colour;
    private final double opacity;
    private final Attacker.Pasted like;

    private record Pixel(int at, double distance) {}

    private BlankLabel(InterleavedU8 picture, Rgb colour, double opacity, Attacker.Pasted like) {
        this.picture = picture;
        this.colour = new int[] {colour.red(), colour.green(), colour.blue()};
        this.opacity = opacity;
        this.like = like;
    }

    /** A copy of the picture with the patch; it changes fewer pixels only where no more can change. */
    static InterleavedU8 on(InterleavedU8 picture, Rgb colour, double opacity, Attacker.Pasted like, long pixels) {
        InterleavedU8 covered = picture.clone();
        if (pixels > 0) {
            BlankLabel label = new BlankLabel(picture, colour, opacity, like);
            for (Pixel pixel : label.nearest(pixels)) {
                for (int band = 0; band < 3; band++) {
                    covered.data[pixel.at + band] = (byte) label.mixed(pixel.at, band);
                }
            }
        }
        return covered;
    }

    /** The pixels that change and lie nearest to a copy's middle, row by row among equals. */
    private List<Pixel> nearest(long pixels) {
        double reach = 1;
        List<Pixel> found = within(reach);
        while (found.size() < pixels
                && reach * Math.min(like.width(), like.height()) < 4.0 * (picture.width + picture.height)) {
            reach *= 2;
            found = within(reach);
        }
        found.sort(Comparator.comparingDouble(Pixel::distance).thenComparingInt(Pixel::at));
        return found.subList(0, (int) Math.min(pixels, found.size()));
    }

    /** Pixels that change within so many half widths and heights of a middle. */
    private List<Pixel> within(double reach) {
        double across = Math.max(1, like.width() / 2);
        double down = Math.max(1, like.height() / 2);
        boolean[] seen = new boolean[picture.width * picture.height];
        List<Pixel> found = new ArrayList<>();
        for (Placer.Spot middle : like.middles()) {
            int left = (int) Math.max(0, Math.floor(middle.left() - reach * across));
            int right = (int) Math.min(picture.width, Math.ceil(middle.left() + reach * across));
            int top = (int) Math.max(0, Math.floor(middle.top() - reach * down));
            int bottom = (int) Math.min(picture.height, Math.ceil(middle.top() + reach * down));
            for (int y = top; y < bottom; y++) {
                for (int x = left; x < right; x++) {
                    int at = picture.getIndex(x, y);
                    if (!seen[y * picture.width + x] && changes(at)) {
                        seen[y * picture.width + x] = true;
                        found.add(new Pixel(at, distance(x + 0.5, y + 0.5, across, down)));
                    }
                }
            }
        }
        return found;
    }

    private double distance(double x, double y, double across, double down) {
        double least = Double.POSITIVE_INFINITY;
        for (Placer.Spot middle : like.middles()) {
            double own = Math.max(Math.abs(x - middle.left()) / across, Math.abs(y - middle.top()) / down);
            least = Math.min(least, own);
        }
        return least;
    }

    private boolean changes(int at) {
        for (int band = 0; band < 3; band++) {
            if (mixed(at, band) != (picture.data[at + band] & 255)) {
                return true;
            }
        }
        return false;
    }

    private int mixed(int at, int band) {
        int below = picture.data[at + band] & 255;
        return (int) Math.round(below + opacity * (colour[band] - below));
    }
}
