package org.clipprobe.model.internal.build;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.internal.anatomy.Anatomy;
import org.clipprobe.model.internal.anatomy.Blocks;
import org.clipprobe.model.internal.anatomy.Layout;
import org.clipprobe.model.internal.anatomy.Linears.End;
import org.clipprobe.model.internal.anatomy.Site;
import org.clipprobe.model.internal.anatomy.Site.Fused;
import org.clipprobe.model.internal.graph.Graph;
import org.clipprobe.model.internal.shape.TrialRun;
import org.clipprobe.model.internal.shape.Value;

/**
 * Cuts a tower into the two parts that a unit's direct write goes through: from the unit into the residual stream, and from
 * the last residual stream into the embedding. The parts are the file's own operators, so that weights stay as the file has
 * them: transposed, of 16 or 8 bits, scaled, in files of their own.
 *
 * @param embedding the embedding before it is brought to length 1
 */
record WriteGraphs(Graph graph, TrialRun run, Anatomy anatomy, Assembly assembly, String embedding, long batch) {
    private static final String OUTPUT = "clip-probe/written";

    /** Operators that a write does not go through as one number times a direction. */
    private static final Set<String> ENDS = Stream.of(
                    Blocks.NON_LINEAR.stream(),
                    Blocks.FUSED_ATTENTION.stream(),
                    // Activations in a fixed range: what lies outside it is cut off.
                    Stream.of("Softmax", "QuantizeLinear", "QLinearMatMul", "QGemm", "If", "Loop", "Scan"))
            .flatMap(types -> types)
            .collect(java.util.stream.Collectors.toUnmodifiableSet());

    /** From the last residual stream on: {@code [batch, width]}, the same for every token, to {@code [batch, dimensions]}. */
    Optional<WriteGraph> readOut() throws ModelException {
        Optional<Site> last = anatomy.sites().values().stream()
                .filter(site -> site.point().name().endsWith(".resid"))
                .reduce((before, after) -> after)
                // In a post-LN block it is the sum that units are added to.
                .map(site -> anatomy.sites().getOrDefault(site.point().name() + "_sum", site));
        if (last.isEmpty()) {
            return Optional.empty();
        }
        Site site = last.get();
        Emitter emitter = new Emitter(graph.opset());
        String fed = spread(emitter, emitter.cast(WriteGraph.INPUT, site.type()), site);
        Map<Integer, List<NodeProto>> parts = new HashMap<>();
        site.fused().ifPresent(fused -> parts.put(fused.node(), anatomy.opened(fused.node())));
        int type = run.trial().value(embedding).map(Value::type).orElse(DataType.FLOAT_VALUE);
        // With the tower before it, the part would have to run it once for each row.
        return built(emitter, nodes(parts, site.tensor(), fed), fed, embedding, type, site)
                .filter(part ->
                        part.graph().inputs().stream().noneMatch(input -> input.role() == TowerInput.Role.PIXELS));
    }

    /**
     * From a hook point into the embedding: {@code [rows, units]} to {@code [rows, dimensions]}, where a row is one token's
     * values.
     *
     * @param projection {@code [width, dimensions]}, from the residual stream into the embedding
     */
    Optional<WriteGraph> branch(String hook, float[] projection) throws ModelException {
        // What the heads make of values is added to the stream as attn_out is; they lie side by side.
        boolean values = hook.endsWith(".attn_value");
        Site site = anatomy.sites().get(hook.replaceFirst("attn_value$", "head"));
        End sum = anatomy.sums().get(hook.replaceFirst("attn_value$", "attn_out"));
        if (site == null || sum == null || (site.heads() > 0 && !values)) {
            return Optional.empty();
        }
        Emitter emitter = new Emitter(graph.opset());
        String fed = shaped(emitter, emitter.cast(WriteGraph.INPUT, site.type()), site);
        Map<Integer, List<NodeProto>> parts = new HashMap<>();
        Stream.of(site.fused(), sum.fused())
                .flatMap(Optional::stream)
                .map(Fused::node)
                .forEach(node -> parts.put(node, anatomy.opened(node)));
        List<NodeProto> nodes = nodes(parts, site.tensor(), fed);
        Optional<String> added = added(nodes, fed, sum.tensor());
        if (added.isEmpty()) {
            return Optional.empty();
        }
        int dimensions =
                Math.toIntExact(run.trial().value(embedding).orElseThrow().last());
        int width = projection.length / dimensions;
        String stream = ordered(emitter, emitter.cast(added.get(), DataType.FLOAT_VALUE), added.get(), site);
        String residual = emitter.reshape(stream, -1, width);
        String written = emitter.node("MatMul", List.of(residual, emitter.reals(projection, width, dimensions)));
        return built(emitter, nodes, fed, written, DataType.FLOAT_VALUE, site);
    }

    /** What is added to the stream, in the order of the rows that were fed: some blocks turn batch and tokens on the way. */
    private String ordered(Emitter emitter, String stream, String added, Site site) {
        boolean first = Positions.tokensFirst(site.layout());
        boolean turned = run.trial()
                .value(added)
                .filter(value -> value.rank() == 3)
                .map(value -> (value.dim(0) != batch) != first)
                .orElse(false);
        return turned ? emitter.transpose(stream, 1, 0, 2) : stream;
    }

