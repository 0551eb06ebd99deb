package org.clipprobe.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clipprobe.image.Preprocessing;
import org.clipprobe.model.internal.build.BuiltGraph;
import org.clipprobe.model.internal.build.SplitGraph;
import org.clipprobe.model.internal.build.TowerGraph;
import org.clipprobe.model.internal.build.TowerGraph.Modality;
import org.clipprobe.model.internal.build.TowerInput;
import org.clipprobe.model.internal.engine.PixelInput;
import org.clipprobe.model.internal.engine.Placement;

/** The vision half of a CLIP model. */
public final class VisionTower extends Tower<VisionSession> {
    private final Preprocessing preprocessing;
    private final TowerInput pixels;
    private final TowerGraph graph;

    VisionTower(Path file, TowerGraph graph, Placement placement, Preprocessing preprocessing, TowerInput pixels) {
        super(file, graph, placement, Modality.VISION);
        this.preprocessing = preprocessing;
        this.pixels = pixels;
        this.graph = graph;
    }

    /**
     * How the positions of a hook point lie on the picture, as the tower sees it: first the tokens that are no place in it,
     * such as CLS, then the places, row by row from the top left.
     *
     * @param rows from top to bottom
     * @param columns from left to right
     * @param others tokens before the places
     */
    public record Grid(int rows, int columns, int others) {
        /** Number of positions. */
        public int positions() {
            return others + rows * columns;
        }

        /** Such as {@code 8 × 8 behind 1 other}. */
        @Override
        public String toString() {
            return rows + " × " + columns
                    + (others == 0 ? "" : " behind " + others + (others == 1 ? " other" : " others"));
        }
    }

    /**
     * How the positions of a hook point lie on the picture; empty where it has one position, or where they are no grid that
     * one convolution cuts the picture into.
     */
    public Optional<Grid> grid(HookPoint hook) {
        return graph.grid(hook.name());
    }

    /** What pictures go through before this tower. */
    public Preprocessing preprocessing() {
        return preprocessing;
    }

    @Override
    VisionSession session(TowerRun run, BuiltGraph built) {
        return new VisionSession(run, input());
    }

    private PixelInput input() {
        return new PixelInput(
                pixels,
                preprocessing.geometry().height(),
                preprocessing.geometry().width());
    }

    /**
     * Opens the tower so that every row of a batch can be changed in its own way, without another session.
     *
     * @param captures what to read, after the changes
     * @param places where rows can be changed, at least one; the tower before the earliest is run once per batch
     * @throws ModelException when a hook point is not this tower's, or the engine does not open the graph
     */
    public Sweep openSweep(List<Capture> captures, List<Intervention.PerRow> places) throws ModelException {
        if (places.isEmpty()) {
            throw new IllegalArgumentException("places: expected at least one hook point to change, found none");
        }
        SplitGraph split = split(captures, places);
        TowerRun before = run(split.before(), List.of());
        try {
            return new Sweep(before, run(split.after(), captures), split, sizes(places), input());
        } catch (ModelException e) {
            before.close();
            throw e;
        }
    }

    private List<Sweep.Place> sizes(List<Intervention.PerRow> places) throws ModelException {
        List<Sweep.Place> sized = new ArrayList<>();
        for (Intervention.PerRow place : places) {
            sized.add(new Sweep.Place(place, hookPoint(place.hook()).units()));
        }
        return sized;
    }
}
