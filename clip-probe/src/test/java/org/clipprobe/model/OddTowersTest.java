package org.clipprobe.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.clipprobe.image.Preprocessing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Towers whose inputs or outputs are not as usual: they open with the same numbers, or say what they are. */
class OddTowersTest {
    private static final float FULL = 1e-5f;
    private static final String VIT = "openai-vit";

    @TempDir
    Path folder;

    @Test
    void coloursLast() throws IOException {
        edit(VIT, "visual.onnx", graph -> before(graph, List.of(64L, 64L, 3L), DataType.FLOAT_VALUE, turn("image")));
        checkPictures(VIT);
    }

    @Test
    void bytes() throws IOException {
        edit(VIT, "visual.onnx", graph -> {
            before(graph, List.of(64L, 64L, 3L), DataType.UINT8_VALUE, cast("image"), turn("cast"));
            normalise(graph);
        });
        try (ClipModel model = ClipModel.open(folder)) {
            assertEquals(
                    List.of(1.0, 1.0, 1.0),
                    model.requireVision().preprocessing().std());
            assertTrue(model.notes().stream().anyMatch(note -> note.contains("takes bytes")));
        }
    }

    @Test
    void normalisationInTheGraphIsNotRepeated() throws IOException {
        edit(VIT, "visual.onnx", OddTowersTest::normalise);
        Files.writeString(folder.resolve("preprocessor_config.json"), "{\"size\":64,\"crop_size\":64}");
        try (ClipModel model = ClipModel.open(folder)) {
            Preprocessing left = model.requireVision().preprocessing();
            assertEquals(1.0, left.rescale());
            assertEquals(List.of(0.0, 0.0, 0.0), left.mean());
        }
        Files.writeString(
                folder.resolve("preprocessor_config.json"),
                "{\"size\":64,\"crop_size\":64,\"image_mean\":[0.1,0.1,0.1]}");
        refused("normalises pictures itself");
        Files.writeString(
                folder.resolve("preprocessor_config.json"),
                "{\"size\":64,\"crop_size\":64,\"do_normalize\":false,\"do_rescale\":false}");
        ClipModel.open(folder).close();
    }

    /** A joint graph that gives logits alone still makes both embeddings. */
    @Test
    void logitsAlone() throws IOException {
        edit("hf-joint", "model.onnx", graph -> {
            List<ValueInfoProto> logits = graph.getOutputList().stream()
                    .filter(output -> output.getName().startsWith("logits"))
                    .toList();
            graph.clearOutput().addAllOutput(logits);
        });
        checkPictures("hf-joint");
        try (ClipModel model = ClipModel.open(folder);
                TextSession session = model.requireText().open()) {
            assertClose(
                    Fixtures.golden("hf-joint", "text_embeds").floats(),
                    session.run(Fixtures.prompts("hf-joint")).embeddings());
        }
    }

    @Test
    void tokenTypes() throws IOException {
        edit("hf-joint", "model.onnx", graph -> {
            ValueInfoProto ids = graph.getInputList().stream()
                    .filter(input -> input.getName().equals("input_ids"))
                    .findFirst()
                    .orElseThrow();
            graph.addInput(ids.toBuilder().setName("token_type_ids"));
            // A token of the first type is looked up where it is; of any other it would be another token.
            graph.addNode(0, binary("Add", "input_ids", "token_type_ids", "typed"));
            renameUses(graph, "input_ids", "typed", 1);
        });
        try (ClipModel model = ClipModel.open(folder);
                TextSession session = model.requireText().open()) {
            assertClose(
                    Fixtures.golden("hf-joint", "text_embeds").floats(),
                    session.run(Fixtures.prompts("hf-joint")).embeddings());
        }
    }

    @Test
    void sentenceTransformersFolder() throws IOException {
        Path module = Files.createDirectories(folder.resolve("0_CLIPModel/onnx"));
        Path from = Fixtures.MODELS.resolve("hf-optimum");
        for (String name : List.of("vision_model.onnx", "text_model.onnx")) {
            Files.copy(from.resolve("onnx").resolve(name), module.resolve(name));
        }
        Files.copy(from.resolve("preprocessor_config.json"), module.resolveSibling("preprocessor_config.json"));
        try (ClipModel model = ClipModel.open(folder)) {
            assertTrue(model.description().contains("sentence-transformers"), model.description());
            assertTrue(model.notes().stream().noneMatch(note -> note.contains("CLIP's own preprocessing")));
        }
        checkPictures("hf-optimum");
    }

