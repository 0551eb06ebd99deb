package org.clipprobe.model.internal.anatomy;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Comparator;
import java.util.Optional;
import org.clipprobe.model.VisionTower.Grid;
import org.clipprobe.model.internal.graph.Graph;
import org.clipprobe.model.internal.shape.Trial;
import org.clipprobe.model.internal.shape.Value;

/** Finds how a vision tower's positions lie on the picture. */
public final class Grids {
    /** CLS and registers; where more positions than these are left over, they are no patches of one convolution. */
    private static final long MOST_OTHERS = 64;

    private final Graph graph;
    private final Trial trial;
    private final long batch;

    public Grids(Graph graph, Trial trial, long batch) {
        this.graph = graph;
        this.trial = trial;
        this.batch = batch;
    }

    /** The grid of a hook point's positions: a map's own, or that of the convolution that cuts the picture into patches. */
    public Optional<Grid> of(Site site) {
        String tensor = site.fused()
                .map(fused -> graph.node(fused.node()).getInput(fused.input()))
                .orElse(site.tensor());
        Optional<Value> known = trial.value(tensor);
        if (known.isEmpty() || site.layout() == Layout.ROWS) {
            return Optional.empty();
        }
        Value value = known.get();
        return switch (site.layout()) {
            case CHANNELS_FIRST -> Optional.of(grid(value.dim(2), value.dim(3), 0));
            case CHANNELS_LAST -> Optional.of(grid(value.dim(1), value.dim(2), 0));
            case PATTERN, FLAT_PATTERN -> patches(value.dim(-2));
            default -> patches(value.size() / value.last() / batch);
        };
    }

    private Optional<Grid> patches(long positions) {
        return graph.nodes().stream()
                .filter(node ->
                        node.getOpType().endsWith("Conv") || node.getOpType().equals("ConvInteger"))
                .map(NodeProto::getOutputList)
                .filter(outputs -> !outputs.isEmpty())
                .flatMap(outputs -> trial.value(outputs.get(0)).stream())
                .filter(value -> value.rank() == 4 && value.dim(0) == batch)
                .map(value -> new long[] {value.dim(2), value.dim(3)})
                .filter(map -> map[0] * map[1] <= positions && positions - map[0] * map[1] <= MOST_OTHERS)
                .max(Comparator.comparingLong(map -> map[0] * map[1]))
                .filter(map -> map[0] * map[1] > 1)
                .map(map -> grid(map[0], map[1], positions - map[0] * map[1]));
    }

    private static Grid grid(long rows, long columns, long others) {
        return new Grid(Math.toIntExact(rows), Math.toIntExact(columns), Math.toIntExact(others));
    }
}