    private Optional<WriteGraph> built(
            Emitter emitter, List<NodeProto> nodes, String fed, String end, int type, Site site) throws ModelException {
        String wide = type == DataType.FLOAT_VALUE ? end : emitter.cast(end, DataType.FLOAT_VALUE);
        emitter.node("Identity", List.of(wide), OUTPUT);
        List<NodeProto> all = new ArrayList<>(emitter.nodes());
        all.addAll(nodes);
        List<NodeProto> sorted = Graph.sorted(all);
        Set<String> behind = behind(sorted, fed);
        if (!behind.contains(OUTPUT) || !isLinear(sorted, behind)) {
            return Optional.empty();
        }
        BuiltGraph built =
                assembly.assemble(sorted, emitter.constants(), List.of(input()), List.of(), Optional.of(OUTPUT));
        return Optional.of(new WriteGraph(built, site.width(), tokens(site), run.dims()));
    }

    /** Whether nothing between what is fed and the output bends it; a normalisation does not bend a direction. */
    private static boolean isLinear(List<NodeProto> nodes, Set<String> behind) {
        Set<String> needed = new HashSet<>(Set.of(OUTPUT));
        for (int i = nodes.size() - 1; i >= 0; i--) {
            NodeProto node = nodes.get(i);
            if (node.getOutputList().stream().noneMatch(needed::contains)) {
                continue;
            }
            if (ENDS.contains(node.getOpType()) && Graph.reads(node).stream().anyMatch(behind::contains)) {
                return false;
            }
            needed.addAll(Graph.reads(node));
        }
        return true;
    }

    /** Every tensor that depends on this one. */
    private static Set<String> behind(List<NodeProto> nodes, String tensor) {
        Set<String> behind = new HashSet<>(Set.of(tensor));
        for (NodeProto node : nodes) {
            if (Graph.reads(node).stream().anyMatch(behind::contains)) {
                behind.addAll(node.getOutputList());
            }
        }
        return behind;
    }

    /** Which part of a sum comes from what is fed. */
    private static Optional<String> added(List<NodeProto> nodes, String fed, String sum) {
        Set<String> behind = behind(nodes, fed);
        return nodes.stream()
                .filter(node ->
                        node.getOpType().equals("Add") && node.getOutput(0).equals(sum))
                .flatMap(node -> node.getInputList().stream())
                .filter(behind::contains)
                .findFirst();
    }

    /** The file's operators, with the fused ones opened, that read {@code fed} for {@code tensor}. */
    private List<NodeProto> nodes(Map<Integer, List<NodeProto>> parts, String tensor, String fed) {
        List<NodeProto> nodes = new ArrayList<>();
        for (int i = 0; i < graph.nodes().size(); i++) {
            for (NodeProto node : parts.getOrDefault(i, List.of(graph.node(i)))) {
                NodeProto.Builder rewired = node.toBuilder();
                for (int input = 0; input < node.getInputCount(); input++) {
                    rewired.setInput(input, node.getInput(input).equals(tensor) ? fed : node.getInput(input));
                }
                nodes.add(rewired.build());
            }
        }
        return nodes;
    }

    /** A row for each example, repeated for every token, laid out as the site is. */
    private String spread(Emitter emitter, String rows, Site site) {
        int tokens = tokens(site);
        int width = site.width();
        boolean first = Positions.tokensFirst(site.layout());
        if (site.layout() == Layout.ROWS) {
            return rows;
        }
        String open = first ? emitter.reshape(rows, 1, -1, width) : emitter.reshape(rows, -1, 1, width);
        String all = emitter.node(
                "Expand", List.of(open, first ? emitter.numbers(tokens, 1, 1) : emitter.numbers(1, tokens, 1)));
        return Positions.isFlat(site.layout()) ? emitter.reshape(all, -1, width) : all;
    }

    /** A row for each token of each example, laid out as the site is. */
    private String shaped(Emitter emitter, String rows, Site site) {
        return switch (site.layout()) {
            case BATCH_FIRST -> emitter.reshape(rows, -1, tokens(site), site.width());
            case TOKENS_FIRST -> emitter.reshape(rows, tokens(site), -1, site.width());
            default -> rows;
        };
    }

    /** Trial number of tokens. */
    private int tokens(Site site) {
        // A tensor that is hidden in a fused operator is laid out as what goes into the operator.
        String tensor = site.fused()
                .map(fused -> graph.node(fused.node()).getInput(fused.input()))
                .orElse(site.tensor());
        return run.trial()
                .value(tensor)
                .map(value -> Math.toIntExact(value.size() / value.last() / batch))
                .orElse(1);
    }

    private static ValueInfoProto input() {
        TypeProto.Tensor type =
                TypeProto.Tensor.newBuilder().setElemType(DataType.FLOAT_VALUE).build();
        return ValueInfoProto.newBuilder()
                .setName(WriteGraph.INPUT)
                .setType(TypeProto.newBuilder().setTensorType(type))
                .build();
    }
}
