package org.clipprobe.image;

import org.clipprobe.image.Preprocessing.CentreCrop;
import org.clipprobe.image.Preprocessing.Cover;
import org.clipprobe.image.Preprocessing.CropRounding;
import org.clipprobe.image.Preprocessing.Geometry;
import org.clipprobe.image.Preprocessing.LongestEdge;
import org.clipprobe.image.Preprocessing.ShortestEdge;
import org.clipprobe.image.Preprocessing.Squash;
import org.clipprobe.image.Preprocessing.SquashThenCrop;

/** Turns a {@link Geometry} and a picture's size into what is to be resampled, with each original's own rounding. */
final class Framing {
    private Framing() {}

    static Window window(Geometry geometry, int width, int height) {
        if (geometry instanceof ShortestEdge g) {
            long fullWidth = width <= height ? g.edge() : longer(g.edge(), width, height);
            long fullHeight = width <= height ? longer(g.edge(), height, width) : g.edge();
            return centred(fullWidth, fullHeight, g, g.rounding());
        }
        if (geometry instanceof Squash g) {
            return new Window(g.width(), g.height(), 0, 0, g.width(), g.height());
        }
        if (geometry instanceof SquashThenCrop g) {
            return centred(g.fullWidth(), g.fullHeight(), g, CropRounding.FLOOR);
        }
        if (geometry instanceof LongestEdge g) {
            double ratio = Math.max((double) height / g.height(), (double) width / g.width());
            return scaled(width, height, ratio, g);
        }
        if (geometry instanceof Cover g) {
            double ratio = Math.min((double) height / g.height(), (double) width / g.width());
            return scaled(width, height, ratio, g);
        }
        return centred(width, height, (CentreCrop) geometry, CropRounding.FLOOR);
    }

    /** Hugging Face and torchvision cut the longer edge's fraction off. */
    private static long longer(int edge, int longSide, int shortSide) {
        return (long) ((double) ((long) edge * longSide) / shortSide);
    }

    /** open_clip rounds half to even, down to no pixel at all: a strip keeps at least one. */
    private static Window scaled(int width, int height, double ratio, Geometry geometry) {
        long fullWidth = Math.max(1, (long) Math.rint(width / ratio));
        long fullHeight = Math.max(1, (long) Math.rint(height / ratio));
        return centred(fullWidth, fullHeight, geometry, CropRounding.HALF_EVEN);
    }

    private static Window centred(long fullWidth, long fullHeight, Geometry geometry, CropRounding rounding) {
        long left = offset(fullWidth - geometry.width(), rounding);
        long top = offset(fullHeight - geometry.height(), rounding);
        return new Window(fullWidth, fullHeight, left, top, geometry.width(), geometry.height());
    }

    /** @param surplus how much longer the picture is than the crop; negative where it is shorter and gets a margin */
    private static long offset(long surplus, CropRounding rounding) {
        return switch (rounding) {
            case FLOOR -> Math.floorDiv(surplus, 2);
            case HALF_EVEN -> surplus < 0 ? -(-surplus / 2) : (long) Math.rint(surplus / 2.0);
        };
    }
}
