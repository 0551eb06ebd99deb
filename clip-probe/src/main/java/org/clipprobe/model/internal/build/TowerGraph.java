package org.clipprobe.model.internal.build;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.clipprobe.model.Capture;
import org.clipprobe.model.HookPoint;
import org.clipprobe.model.Intervention;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.VisionTower;
import org.clipprobe.model.internal.anatomy.Anatomy;
import org.clipprobe.model.internal.anatomy.Embeddings;
import org.clipprobe.model.internal.anatomy.Grids;
import org.clipprobe.model.internal.anatomy.Inputs;
import org.clipprobe.model.internal.anatomy.LogitScale;
import org.clipprobe.model.internal.anatomy.PictureSize;
import org.clipprobe.model.internal.anatomy.ReadOut;
import org.clipprobe.model.internal.anatomy.Refusals;
import org.clipprobe.model.internal.anatomy.Similarities;
import org.clipprobe.model.internal.anatomy.Site;
import org.clipprobe.model.internal.graph.Flow;
import org.clipprobe.model.internal.graph.Graph;
import org.clipprobe.model.internal.graph.OnnxFile;
import org.clipprobe.model.internal.shape.PictureArithmetic;
import org.clipprobe.model.internal.shape.TrialRun;

/** One ONNX file, with one tower or both: its inputs, its hook points, and graphs built from it. */
public final class TowerGraph {
    /** The halves of a CLIP model. */
    public enum Modality {
        VISION,
        TEXT;

        /** What names of hook points begin with. */
        public String prefix() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final String file;
    private final Graph graph;
    private final List<TowerInput> inputs;
    private final Flow flow;
    private final TrialRun run;
    private final Map<Modality, Half> halves = new EnumMap<>(Modality.class);

    private record Half(String input, Optional<String> embedding, Optional<String> raw, Anatomy anatomy) {}

    private TowerGraph(String file, Graph graph, Optional<PictureSize> size) {
        this.file = file;
        this.graph = graph;
        this.inputs = Inputs.of(graph);
        this.flow = new Flow(graph, inputs);
        this.run = TrialRun.of(graph, inputs, size);
        for (Modality modality : Modality.values()) {
            TowerInput.Role role = modality == Modality.VISION ? TowerInput.Role.PIXELS : TowerInput.Role.TOKENS;
            inputs.stream().filter(input -> input.role() == role).findFirst().ifPresent(input -> {
                long batch = run.dims().get(input.name())[0];
                Optional<String> embedding = Embeddings.output(graph, flow, run.trial(), modality, batch)
                        .or(() -> Similarities.embedding(graph, flow, run.trial(), modality, batch));
                Optional<String> raw = embedding.map(tensor -> Embeddings.beforeNormalisation(graph, flow, tensor));
                Anatomy anatomy = new Anatomy(graph, flow, run.trial(), modality, raw, batch, contextLength());
                halves.put(modality, new Half(input.name(), embedding, raw, anatomy));
            });
        }
    }

    /**
     * Reads an ONNX file and the external data beside it.
     *
     * @throws ModelException when it is no ONNX file, is broken, or holds neither tower
     */
    public static TowerGraph read(Path onnx) throws ModelException {
        return read(onnx, Optional.empty());
    }

    /**
     * As {@link #read(Path)}.
     *
     * @param size of the pictures, for a file that leaves it open
     */
    public static TowerGraph read(Path onnx, Optional<PictureSize> size) throws ModelException {
        TowerGraph read = understood(onnx.toString(), OnnxFile.read(onnx), size);
        if (read.halves.isEmpty()) {
            throw new ModelException(onnx + ": " + Refusals.noTower(read.graph, read.inputs));
        }
        return read;
    }

    private static TowerGraph understood(String name, ModelProto model, Optional<PictureSize> size)
            throws ModelException {
        try {
            return new TowerGraph(name, Graph.of(model, name), size);
        } catch (RuntimeException e) {
            // A file can be wrong in more ways than can be listed; none of them may end a run without a word.
            throw new ModelException(name + ": expected a tower of a CLIP model, found a graph that makes no sense", e);
        }
    }

