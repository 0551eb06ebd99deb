package org.clipprobe.model.internal.build;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clipprobe.model.Capture;
import org.clipprobe.model.Intervention;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.internal.anatomy.Anatomy;
import org.clipprobe.model.internal.anatomy.Fusions;
import org.clipprobe.model.internal.anatomy.Site;
import org.clipprobe.model.internal.anatomy.Site.Fused;
import org.clipprobe.model.internal.build.TowerInput.Element;
import org.clipprobe.model.internal.build.TowerInput.Role;
import org.clipprobe.model.internal.graph.Graph;

/** Builds one graph: interventions first, then captures, then what neither needs is dropped. */
final class Builder {
    private static final String LENGTHS = "clip-probe/lengths";

    private final String file;
    private final Graph graph;
    private final Anatomy anatomy;
    private final Assembly assembly;
    private final Emitter emitter;
    private final Positions positions;
    private final Map<Integer, List<NodeProto>> replaced = new HashMap<>();
    private final Map<String, String> changed = new HashMap<>();
    private final List<Edge> edges = new ArrayList<>();

    /**
     * Prepares a builder.
     *
     * @param input the tower's input
     * @param text whether the tower is a text tower, whose prompts may be padded
     */
    Builder(String file, Graph graph, Anatomy anatomy, String input, boolean text, Assembly assembly) {
        this(file, graph, anatomy, input, text, assembly, new Emitter(graph.opset()));
    }

    private Builder(
            String file, Graph graph, Anatomy anatomy, String input, boolean text, Assembly assembly, Emitter emitter) {
        this.file = file;
        this.graph = graph;
        this.anatomy = anatomy;
        this.assembly = assembly;
        this.emitter = emitter;
        this.positions =
                new Positions(emitter, anatomy.readOut(), input, text ? Optional.of(LENGTHS) : Optional.empty());
    }

    BuiltGraph build(List<Capture> captures, List<Intervention> interventions, Optional<String> embedding)
            throws ModelException {
        List<String> outputs = wire(captures, interventions);
        List<NodeProto> nodes = rewired();
        nodes.addAll(emitter.nodes());
        boolean counted =
                emitter.nodes().stream().anyMatch(node -> node.getInputList().contains(LENGTHS));
        BuiltGraph built = assembly.assemble(
                nodes,
                emitter.constants(),
                counted ? List.of(lengths()) : List.of(),
                outputs,
                embedding.map(this::current));
        return counted ? built.with(new TowerInput(LENGTHS, Element.INT64, List.of(-1L), Role.LENGTHS)) : built;
    }

    /** The part before the first place and the part behind it, in a graph whose interventions are said per row. */
    SplitGraph split(List<Capture> captures, List<Intervention.PerRow> places, Optional<String> embedding)
            throws ModelException {
        List<String> outputs = wire(captures, List.copyOf(places));
        List<NodeProto> nodes = rewired();
        nodes.addAll(emitter.nodes());
        return new Split(assembly, emitter, nodes, places).of(outputs, embedding.map(this::current));
    }

    /** The whole graph with the vision tower's changes built in, all its inputs and outputs kept. */
    static GraphProto saved(
            String file, Graph graph, Anatomy anatomy, String input, Assembly assembly, List<Intervention> changes)
            throws ModelException {
        Emitter emitter = new Emitter(graph.opset(), SavedGraph.freePrefix(graph));
        Builder builder = new Builder(file, graph, anatomy, input, false, assembly, emitter);
        builder.wire(List.of(), changes);
        List<NodeProto> nodes = builder.rewired();
        nodes.addAll(emitter.nodes());
        return new SavedGraph(graph, nodes, emitter.constants(), builder.changed).whole();
    }

