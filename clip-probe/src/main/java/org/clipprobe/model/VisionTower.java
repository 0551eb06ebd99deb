package org.clipprobe.model;

import java.nio.file.Path;
import org.clipprobe.image.Preprocessing;
import org.clipprobe.model.internal.build.BuiltGraph;
import org.clipprobe.model.internal.build.TowerGraph;
import org.clipprobe.model.internal.build.TowerGraph.Modality;
import org.clipprobe.model.internal.build.TowerInput;
import org.clipprobe.model.internal.engine.Placement;

/** The vision half of a CLIP model. */
public final class VisionTower extends Tower<VisionSession> {
    private final Preprocessing preprocessing;
    private final TowerInput pixels;

    VisionTower(Path file, TowerGraph graph, Placement placement, Preprocessing preprocessing, TowerInput pixels) {
        super(file, graph, placement, Modality.VISION);
        this.preprocessing = preprocessing;
        this.pixels = pixels;
    }

    /** What pictures go through before this tower. */
    public Preprocessing preprocessing() {
        return preprocessing;
    }

    @Override
    VisionSession session(TowerRun run, BuiltGraph built) {
        return new VisionSession(
                run,
                pixels,
                preprocessing.geometry().height(),
                preprocessing.geometry().width());
    }
}
