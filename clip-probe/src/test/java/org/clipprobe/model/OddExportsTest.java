package org.clipprobe.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports that are not as usual give the same embeddings: changed copies of the fixtures. */
class OddExportsTest {
    private static final float FULL = 1e-5f;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 5})
    void fixedBatch(long batch) throws IOException {
        edit("hf-optimum", "onnx/vision_model.onnx", "vision_model.onnx", graph -> fixFirst(graph, batch));
        edit("hf-optimum", "onnx/text_model.onnx", "text_model.onnx", graph -> fixFirst(graph, batch));
        check("hf-optimum", FULL);
    }

    @Test
    void fixedNumberOfTokens() throws IOException {
        edit(
                "hf-optimum",
                "onnx/text_model.onnx",
                "text_model.onnx",
                graph -> graph.getInputBuilderList().forEach(input -> setDim(input, 1, 77)));
        checkText("hf-optimum", FULL);
    }

    @Test
    void tokensOf32Bits() throws IOException {
        edit("hf-optimum", "onnx/text_model.onnx", "text_model.onnx", graph -> {
            retype(graph, "input_ids", DataType.INT32_VALUE, DataType.INT64_VALUE);
            retype(graph, "attention_mask", DataType.FLOAT_VALUE, DataType.INT64_VALUE);
        });
        checkText("hf-optimum", FULL);
    }

    @Test
    void picturesOf16Bits() throws IOException {
        edit(
                "openai-vit",
                "visual.onnx",
                "visual.onnx",
                graph -> retype(graph, "image", DataType.FLOAT16_VALUE, DataType.FLOAT_VALUE));
        // The picture's own values are rounded to 11 bits.
        checkVision("openai-vit", 2e-3f);
    }

    @Test
    void embeddingsOf16Bits() throws IOException {
        edit("openai-vit", "visual.onnx", "visual.onnx", graph -> {
            graph.addNode(cast("embedding", "half", DataType.FLOAT16_VALUE));
            ValueInfoProto.Builder output = graph.getOutputBuilder(0).setName("half");
            output.getTypeBuilder().getTensorTypeBuilder().setElemType(DataType.FLOAT16_VALUE);
        });
        checkVision("openai-vit", 1e-3f);
    }

    /** A blank for an input that may be left out is as good as none; ONNX Runtime 1.29 by itself ends the process over it. */
    @Test
    void blankBias() throws IOException {
        edit("openai-vit", "visual.onnx", "visual.onnx", graph -> {
            NodeProto.Builder last = graph.getNodeBuilderList().stream()
                    .filter(node -> node.getOpType().equals("LayerNormalization"))
                    .reduce((before, after) -> after)
                    .orElseThrow();
            last.setInput(2, "");
        });
        try (ClipModel model = ClipModel.open(folder);
                VisionSession session = model.requireVision().open()) {
            session.run(new float[3 * 64 * 64], 1);
        }
    }

    /** Weights in a file of their own, in a folder whose name no one byte per letter holds. */
    @Test
    void externalData() throws IOException {
        folder = Files.createDirectory(folder.resolve("Gewichte für 🕷"));
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        edit("openai-vit", "visual.onnx", "visual.onnx", graph -> {
            for (TensorProto.Builder tensor : graph.getInitializerBuilderList()) {
                byte[] values = tensor.getRawData().toByteArray();
                if (values.length > 100) {
                    tensor.clearRawData()
                            .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                            .addExternalData(entry("location", "visual.onnx_data"))
                            .addExternalData(entry("offset", Integer.toString(data.size())))
                            .addExternalData(entry("length", Integer.toString(values.length)));
                    data.writeBytes(values);
                }
            }
        });
        Files.write(folder.resolve("visual.onnx_data"), data.toByteArray());
        checkVision("openai-vit", FULL);
    }

    /** The Hugging Face cache keeps files under their hashes and links to them. */
    @Test
    void linkedFile() throws IOException {
        Path blob = Files.createDirectory(folder.resolve("blobs")).resolve("0123abcd");
        Files.copy(Fixtures.MODELS.resolve("openai-vit/visual.onnx"), blob);
        folder = Files.createDirectory(folder.resolve("snapshot"));
        Files.createSymbolicLink(folder.resolve("visual.onnx"), Path.of("../blobs/0123abcd"));
        checkVision("openai-vit", FULL);
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }

    /** Half precision and int8 as Python's onnxruntime computes them: the same files, the same kernels. */
    @ParameterizedTest
    @CsvSource({"fp16, 1e-3", "int8, 1e-5"})
    void variants(String variant, float tolerance) throws IOException {
        Path files = Fixtures.MODELS.resolveSibling("precision");
        ModelOptions options = new ModelOptions(new Device.Cpu(), 1, Optional.of(variant));
        try (ClipModel model = ClipModel.open(files, options);
                VisionSession vision = model.requireVision().open();
                TextSession text = model.requireText().open()) {
            float[] pictures = vision.run(
                            Fixtures.golden("siglip", "pixel_values").floats(), 3)
                    .embeddings();
            float[] prompts = text.run(Fixtures.prompts("siglip")).embeddings();
            assertClose(expected(files, "image_embeds_" + variant), pictures, tolerance);
            assertClose(expected(files, "text_embeds_" + variant), prompts, tolerance);
        }
    }

    private static float[] expected(Path files, String name) throws IOException {
        return Fixtures.Npy.read(files.resolve(name + ".npy")).floats();
    }

    private void check(String name, float tolerance) throws IOException {
        checkVision(name, tolerance);
        checkText(name, tolerance);
    }

    private void checkVision(String name, float tolerance) throws IOException {
        try (ClipModel model = ClipModel.open(folder);
                VisionSession session = model.requireVision().open()) {
            float[] found = session.run(Fixtures.golden(name, "pixel_values").floats(), 3)
                    .embeddings();
            assertClose(Fixtures.golden(name, "image_embeds").floats(), found, tolerance);
        }
    }

    private void checkText(String name, float tolerance) throws IOException {
        try (ClipModel model = ClipModel.open(folder);
                TextSession session = model.requireText().open()) {
            float[] found = session.run(Fixtures.prompts(name)).embeddings();
            assertClose(Fixtures.golden(name, "text_embeds").floats(), found, tolerance);
        }
    }

    private static void assertClose(float[] expected, float[] found, float tolerance) {
        float largest = Fixtures.largestDifference(expected, found);
        assertTrue(largest <= tolerance, "expected within " + tolerance + ", found " + largest);
    }

    private interface Edit {
        void make(GraphProto.Builder graph);
    }

    private void edit(String model, String source, String target, Edit edit) throws IOException {
        byte[] bytes = Files.readAllBytes(Fixtures.MODELS.resolve(model).resolve(source));
        ModelProto.Builder changed = ModelProto.parseFrom(bytes).toBuilder();
        edit.make(changed.getGraphBuilder());
        Files.write(folder.resolve(target), changed.build().toByteArray());
    }

    private static void fixFirst(GraphProto.Builder graph, long size) {
        graph.getInputBuilderList().forEach(input -> setDim(input, 0, size));
    }

    private static void setDim(ValueInfoProto.Builder value, int axis, long size) {
        value.getTypeBuilder()
                .getTensorTypeBuilder()
                .getShapeBuilder()
                .getDimBuilder(axis)
                .clear()
                .setDimValue(size);
    }

    /** The graph takes another type and makes the one that it was exported for from it. */
    private static void retype(GraphProto.Builder graph, String input, int type, int inner) {
        List<NodeProto> nodes = List.copyOf(graph.getNodeList());
        graph.clearNode().addNode(cast(input, input + "_inner", inner));
        for (NodeProto node : nodes) {
            NodeProto.Builder copy = node.toBuilder();
            for (int i = 0; i < node.getInputCount(); i++) {
                if (node.getInput(i).equals(input)) {
                    copy.setInput(i, input + "_inner");
                }
            }
            graph.addNode(copy);
        }
        graph.getInputBuilderList().stream()
                .filter(value -> value.getName().equals(input))
                .forEach(value -> value.getTypeBuilder().getTensorTypeBuilder().setElemType(type));
    }

    private static NodeProto cast(String from, String to, int type) {
        return NodeProto.newBuilder()
                .setOpType("Cast")
                .setName(to)
                .addInput(from)
                .addOutput(to)
                .addAttribute(AttributeProto.newBuilder()
                        .setName("to")
                        .setType(AttributeProto.AttributeType.INT)
                        .setI(type))
                .build();
    }
}