    /** Puts the changed nodes in place and adds those of interventions and captures; returns the captures' outputs. */
    private List<String> wire(List<Capture> captures, List<Intervention> all) throws ModelException {
        for (Intervention intervention : all) {
            site(intervention.hook());
        }
        List<Intervention> interventions = all.stream()
                .filter(intervention -> !Change.isNeutral(intervention))
                .toList();
        for (Intervention intervention : interventions) {
            site(intervention.hook()).fused().ifPresent(fused -> open(fused.node()));
            if (intervention instanceof Intervention.Cut cut) {
                Edge edge = Edge.of(file, anatomy, cut);
                edge.fused().forEach(fused -> open(fused.node()));
                edges.add(edge);
            }
        }
        for (Capture capture : captures) {
            site(capture.at().name()).fused().ifPresent(this::expose);
        }
        for (Intervention intervention : interventions) {
            Site site = site(intervention.hook());
            if (intervention instanceof Intervention.Cut) {
                continue;
            }
            String after = new Change(file, emitter, positions, site).of(intervention, current(site.tensor()));
            changed.put(site.tensor(), after);
        }
        List<String> outputs = new ArrayList<>();
        for (Capture capture : captures) {
            Site site = site(capture.at().name());
            String output = "clip-probe/capture/" + outputs.size();
            new Pool(file, emitter, positions, site).of(capture.pooling(), current(site.tensor()), output);
            outputs.add(output);
        }
        return outputs;
    }

    private static ValueInfoProto lengths() {
        TensorShapeProto open = TensorShapeProto.newBuilder()
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam(LENGTHS))
                .build();
        return ValueInfoProto.newBuilder()
                .setName(LENGTHS)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(DataType.INT64_VALUE)
                                .setShape(open)))
                .build();
    }

    private Site site(String name) throws ModelException {
        Site site = anatomy.sites().getOrDefault(name, anatomy.inner().get(name));
        if (site == null) {
            throw new ModelException(file + ": expected one of its hook points "
                    + String.join(", ", anatomy.sites().keySet()) + ", found " + name);
        }
        return site;
    }

    private void open(int node) {
        replaced.put(node, anatomy.opened(node));
    }

    /** Both tensors that an operator hides may be wanted, hence what is there already is kept. */
    private void expose(Fused fused) {
        List<NodeProto> before = replaced.getOrDefault(fused.node(), List.of(graph.node(fused.node())));
        Map<String, NodeProto> parts = new LinkedHashMap<>();
        for (NodeProto node : before) {
            boolean isFused = node.getOpType().equals(graph.node(fused.node()).getOpType());
            List<NodeProto> exposed =
                    isFused && node.getInputCount() > 1 ? Fusions.exposed(node, fused) : List.of(node);
            exposed.forEach(part -> parts.put(part.getOutput(0), part));
        }
        replaced.put(fused.node(), List.copyOf(parts.values()));
    }

    private String current(String tensor) {
        return changed.getOrDefault(tensor, tensor);
    }

    private List<NodeProto> rewired() throws ModelException {
        List<NodeProto> nodes = new ArrayList<>();
        for (int i = 0; i < graph.nodes().size(); i++) {
            replaced.getOrDefault(i, List.of(graph.node(i))).stream()
                    .map(this::rewired)
                    .forEach(nodes::add);
        }
        for (Edge edge : edges) {
            Intervention.Cut cut = edge.cut();
            Site site = site(cut.hook());
            Intervention zero = new Intervention.Scale(cut.hook(), cut.units(), 0, Intervention.Positions.ALL);
            String before = current(site.tensor());
            String without = new Change(file, emitter, positions, site).of(zero, before);
            nodes = new EdgeCutter(file, emitter, nodes, edge).without(before, without);
        }
        return nodes;
    }

    private NodeProto rewired(NodeProto node) {
        if (node.getInputList().stream().noneMatch(changed::containsKey)) {
            return node;
        }
        NodeProto.Builder builder = node.toBuilder();
        for (int i = 0; i < node.getInputCount(); i++) {
            builder.setInput(i, current(node.getInput(i)));
        }
        return builder.build();
    }
}
