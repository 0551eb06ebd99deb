package org.clipprobe.attack.defence;

import boofcv.struct.image.InterleavedU8;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds lines of letters and paints over them: pixels much lighter or darker than their surroundings, connected into parts
 * of a letter's shape, at least three of one height side by side. What a text detector without training can do: large, plain
 * letters are found, others are not, and some patterns are taken for letters.
 */
final class TextFinder {
    private static final double CONTRAST = 32;
    private static final double SHORTEST = 0.06;
    private static final double TALLEST = 0.5;
    private static final int FEWEST_LETTERS = 3;

    /** A part's box in pixels; right and bottom exclusive. */
    record Part(int left, int top, int right, int bottom, int pixels) {
        int width() {
            return right - left;
        }

        int height() {
            return bottom - top;
        }

        private Part with(Part other) {
            return new Part(
                    Math.min(left, other.left),
                    Math.min(top, other.top),
                    Math.max(right, other.right),
                    Math.max(bottom, other.bottom),
                    pixels + other.pixels);
        }
    }

    private final InterleavedU8 picture;
    private final int width;
    private final int height;

    private TextFinder(InterleavedU8 picture) {
        this.picture = picture;
        this.width = picture.width;
        this.height = picture.height;
    }

    /** The picture with lines of letters painted over in the colour around them. */
    static InterleavedU8 masked(InterleavedU8 picture) {
        InterleavedU8 masked = picture.clone();
        for (Part line : lines(picture)) {
            paint(masked, line);
        }
        return masked;
    }

    /** Lines of letters, dark ones and light ones. */
    static List<Part> lines(InterleavedU8 picture) {
        TextFinder finder = new TextFinder(picture);
        double[] bright = finder.brightness();
        double[] around = finder.blurred(bright, Math.max(2, picture.height / 6));
        List<Part> lines = new ArrayList<>();
        for (int sign : new int[] {1, -1}) {
            boolean[] ink = new boolean[bright.length];
            for (int i = 0; i < ink.length; i++) {
                ink[i] = sign * (bright[i] - around[i]) > CONTRAST;
            }
            lines.addAll(finder.lines(finder.letters(ink)));
        }
        return lines;
    }

    private double[] brightness() {
        double[] bright = new double[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int at = picture.getIndex(x, y);
                bright[y * width + x] = 0.299 * (picture.data[at] & 255)
                        + 0.587 * (picture.data[at + 1] & 255)
                        + 0.114 * (picture.data[at + 2] & 255);
            }
        }
        return bright;
    }

    /** The mean within a square around each pixel. */
    private double[] blurred(double[] values, int reach) {
        double[] sums = new double[(width + 1) * (height + 1)];
        for (int y = 0; y < height; y++) {
            double row = 0;
            for (int x = 0; x < width; x++) {
                row += values[y * width + x];
                sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] + row;
            }
        }
        double[] blurred = new double[values.length];
        for (int y = 0; y < height; y++) {
            int top = Math.max(0, y - reach);
            int bottom = Math.min(height, y + reach + 1);
            for (int x = 0; x < width; x++) {
                int left = Math.max(0, x - reach);
                int right = Math.min(width, x + reach + 1);
                double sum = sums[bottom * (width + 1) + right]
                        - sums[top * (width + 1) + right]
                        - sums[bottom * (width + 1) + left]
                        + sums[top * (width + 1) + left];
                blurred[y * width + x] = sum / ((bottom - top) * (right - left));
            }
        }
        return blurred;
    }

    /** Connected ink of a letter's shape, from left to right. */
    private List<Part> letters(boolean[] ink) {
        List<Part> letters = new ArrayList<>();
        boolean[] seen = new boolean[ink.length];
        int[] open = new int[ink.length];
        for (int start = 0; start < ink.length; start++) {
            if (ink[start] && !seen[start]) {
                Part part = flooded(ink, seen, open, start);
                double tall = (double) part.height() / height;
                double fill = (double) part.pixels() / (part.width() * part.height());
                boolean letter = tall >= SHORTEST
                        && tall <= TALLEST
                        && part.width() <= 2 * part.height()
                        && part.height() <= 10 * part.width()
                        && fill > 0.15;
                if (letter) {
                    letters.add(part);
                }
            }
        }
        letters.sort(Comparator.comparingInt(Part::left).thenComparingInt(Part::top));
        return letters;
    }

    private Part flooded(boolean[] ink, boolean[] seen, int[] open, int start) {
        int count = 0;
        open[count++] = start;
        seen[start] = true;
        Part part = new Part(width, height, 0, 0, 0);
        for (int next = 0; next < count; next++) {
            int x = open[next] % width;
            int y = open[next] / width;
            part = part.with(new Part(x, y, x + 1, y + 1, 1));
            for (int dy = -1; dy <= 1; dy++) {
                for (int dx = -1; dx <= 1; dx++) {
                    int at = (y + dy) * width + x + dx;
                    boolean inside = x + dx >= 0 && x + dx < width && y + dy >= 0 && y + dy < height;
                    if (inside && ink[at] && !seen[at]) {
                        seen[at] = true;
                        open[count++] = at;
                    }
                }
            }
        }
        return part;
    }

    /** Letters of one height side by side, as many as make a word. */
    private List<Part> lines(List<Part> letters) {
        List<Part> lines = new ArrayList<>();
        boolean[] used = new boolean[letters.size()];
        for (int first = 0; first < letters.size(); first++) {
            if (used[first]) {
                continue;
            }
            Part line = letters.get(first);
            Part last = line;
            List<Integer> members = new ArrayList<>(List.of(first));
            for (int next = first + 1; next < letters.size(); next++) {
                if (!used[next] && follows(last, letters.get(next))) {
                    last = letters.get(next);
                    line = line.with(last);
                    members.add(next);
                }
            }
            if (members.size() >= FEWEST_LETTERS) {
                members.forEach(member -> used[member] = true);
                lines.add(line);
            }
        }
        return lines;
    }

    private static boolean follows(Part before, Part letter) {
        int tall = Math.max(before.height(), letter.height());
        int small = Math.min(before.height(), letter.height());
        int shared = Math.min(before.bottom(), letter.bottom()) - Math.max(before.top(), letter.top());
        return small * 2 >= tall && shared * 2 >= small && letter.left() - before.right() <= tall;
    }

    /** Fills a box, and a margin for strokes around the letters, with the mean colour of the pixels around it. */
    private static void paint(InterleavedU8 picture, Part line) {
        int margin = 1 + line.height() / 6;
        int left = Math.max(0, line.left() - margin);
        int top = Math.max(0, line.top() - margin);
        int right = Math.min(picture.width, line.right() + margin);
        int bottom = Math.min(picture.height, line.bottom() + margin);
        long[] sums = new long[3];
        int count = 0;
        for (int y = Math.max(0, top - 1); y < Math.min(picture.height, bottom + 1); y++) {
            for (int x = Math.max(0, left - 1); x < Math.min(picture.width, right + 1); x++) {
                if (y < top || y >= bottom || x < left || x >= right) {
                    int at = picture.getIndex(x, y);
                    for (int band = 0; band < 3; band++) {
                        sums[band] += picture.data[at + band] & 255;
                    }
                    count++;
                }
            }
        }
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                int at = picture.getIndex(x, y);
                for (int band = 0; band < 3; band++) {
                    picture.data[at + band] = (byte) (count == 0 ? 128 : sums[band] / count);
                }
            }
        }
    }
}