    /** A tower for language models: its hook points are read, and asking for embeddings says what it is. */
    @Test
    void everyTokenAndNoEmbedding() throws IOException {
        try (ClipModel model =
                ClipModel.open(Fixtures.ROOT.resolve("clip-probe/src/test/resources/zoo/eva-gate-in-one/model"))) {
            VisionTower tower = model.requireVision();
            assertEquals(0, tower.embeddingDimensions());
            assertEquals(1, tower.matching("vision.*.mlp").size());
            ModelException refusal = assertThrows(ModelException.class, tower::open);
            assertTrue(refusal.getMessage().contains("no embedding"), refusal.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 -1 2 3 64 64 | films or of tiled pictures",
                "1 3 64 64    | which is one picture",
                "1 -1 16 768  | cut into patches",
                "1 -1 1 64 64 | 3 colours",
                "11 -1 3 64 64 | numbers of 32 or 16 bits",
                "8 -1         | text instead of tokens"
            })
    void inputsOfOtherKinds(String typeAndDims, String says) throws IOException {
        String[] words = typeAndDims.strip().split(" ", -1);
        edit(VIT, "visual.onnx", graph -> {
            ValueInfoProto.Builder input = graph.getInputBuilder(0).setName("pixel_values");
            var tensor = input.getTypeBuilder().getTensorTypeBuilder();
            tensor.setElemType(Integer.parseInt(words[0])).getShapeBuilder().clearDim();
            for (int i = 1; i < words.length; i++) {
                tensor.getShapeBuilder().addDimBuilder().setDimValue(Long.parseLong(words[i]));
            }
            renameUses(graph, "image", "pixel_values", Integer.MAX_VALUE);
        });
        refused(says);
    }

    private void refused(String says) {
        String message =
                assertThrows(ModelException.class, () -> ClipModel.open(folder)).getMessage();
        assertTrue(message.contains(says) && !message.contains("damaged"), message);
    }

    private void checkPictures(String name) throws IOException {
        try (ClipModel model = ClipModel.open(folder);
                VisionSession session = model.requireVision().open()) {
            float[] found = session.run(Fixtures.golden(name, "pixel_values").floats(), 3)
                    .embeddings();
            assertEquals(Fixtures.golden(name, "image_embeds").floats().length, found.length);
            assertClose(Fixtures.golden(name, "image_embeds").floats(), found);
        }
    }

    private static void assertClose(float[] expected, float[] found) {
        float largest = Fixtures.largestDifference(expected, found);
        assertTrue(largest <= FULL, "differs by " + largest);
    }

    private void edit(String model, String file, Consumer<GraphProto.Builder> change) throws IOException {
        ModelProto.Builder builder =
                ModelProto.parseFrom(
                        Files.readAllBytes(Fixtures.MODELS.resolve(model).resolve(file)))
                        .toBuilder();
        change.accept(builder.getGraphBuilder());
        Files.write(folder.resolve(file), builder.build().toByteArray());
        Path config = Fixtures.MODELS.resolve(model).resolve("preprocessor_config.json");
        if (Files.exists(config)) {
            Files.copy(config, folder.resolve("preprocessor_config.json"));
        }
    }

    /** Puts nodes before the picture's first use; the last of them gives the picture as it was. */
    private static void before(GraphProto.Builder graph, List<Long> dims, int type, NodeProto... nodes) {
        ValueInfoProto.Builder input = graph.getInputBuilder(0);
        String name = input.getName();
        renameUses(graph, name, nodes[nodes.length - 1].getOutput(0), Integer.MAX_VALUE);
        var tensor = input.getTypeBuilder().getTensorTypeBuilder().setElemType(type);
        for (int i = 0; i < 3; i++) {
            tensor.getShapeBuilder().getDimBuilder(i + 1).setDimValue(dims.get(i));
        }
        for (int i = 0; i < nodes.length; i++) {
            graph.addNode(i, nodes[i]);
        }
    }

    /** CLIP's normalisation of values from 0 to 255, as the graph's first operators. */
    private static void normalise(GraphProto.Builder graph) {
        Preprocessing clip = Preprocessing.clip(64);
        List<Float> means = new ArrayList<>();
        List<Float> deviations = new ArrayList<>();
        for (int colour = 0; colour < 3; colour++) {
            means.add((float) (255 * clip.mean().get(colour)));
            deviations.add((float) (255 * clip.std().get(colour)));
        }
        graph.addInitializer(colours("means", means)).addInitializer(colours("deviations", deviations));
        NodeProto conv = graph.getNodeList().stream()
                .filter(node -> node.getOpType().equals("Conv"))
                .findFirst()
                .orElseThrow();
        String picture = conv.getInput(0);
        renameUses(graph, picture, "normalised", Integer.MAX_VALUE);
        int at = graph.getNodeList().stream().map(NodeProto::getOpType).toList().indexOf("Conv");
        graph.addNode(at, binary("Sub", picture, "means", "centred"));
        graph.addNode(at + 1, binary("Div", "centred", "deviations", "normalised"));
    }

    private static TensorProto colours(String name, List<Float> values) {
        return TensorProto.newBuilder()
                .setName(name)
                .setDataType(DataType.FLOAT_VALUE)
                .addAllDims(List.of(1L, 3L, 1L, 1L))
                .addAllFloatData(values)
                .build();
    }

    private static NodeProto turn(String from) {
        return NodeProto.newBuilder()
                .setOpType("Transpose")
                .setName("turn")
                .addInput(from)
                .addOutput("turned")
                .addAttribute(AttributeProto.newBuilder()
                        .setName("perm")
                        .setType(AttributeProto.AttributeType.INTS)
                        .addAllInts(List.of(0L, 3L, 1L, 2L)))
                .build();
    }

    private static NodeProto cast(String from) {
        return NodeProto.newBuilder()
                .setOpType("Cast")
                .setName("cast")
                .addInput(from)
                .addOutput("cast")
                .addAttribute(AttributeProto.newBuilder()
                        .setName("to")
                        .setType(AttributeProto.AttributeType.INT)
                        .setI(DataType.FLOAT_VALUE))
                .build();
    }

    private static NodeProto binary(String type, String a, String b, String output) {
        return NodeProto.newBuilder()
                .setOpType(type)
                .setName(output)
                .addInput(a)
                .addInput(b)
                .addOutput(output)
                .build();
    }

    /** @param most how many nodes are changed */
    private static void renameUses(GraphProto.Builder graph, String from, String to, int most) {
        int changed = 0;
        for (NodeProto.Builder node : graph.getNodeBuilderList()) {
            if (node.getOutputList().contains(to) || changed >= most) {
                continue;
            }
            for (int i = 0; i < node.getInputCount(); i++) {
                if (node.getInput(i).equals(from)) {
                    node.setInput(i, to);
                    changed++;
                }
            }
        }
    }
}
