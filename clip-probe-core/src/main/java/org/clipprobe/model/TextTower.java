package org.clipprobe.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clipprobe.model.internal.BuiltGraph;
import org.clipprobe.model.internal.TowerGraph;
import org.clipprobe.model.internal.TowerGraph.Modality;

/** The text half of a CLIP model. */
public final class TextTower {
    private final Path file;
    private final TowerGraph graph;
    private final Placement placement;
    private final TextShape shape;
    private final Vocabulary vocabulary;

    TextTower(Path file, TowerGraph graph, Placement placement, TextShape shape, Vocabulary vocabulary) {
        this.file = file;
        this.graph = graph;
        this.placement = placement;
        this.shape = shape;
        this.vocabulary = vocabulary;
    }

    /** The most tokens of a prompt, start and end token included. */
    public int contextLength() {
        return shape.context();
    }

    /**
     * Tokenizes a prompt as {@code tokenizer.json} says. A prompt longer than the context loses its end, but not its end
     * token, and the tokens say so.
     *
     * @throws ModelException when the model's folder has no {@code tokenizer.json}, or not one that can be read
     */
    public Tokens tokenize(String prompt) throws ModelException {
        return vocabulary.tokenizer().tokenize(prompt, shape.context());
    }

    /** Tokenizes prompts, in their order. */
    public List<Tokens> tokenize(List<String> prompts) throws ModelException {
        List<Tokens> tokens = new ArrayList<>(prompts.size());
        for (String prompt : prompts) {
            tokens.add(tokenize(prompt));
        }
        return List.copyOf(tokens);
    }

    /** Every hook point, in the order of the graph. */
    public List<HookPoint> hookPoints() {
        return graph.hookPoints(Modality.TEXT);
    }

    /**
     * The hook point of this name.
     *
     * @throws ModelException when there is none; the message names those near it
     */
    public HookPoint hookPoint(String name) throws ModelException {
        return HookPoints.named(file, hookPoints(), name);
    }

    /**
     * The hook points whose names match, in the order of the graph.
     *
     * @param glob such as {@code text.*.mlp}; {@code *} stands for any letters, {@code ?} for one
     * @throws ModelException when none does; the message names those near it
     */
    public List<HookPoint> matching(String glob) throws ModelException {
        return HookPoints.matching(file, hookPoints(), glob);
    }

    /** Length of an embedding. */
    public int embeddingDimensions() {
        return graph.embeddingDimensions(Modality.TEXT);
    }

    /**
     * What the units of a hook point write straight into the embedding: for {@code mlp}, {@code attn_out}, {@code resid} and
     * {@code embed} of a transformer. Empty elsewhere: behind {@code mlp_pre}, {@code head} and {@code attn_pattern} lies
     * more than a direction, and a tower that pools by attention (SigLIP's, a ResNet) does not read its tokens out linearly.
     *
     * @throws ModelException when the engine does not run the parts of the graph
     */
    public Optional<DirectWrite> directWrite(HookPoint hook) throws ModelException {
        return new WriteReader(file, graph, Modality.TEXT, placement).of(hook);
    }

    /** Opens the tower for embeddings alone. */
    public TextSession open() throws ModelException {
        return open(List.of());
    }

    /** Opens the tower for captures alone: nothing behind the last of them is run, and no embedding is given. */
    public TextSession openCaptures(List<Capture> captures) throws ModelException {
        return session(captures, List.of(), false);
    }

    /** Opens the tower for embeddings and captures. */
    public TextSession open(List<Capture> captures) throws ModelException {
        return open(captures, List.of());
    }

    /**
     * Opens the tower.
     *
     * @param captures what to read, in this order in every {@link TowerOutput}
     * @param interventions what to change while the tower runs
     * @throws ModelException when a hook point is not this tower's, or the engine does not open the graph
     */
    public TextSession open(List<Capture> captures, List<Intervention> interventions) throws ModelException {
        return session(captures, interventions, true);
    }

    private TextSession session(List<Capture> captures, List<Intervention> interventions, boolean embedding)
            throws ModelException {
        BuiltGraph built = graph.build(Modality.TEXT, captures, interventions, embedding);
        return new TextSession(new TowerRun(file, built, captures, placement), built.inputs(), shape);
    }

    void close() {
        vocabulary.close();
    }
}
