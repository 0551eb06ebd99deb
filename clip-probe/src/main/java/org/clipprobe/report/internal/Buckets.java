package org.clipprobe.report.internal;

import java.util.ArrayList;
import java.util.List;
import org.clipprobe.report.page.Numbers;

/** A unit's activations in buckets of equal width, each with examples from all over it. */
final class Buckets {
    private static final int COUNT = 10;
    private static final int SHOWN = 4;

    private Buckets() {}

    /**
     * One bucket.
     *
     * @param range of its activations, in words
     * @param count of its examples
     * @param share width of its bar, in percent of the fullest bucket's, on a logarithmic scale
     * @param examples some of them, the strongest first
     */
    record Bucket(String range, int count, String share, List<Integer> examples) {}

    /** Buckets from the strongest to the weakest; {@code order} holds examples, the strongest first. */
    static List<Bucket> of(float[] column, int[] order) {
        if (order.length == 0) {
            return List.of();
        }
        double most = column[order[0]];
        double least = column[order[order.length - 1]];
        double width = (most - least) / COUNT;
        List<List<Integer>> members = new ArrayList<>();
        for (int b = 0; b < COUNT; b++) {
            members.add(new ArrayList<>());
        }
        for (int example : order) {
            int bucket = width > 0 ? (int) Math.min(COUNT - 1, (column[example] - least) / width) : 0;
            members.get(bucket).add(example);
        }
        int fullest = members.stream().mapToInt(List::size).max().orElse(1);
        List<Bucket> buckets = new ArrayList<>();
        for (int b = COUNT - 1; b >= 0; b--) {
            String range = Numbers.activation(least + b * width) + " to " + Numbers.activation(least + (b + 1) * width);
            int count = members.get(b).size();
            String share = Numbers.decimals(100 * StrictMath.log1p(count) / StrictMath.log1p(fullest), 1) + "%";
            buckets.add(new Bucket(range, count, share, spread(members.get(b))));
        }
        return buckets;
    }

    private static List<Integer> spread(List<Integer> members) {
        if (members.size() <= SHOWN) {
            return members;
        }
        List<Integer> some = new ArrayList<>();
        for (int i = 0; i < SHOWN; i++) {
            some.add(members.get((int) ((long) i * (members.size() - 1) / (SHOWN - 1))));
        }
        return some;
    }
}
