package org.clipprobe.look;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clipprobe.look.PatchMap.Kind;
import org.clipprobe.model.Capture;
import org.clipprobe.model.HookPoint;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.Pooling;
import org.clipprobe.model.Unit;
import org.clipprobe.model.VisionSession;
import org.clipprobe.model.VisionTower;
import org.clipprobe.model.VisionTower.Grid;

/**
 * What the token that is read out attends to: in single heads, in the last block, and through all blocks. Read a few blocks at
 * a time, from the last to the first, since whole patterns are large.
 */
final class AttentionMaps {
    private static final String PATTERN = ".attn_pattern";
    private static final String SHARE = "share of attention";

    /** Numbers of one picture's patterns that are held at once. */
    private static final long AT_ONCE = 16L << 20;

    private final VisionTower tower;
    private final List<HookPoint> patterns;
    private final Grid grid;

    private AttentionMaps(VisionTower tower, List<HookPoint> patterns, Grid grid) {
        this.tower = tower;
        this.patterns = patterns;
        this.grid = grid;
    }

    /** Empty where the graph shows no attention, or the tower has no CLS token before its patches. */
    static Optional<AttentionMaps> of(VisionTower tower) {
        List<HookPoint> patterns = tower.hookPoints().stream()
                .filter(point -> point.name().endsWith(PATTERN) && point.token())
                .toList();
        Optional<Grid> grid = patterns.isEmpty() ? Optional.empty() : tower.grid(patterns.get(0));
        return grid.filter(found -> found.others() > 0).map(found -> new AttentionMaps(tower, patterns, found));
    }

    /**
     * The maps of each picture: of the heads among the units, of the last block, and rollout.
     *
     * @param pictures {@code [3, height, width]} each
     */
    List<List<PatchMap>> of(List<float[]> pictures, List<Unit> units) throws ModelException {
        List<List<PatchMap>> maps = new ArrayList<>();
        List<double[]> flows = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            maps.add(new ArrayList<>());
            double[] flow = new double[grid.positions()];
            flow[0] = 1;
            flows.add(flow);
        }
        for (int to = patterns.size(); to > 0; ) {
            int from = Math.max(0, to - blocksAtOnce());
            List<HookPoint> some = patterns.subList(from, to);
            List<Capture> captures =
                    some.stream().map(point -> new Capture(point, Pooling.NONE)).toList();
            try (VisionSession session = tower.openCaptures(captures)) {
                for (int i = 0; i < pictures.size(); i++) {
                    var captured = session.run(pictures.get(i), 1).captured();
                    for (int block = some.size() - 1; block >= 0; block--) {
                        float[] pattern = captured.get(block).values();
                        boolean last = from + block == patterns.size() - 1;
                        add(maps.get(i), some.get(block), pattern, units, last);
                        flows.set(i, before(flows.get(i), pattern, heads(some.get(block))));
                    }
                }
            }
            to = from;
        }
        for (int i = 0; i < pictures.size(); i++) {
            maps.get(i).add(map(Kind.ROLLOUT, "all blocks", floats(flows.get(i))));
        }
        return maps;
    }

    private int blocksAtOnce() {
        long size = (long) grid.positions() * patterns.get(0).units();
        return (int) Math.max(1, Math.min(patterns.size(), AT_ONCE / Math.max(1, size)));
    }

    private int heads(HookPoint pattern) {
        return pattern.units() / grid.positions();
    }

    private void add(List<PatchMap> maps, HookPoint point, float[] pattern, List<Unit> units, boolean last) {
        String block = point.name().substring(0, point.name().length() - PATTERN.length());
        int heads = heads(point);
        for (Unit unit : units) {
            if (unit.hook().equals(block + ".head")) {
                maps.add(map(Kind.ATTENTION, unit.toString(), row(pattern, unit.index(), unit.index() + 1)));
            }
        }
        if (last) {
            maps.add(map(Kind.ATTENTION, block + ", mean of " + heads + " heads", row(pattern, 0, heads)));
        }
    }

    /** The CLS token's row of {@code [queries, heads × keys]}, as the mean of some heads. */
    private float[] row(float[] pattern, int from, int to) {
        float[] row = new float[grid.positions()];
        for (int key = 0; key < row.length; key++) {
            double sum = 0;
            for (int head = from; head < to; head++) {
                sum += pattern[head * row.length + key];
            }
            row[key] = (float) (sum / (to - from));
        }
        return row;
    }

    /** What flows to the positions before a block, half of it past the block's attention and half of it through. */
    private static double[] before(double[] flow, float[] pattern, int heads) {
        double[] before = new double[flow.length];
        for (int query = 0; query < flow.length; query++) {
            before[query] += flow[query] / 2;
            for (int head = 0; head < heads; head++) {
                int at = (query * heads + head) * flow.length;
                for (int key = 0; key < flow.length; key++) {
                    before[key] += flow[query] / 2 * pattern[at + key] / heads;
                }
            }
        }
        return before;
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private PatchMap map(Kind kind, String label, float[] values) {
        return new PatchMap(kind, label, SHARE, grid, values);
    }
}
