package org.clipprobe.fuzz;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Damage that leaves an ONNX file behind: other wires, operators, attributes, shapes, weights, inputs. */
final class Graphs {
    private static final long[] ODD = {
        0,
        1,
        -1,
        2,
        3,
        7,
        -2,
        64,
        1000,
        65_536,
        1L << 31,
        -(1L << 31),
        (1L << 31) - 1,
        1L << 32,
        1L << 40,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };
    private static final List<String> OPERATORS = List.of(
            "Add",
            "MatMul",
            "Gemm",
            "Conv",
            "Reshape",
            "Expand",
            "Tile",
            "Range",
            "ConstantOfShape",
            "Resize",
            "Pad",
            "TopK",
            "NonZero",
            "Einsum",
            "If",
            "Loop",
            "Scan",
            "LSTM",
            "Slice",
            "Split",
            "Concat",
            "Gather",
            "GatherND",
            "ScatterND",
            "OneHot",
            "Transpose",
            "Squeeze",
            "Unsqueeze",
            "Softmax",
            "LayerNormalization",
            "CumSum",
            "MaxPool",
            "ConvTranspose",
            "Upsample",
            "DepthToSpace",
            "Cast",
            "Where",
            "ReduceMean",
            "ArgMax",
            "QuantizeLinear",
            "DequantizeLinear",
            "MatMulInteger",
            "Attention",
            "Identity",
            "Nonsense");

    private final RandomGenerator random;
    private final ModelProto.Builder model;
    private final GraphProto.Builder graph;
    private final List<String> names = new ArrayList<>();

    private Graphs(RandomGenerator random, ModelProto model) {
        this.random = random;
        this.model = model.toBuilder();
        this.graph = this.model.getGraphBuilder();
        model.getGraph().getNodeList().forEach(node -> names.addAll(node.getOutputList()));
        model.getGraph().getInitializerList().forEach(tensor -> names.add(tensor.getName()));
        model.getGraph().getInputList().forEach(input -> names.add(input.getName()));
    }

    /** One to three changes. */
    static byte[] mutated(byte[] file, RandomGenerator random) throws IOException {
        Graphs graphs = new Graphs(random, ModelProto.parseFrom(file));
        // One change gets further than three, and meets the runtime more often.
        for (int changes = 1 + random.nextInt(1 + random.nextInt(3)); changes > 0; changes--) {
            graphs.change();
        }
        return graphs.model.build().toByteArray();
    }