    /** Which towers the file holds. */
    public Set<Modality> modalities() {
        return Set.copyOf(halves.keySet());
    }

    /** The tower's hook points, by depth. */
    public List<HookPoint> hookPoints(Modality modality) {
        return half(modality).anatomy().sites().values().stream()
                .map(Site::point)
                .toList();
    }

    /**
     * The hook point of this name. A ResNet stage's last block is the stage: {@code vision.layer4.last} is another name
     * for {@code vision.layer4}.
     */
    public Optional<HookPoint> hookPoint(Modality modality, String name) {
        String stage = name.replaceFirst("(\\.layer\\d+)\\.last$", "$1");
        return Optional.ofNullable(half(modality).anatomy().sites().get(stage)).map(Site::point);
    }

    /** A place that is read but is no hook point of its own; see {@link Anatomy#inner}. */
    public Optional<HookPoint> inner(Modality modality, String name) {
        return Optional.ofNullable(half(modality).anatomy().inner().get(name)).map(Site::point);
    }

    /** How the positions of a hook point of the vision tower lie on the picture, where they do. */
    public Optional<VisionTower.Grid> grid(String hook) {
        Half half = half(Modality.VISION);
        Grids grids = new Grids(graph, run.trial(), run.dims().get(half.input())[0]);
        return Optional.ofNullable(half.anatomy().sites().get(hook)).flatMap(grids::of);
    }

    /** The graph's inputs that this tower's values come from. */
    public List<TowerInput> inputs(Modality modality) {
        boolean vision = modality == Modality.VISION;
        return inputs.stream()
                .filter(input -> vision == (input.role() == TowerInput.Role.PIXELS))
                .toList();
    }

    /** The name of the output that is this tower's embedding, {@code [batch, dimensions]}. */
    public Optional<String> embeddingOutput(Modality modality) {
        return half(modality).embedding();
    }

    /** Length of this tower's embedding; 0 where it has none. */
    public int embeddingDimensions(Modality modality) {
        return half(modality)
                .embedding()
                .flatMap(tensor -> run.trial().value(tensor))
                .map(value -> Math.toIntExact(value.last()))
                .orElse(0);
    }

    /** Where this tower has no embedding, what it gives instead and what to do, in words. */
    public Optional<String> withoutEmbedding(Modality modality) {
        Half half = half(modality);
        boolean hooks = !half.anatomy().sites().isEmpty();
        return half.embedding().isPresent()
                ? Optional.empty()
                : Optional.of(Refusals.noEmbedding(graph, flow, run.trial(), modality, hooks));
    }

    /** Where values between operators are whole numbers, so that no hook point inside has values, what to do, in words. */
    public Optional<String> withoutHookPoints(Modality modality) {
        boolean inside = half(modality).anatomy().sites().keySet().stream()
                .anyMatch(name -> !name.endsWith(".embed") && !name.contains(".attn_pattern"));
        return inside ? Optional.empty() : Refusals.noHookPoints(graph, modality);
    }

    /** What the vision tower does with a picture's values before its first layer, where it does anything. */
    public Optional<PictureArithmetic> pictureArithmetic() {
        return PictureArithmetic.of(
                graph, flow, run.trial(), half(Modality.VISION).input());
    }

    /** Whether the text tower reads out the last position, padding or not, as SigLIP's does. */
    public boolean readsLastPosition() {
        return half(Modality.TEXT).anatomy().readOut() instanceof ReadOut.Fixed fixed && fixed.index() < 0;
    }

    /** The factor from cosine similarities to logits, where the file is a joint model that gives logits. */
    public OptionalDouble logitScale() {
        return LogitScale.of(graph);
    }

    /**
     * The files beside an ONNX file that hold its weights, sorted, without understanding its graph.
     *
     * @throws ModelException when it is no ONNX file, or a file with weights is not there
     */
    public static List<Path> dataFiles(Path onnx) throws ModelException {
        return OnnxFile.dataFiles(onnx);
    }

    /** How many tokens the text tower has places for, where the file tells. */
    public Optional<Integer> contextLength() {
        return Embeddings.contextLength(graph, run.trial(), inputs);
    }

