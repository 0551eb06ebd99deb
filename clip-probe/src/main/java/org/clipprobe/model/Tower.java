package org.clipprobe.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.clipprobe.model.internal.build.BuiltGraph;
import org.clipprobe.model.internal.build.HookPoints;
import org.clipprobe.model.internal.build.SplitGraph;
import org.clipprobe.model.internal.build.TowerGraph;
import org.clipprobe.model.internal.build.TowerGraph.Modality;
import org.clipprobe.model.internal.build.WriteReader;
import org.clipprobe.model.internal.engine.Placement;

/**
 * One half of a CLIP model: its hook points, and the sessions that run it.
 *
 * @param <S> its sessions
 */
public abstract sealed class Tower<S extends AutoCloseable> permits VisionTower, TextTower {
    private final Path file;
    private final TowerGraph graph;
    private final Placement placement;
    private final Modality modality;
    private final WriteReader writes;

    Tower(Path file, TowerGraph graph, Placement placement, Modality modality) {
        this.file = file;
        this.graph = graph;
        this.placement = placement;
        this.modality = modality;
        this.writes = new WriteReader(file, graph, modality, placement);
    }

    /** Every hook point, in the order of the graph. */
    public final List<HookPoint> hookPoints() {
        return graph.hookPoints(modality);
    }

    /**
     * The hook point of this name.
     *
     * @throws ModelException when there is none; the message names those near it
     */
    public final HookPoint hookPoint(String name) throws ModelException {
        return HookPoints.named(file, hookPoints(), name);
    }

    /**
     * The hook points whose names match, in the order of the graph.
     *
     * @param glob such as {@code vision.*.mlp} or {@code text.*.mlp}; {@code *} stands for any letters, {@code ?} for one
     * @throws ModelException when none does; the message names those near it
     */
    public final List<HookPoint> matching(String glob) throws ModelException {
        return HookPoints.matching(file, hookPoints(), glob);
    }

    /** Length of an embedding. */
    public final int embeddingDimensions() {
        return graph.embeddingDimensions(modality);
    }

    /**
     * What the units of a hook point write straight into the embedding: for {@code mlp}, {@code attn_out}, {@code resid} (in
     * a post-LN block {@code resid_sum}) and {@code embed} of a transformer. Empty elsewhere: behind {@code mlp_pre}, {@code head} and {@code attn_pattern} lies
     * more than a direction, and a tower that pools by attention (SigLIP's, a ResNet) does not read its tokens out linearly.
     *
     * @throws ModelException when the engine does not run the parts of the graph
     */
    public final Optional<DirectWrite> directWrite(HookPoint hook) throws ModelException {
        return writes.of(hook);
    }

    /**
     * A place that can be captured, though it is no hook point of its own: {@code vision.stream}, the residual stream before
     * the first block; {@code vision.3.attn_sum}, the stream between a block's attention and its MLP; {@code
     * vision.3.attn_value}, what each position gives the heads before attention weighs it, head by head. What it writes into
     * the embedding is had by {@link #directWrite}; for values, as if a head attended to their position alone. Empty where
     * the graph does not show it.
     */
    public final Optional<HookPoint> inner(String name) {
        return graph.inner(modality, name);
    }

    /** Opens the tower for embeddings alone. */
    public final S open() throws ModelException {
        return open(List.of());
    }

    /** Opens the tower for captures alone: nothing behind the last of them is run, and no embedding is given. */
    public final S openCaptures(List<Capture> captures) throws ModelException {
        return session(captures, List.of(), false);
    }

    /** Opens the tower for embeddings and captures. */
    public final S open(List<Capture> captures) throws ModelException {
        return open(captures, List.of());
    }

    /**
     * Opens the tower.
     *
     * @param captures what to read, in this order in every {@link TowerOutput}
     * @param interventions what to change while the tower runs
     * @throws ModelException when a hook point is not this tower's, or the engine does not open the graph
     */
    public final S open(List<Capture> captures, List<Intervention> interventions) throws ModelException {
        return session(captures, interventions, true);
    }

    private S session(List<Capture> captures, List<Intervention> interventions, boolean embedding)
            throws ModelException {
        BuiltGraph built = graph.build(modality, captures, interventions, embedding);
        return session(run(built, captures), built);
    }

    final SplitGraph split(List<Capture> captures, List<Intervention.PerRow> places) throws ModelException {
        return graph.split(modality, captures, places);
    }

    final TowerRun run(BuiltGraph built, List<Capture> captures) throws ModelException {
        return new TowerRun(file, built, captures, placement);
    }

    final Path file() {
        return file;
    }

    final TowerGraph graph() {
        return graph;
    }

    abstract S session(TowerRun run, BuiltGraph built);
}