    private void change() {
        switch (random.nextInt(12)) {
            case 0, 1 -> changeWire();
            case 2 -> changeOrder();
            case 3 -> node().setOpType(OPERATORS.get(random.nextInt(OPERATORS.size())));
            case 4, 5 -> changeAttribute();
            case 6, 7 -> changeShape();
            case 8 -> changeWeights();
            case 9 -> changeElements();
            case 10 -> changeValue();
            default -> changeVersion();
        }
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private long odd() {
        return random.nextInt(3) == 0 ? random.nextInt(5_000) : ODD[random.nextInt(ODD.length)];
    }

    private NodeProto.Builder node() {
        return graph.getNodeBuilder(random.nextInt(graph.getNodeCount()));
    }

    private void changeWire() {
        NodeProto.Builder node = node();
        String name = random.nextInt(6) == 0 ? "" : any(names);
        if (random.nextInt(4) == 0 && node.getOutputCount() > 0) {
            node.setOutput(random.nextInt(node.getOutputCount()), name);
        } else if (node.getInputCount() == 0 || random.nextInt(8) == 0) {
            node.addInput(name);
        } else if (random.nextInt(8) == 0) {
            List<String> fewer = new ArrayList<>(node.getInputList());
            fewer.remove(random.nextInt(fewer.size()));
            node.clearInput().addAllInput(fewer);
        } else {
            node.setInput(random.nextInt(node.getInputCount()), name);
        }
    }

    private void changeOrder() {
        int at = random.nextInt(graph.getNodeCount());
        NodeProto node = graph.getNode(at);
        if (random.nextBoolean() && graph.getNodeCount() > 1) {
            graph.removeNode(at);
        }
        if (random.nextBoolean()) {
            graph.addNode(random.nextInt(graph.getNodeCount() + 1), node);
        }
    }

    private void changeAttribute() {
        List<NodeProto.Builder> with = graph.getNodeBuilderList().stream()
                .filter(node -> node.getAttributeCount() > 0)
                .toList();
        if (with.isEmpty()) {
            return;
        }
        NodeProto.Builder node = any(with);
        int at = random.nextInt(node.getAttributeCount());
        AttributeProto.Builder attribute = node.getAttributeBuilder(at);
        switch (random.nextInt(8)) {
            case 0 -> node.removeAttribute(at);
            case 1 -> attribute.setName(attribute.getName() + "_");
            case 2 -> attribute.setType(AttributeProto.AttributeType.forNumber(random.nextInt(12)));
            case 3 -> attribute.addInts(odd());
            case 4 -> attribute.setF(random.nextBoolean() ? Float.NaN : -Float.MAX_VALUE);
            default -> {
                if (attribute.hasT()) {
                    attribute.setT(shaped(attribute.getT()));
                } else if (attribute.getIntsCount() > 0) {
                    attribute.setInts(random.nextInt(attribute.getIntsCount()), odd());
                } else {
                    attribute.setI(odd());
                }
            }
        }
    }

    private void changeShape() {
        int at = random.nextInt(graph.getInitializerCount());
        graph.setInitializer(at, shaped(graph.getInitializer(at)));
    }

    private TensorProto shaped(TensorProto tensor) {
        TensorProto.Builder changed = tensor.toBuilder();
        switch (random.nextInt(6)) {
            case 0 -> changed.addDims(odd());
            case 1 -> changed.clearDims();
            case 2 -> changed.setDataType(random.nextInt(25));
            case 3 -> {
                List<Long> dims = new ArrayList<>(tensor.getDimsList());
                java.util.Collections.reverse(dims);
                changed.clearDims().addAllDims(dims);
            }
            default -> {
                if (changed.getDimsCount() > 0) {
                    changed.setDims(random.nextInt(changed.getDimsCount()), odd());
                }
            }
        }
        return changed.build();
    }

    private void changeWeights() {
        TensorProto.Builder tensor = graph.getInitializerBuilder(random.nextInt(graph.getInitializerCount()));
        ByteString raw = tensor.getRawData();
        switch (random.nextInt(6)) {
            case 0 -> tensor.clearRawData();
            case 1 -> tensor.setRawData(raw.substring(0, raw.size() / 2));
            case 2 -> tensor.setRawData(raw.concat(raw));
            case 3 ->
                tensor.clearRawData().addFloatData(1).addInt64Data(odd()).addStringData(ByteString.copyFromUtf8("x"));
            case 4 -> tensor.setName(any(names));
            default ->
                tensor.clearRawData()
                        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                        .addExternalData(
                                entry("location", any(List.of("vision_model.onnx", "../x", "/etc/passwd", "", "\0"))))
                        .addExternalData(entry("offset", Long.toString(odd())))
                        .addExternalData(entry("length", Long.toString(odd())));
        }
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }

    /** Shapes, axes and indices lie in small tensors of whole numbers. */
    private void changeElements() {
        List<TensorProto.Builder> whole = new ArrayList<>(graph.getInitializerBuilderList());
        for (NodeProto.Builder node : graph.getNodeBuilderList()) {
            for (AttributeProto.Builder attribute : node.getAttributeBuilderList()) {
                if (attribute.hasT()) {
                    whole.add(attribute.getTBuilder());
                }
            }
        }
        whole.removeIf(tensor -> tensor.getDataType() != TensorProto.DataType.INT64_VALUE
                || tensor.getRawData().size() < 8
                || tensor.getRawData().size() > 4_096);
        if (whole.isEmpty()) {
            return;
        }
        TensorProto.Builder tensor = any(whole);
        byte[] raw = tensor.getRawData().toByteArray();
        long value = odd();
        int at = random.nextInt(raw.length / 8) * 8;
        for (int i = 0; i < 8; i++) {
            raw[at + i] = (byte) (value >> (8 * i));
        }
        tensor.setRawData(ByteString.copyFrom(raw));
    }

    private void changeValue() {
        boolean input = random.nextBoolean() || graph.getOutputCount() == 0;
        if ((input ? graph.getInputCount() : graph.getOutputCount()) == 0) {
            return;
        }
        ValueInfoProto.Builder value = input
                ? graph.getInputBuilder(random.nextInt(graph.getInputCount()))
                : graph.getOutputBuilder(random.nextInt(graph.getOutputCount()));
        var tensor = value.getTypeBuilder().getTensorTypeBuilder();
        switch (random.nextInt(5)) {
            case 0 -> value.setName(any(names));
            case 1 -> tensor.setElemType(random.nextInt(25));
            case 2 -> tensor.getShapeBuilder().addDim(Dimension.newBuilder().setDimValue(odd()));
            default -> {
                var shape = tensor.getShapeBuilder();
                if (shape.getDimCount() > 0) {
                    shape.getDimBuilder(random.nextInt(shape.getDimCount())).setDimValue(odd());
                }
            }
        }
    }

    private void changeVersion() {
        switch (random.nextInt(3)) {
            case 0 -> model.setIrVersion(odd());
            case 1 -> model.getOpsetImportBuilder(0).setVersion(random.nextBoolean() ? random.nextInt(30) : odd());
            default -> node().setDomain(random.nextBoolean() ? "com.microsoft" : "no.where");
        }
    }
}
