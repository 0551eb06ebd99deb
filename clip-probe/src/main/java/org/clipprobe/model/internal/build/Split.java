package org.clipprobe.model.internal.build;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.clipprobe.model.Intervention;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.internal.graph.Graph;

/**
 * Cuts a graph where its first change is. What does not depend on a change is computed once, and kept: its tensors that
 * the rest reads cross over under names of their own. What depends on no input at all belongs to both parts.
 */
final class Split {
    private static final String HELD = "clip-probe/held/";

    private final Assembly assembly;
    private final Emitter emitter;
    private final List<NodeProto> before = new ArrayList<>();
    private final List<NodeProto> behind = new ArrayList<>();
    private final List<Intervention.PerRow> places;
    private final TensorTypes types;
    private final Set<String> changed = new HashSet<>();
    private final Set<String> given = new HashSet<>();

    /** @param all the graph's nodes, those of changes and captures among them */
    Split(Assembly assembly, Emitter emitter, List<NodeProto> all, List<Intervention.PerRow> places) {
        this.assembly = assembly;
        this.emitter = emitter;
        List<NodeProto> nodes = Graph.sorted(all);
        this.places = places;
        this.types = new TensorTypes(assembly.trial(), nodes);
        places.forEach(place -> changed.addAll(List.of(Change.factors(place), Change.offsets(place))));
        assembly.inputs().forEach(input -> given.add(input.name()));
        for (NodeProto node : nodes) {
            Set<String> reads = Graph.reads(node);
            if (reads.stream().anyMatch(changed::contains)) {
                changed.addAll(node.getOutputList());
                behind.add(node);
                continue;
            }
            before.add(node);
            if (reads.stream().anyMatch(given::contains)) {
                given.addAll(node.getOutputList());
            } else {
                behind.add(node);
            }
        }
        given.remove("");
    }

    SplitGraph of(List<String> captures, Optional<String> embedding) throws ModelException {
        List<NodeProto> first = new ArrayList<>(before);
        List<NodeProto> after = new ArrayList<>(behind);
        Map<String, String> held =
                crossing(Stream.concat(captures.stream(), embedding.stream()).toList());
        List<ValueInfoProto> fed = new ArrayList<>();
        Map<String, Integer> heldTypes = new HashMap<>();
        held.forEach((tensor, name) -> {
            int type = types.of(tensor);
            // The engine hands on no numbers of 16 bits; they go to 32 and back without loss.
            boolean narrow = type == DataType.FLOAT16_VALUE;
            first.add(passed(tensor, name, narrow ? DataType.FLOAT_VALUE : type, narrow));
            after.add(passed(name, tensor, type, narrow));
            heldTypes.put(name, narrow ? DataType.FLOAT_VALUE : type);
            fed.add(input(name, heldTypes.get(name)));
        });
        for (Intervention.PerRow place : places) {
            fed.add(input(Change.factors(place), DataType.FLOAT_VALUE));
            fed.add(input(Change.offsets(place), DataType.FLOAT_VALUE));
        }
        List<String> names = List.copyOf(held.values());
        return new SplitGraph(
                assembly.assemble(first, emitter.constants(), List.of(), names, Optional.empty(), heldTypes),
                names,
                assembly.assemble(after, emitter.constants(), fed, captures, embedding),
                places.stream()
                        .map(place -> new SplitGraph.Place(Change.factors(place), Change.offsets(place)))
                        .toList());
    }

    /** The tensors that are computed before the cut and read behind it. */
    private Map<String, String> crossing(List<String> outputs) {
        Map<String, String> held = new LinkedHashMap<>();
        Set<String> needed = new HashSet<>();
        Stream.concat(
                        Assembly.kept(behind, outputs, needed).stream().flatMap(node -> Graph.reads(node).stream()),
                        outputs.stream())
                .filter(given::contains)
                .forEach(tensor -> held.computeIfAbsent(tensor, key -> HELD + held.size()));
        return held;
    }

    private static NodeProto passed(String from, String to, int type, boolean cast) {
        NodeProto.Builder node = NodeProto.newBuilder()
                .setOpType(cast ? "Cast" : "Identity")
                .setName(to + "/passed")
                .addInput(from)
                .addOutput(to);
        return cast ? node.addAttribute(Emitter.attribute("to", type)).build() : node.build();
    }

    private static ValueInfoProto input(String name, int type) {
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder().setElemType(type)))
                .build();
    }
}