    /**
     * Builds a graph that captures and changes; the file is not touched. A capture at a hook point with an intervention
     * reads the changed values. Interventions at the same hook point are made in the order given.
     *
     * @param embedding whether the embedding is wanted; without it nothing behind the last capture runs
     * @throws ModelException when a hook point is not there or cannot be pooled or changed as asked
     */
    public BuiltGraph build(
            Modality modality, List<Capture> captures, List<Intervention> interventions, boolean embedding)
            throws ModelException {
        Half half = half(modality);
        if (embedding && half.embedding().isEmpty() && captures.isEmpty()) {
            throw new ModelException(file + ": " + withoutEmbedding(modality).orElseThrow());
        }
        boolean text = modality == Modality.TEXT;
        Assembly assembly = new Assembly(file, graph, run.trial(), inputs);
        BuiltGraph built = new Builder(file, graph, half.anatomy(), half.input(), text, assembly)
                .build(captures, interventions, embedding ? half.embedding() : Optional.empty());
        checkInputs(modality, built);
        return built;
    }

    private void checkInputs(Modality modality, BuiltGraph built) throws ModelException {
        for (TowerInput input : built.inputs()) {
            if (input.role() == TowerInput.Role.OTHER) {
                throw new ModelException(file + ": expected inputs for pictures, tokens, their mask, positions and"
                        + " types, found that the " + modality.prefix() + " tower also needs " + input.name() + " "
                        + input.dims() + ", which nothing is known to fill with; export the tower without it");
            }
        }
    }

    /**
     * Builds a graph whose interventions are said with every run, cut where the first of them is. Captures read changed
     * values.
     *
     * @param places where something can be changed, at least one
     */
    public SplitGraph split(Modality modality, List<Capture> captures, List<Intervention.PerRow> places)
            throws ModelException {
        Half half = half(modality);
        Assembly assembly = new Assembly(file, graph, run.trial(), inputs);
        SplitGraph split = new Builder(file, graph, half.anatomy(), half.input(), modality == Modality.TEXT, assembly)
                .split(captures, places, half.embedding());
        checkInputs(modality, split.before());
        return split;
    }

    /**
     * The file with the vision tower's changes built in, under the same inputs and outputs, with weights as they were read.
     *
     * @throws ModelException when a hook point is not there or cannot be changed as asked
     */
    public ModelProto changed(List<Intervention> changes) throws ModelException {
        Half half = half(Modality.VISION);
        Assembly assembly = new Assembly(file, graph, run.trial(), inputs);
        return graph.model().toBuilder()
                .setGraph(Builder.saved(file, graph, half.anatomy(), half.input(), assembly, changes))
                .build();
    }

    /**
     * The tower from its last residual stream on, for rows {@code [batch, width]} that stand at every token; the embedding
     * comes out before it is brought to length 1. Empty where something other than a normalisation and linear layers lies
     * there, or where the tower has no residual stream.
     */
    public Optional<WriteGraph> readOutGraph(Modality modality) throws ModelException {
        Optional<WriteGraphs> writes = writes(modality);
        return writes.isPresent() ? writes.get().readOut() : Optional.empty();
    }

    /**
     * The way from a hook point into the residual stream and, through {@code projection} {@code [width, dimensions]}, into
     * the embedding, for {@code [rows, units]}; {@code rows} is a multiple of {@link WriteGraph#tokens()}, times the
     * batch where it is fixed. Empty where the hook point's values do not go there through linear layers alone.
     */
    public Optional<WriteGraph> writeGraph(Modality modality, String hook, float[] projection) throws ModelException {
        Optional<WriteGraphs> writes = writes(modality);
        return writes.isPresent() ? writes.get().branch(hook, projection) : Optional.empty();
    }

    private Optional<WriteGraphs> writes(Modality modality) {
        Half half = half(modality);
        Assembly assembly = new Assembly(file, graph, run.trial(), inputs);
        return half.raw()
                .map(raw -> new WriteGraphs(
                        graph, run, half.anatomy(), assembly, raw, run.dims().get(half.input())[0]));
    }

    private Half half(Modality modality) {
        Half half = halves.get(modality);
        if (half == null) {
            throw new IllegalArgumentException(file + " has no " + modality.prefix() + " tower");
        }
        return half;
    }
}
