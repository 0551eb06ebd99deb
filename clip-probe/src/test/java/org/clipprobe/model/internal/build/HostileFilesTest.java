package org.clipprobe.model.internal.build;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.clipprobe.model.Capture;
import org.clipprobe.model.HookPoint;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.Pooling;
import org.clipprobe.model.internal.build.TowerGraph.Modality;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are no towers, or broken ones, are refused in one sentence that begins with the file. */
class HostileFilesTest {
    private static final Path VISION = Runs.MODELS.resolve("siglip/onnx/vision_model.onnx");

    @TempDir
    Path folder;

    private String refusal(byte[] content) throws IOException {
        Path file = Files.write(folder.resolve("model.onnx"), content);
        String message =
                assertThrows(ModelException.class, () -> TowerGraph.read(file)).getMessage();
        assertTrue(message.startsWith(file.toString()), message);
        assertFalse(message.contains("\n"), message);
        return message;
    }

    @Test
    void whatIsNotOnnxIsRefused() throws IOException {
        refusal(new byte[0]);
        refusal("<!doctype html><title>404</title>".getBytes(StandardCharsets.UTF_8));
        refusal(new byte[1 << 16]);
        refusal(ModelProto.newBuilder().setIrVersion(8).build().toByteArray());
        assertThrows(ModelException.class, () -> TowerGraph.read(folder));
        assertThrows(ModelException.class, () -> TowerGraph.read(folder.resolve("none.onnx")));
    }

    @Test
    void truncatedFilesAreRefused() throws IOException {
        byte[] whole = Files.readAllBytes(VISION);
        for (int cut : List.of(1, 10, 1000, whole.length / 2, whole.length - 1)) {
            refusal(Arrays.copyOf(whole, cut));
        }
    }

    @Test
    void otherModelsAreRefusedByTheirInputs() throws IOException {
        ModelProto model = ModelProto.parseFrom(Files.readAllBytes(VISION));
        ModelProto.Builder other = model.toBuilder();
        other.getGraphBuilder()
                .getInputBuilder(0)
                .getTypeBuilder()
                .getTensorTypeBuilder()
                .getShapeBuilder()
                .removeDim(3);
        assertTrue(refusal(other.build().toByteArray()).contains("pixel_values"));
    }

    @Test
    void cyclesAreRefused() throws IOException {
        ModelProto model = ModelProto.parseFrom(Files.readAllBytes(VISION));
        ModelProto.Builder cyclic = model.toBuilder();
        String last =
                model.getGraph().getNode(model.getGraph().getNodeCount() - 1).getOutput(0);
        cyclic.getGraphBuilder().getNodeBuilder(40).addInput(last);
        assertTrue(refusal(cyclic.build().toByteArray()).contains("cycle"));
    }

    @Test
    void deepNestingIsRefused() throws IOException {
        GraphProto graph = GraphProto.newBuilder()
                .addNode(NodeProto.newBuilder()
                        .setOpType("Identity")
                        .addInput("a")
                        .addOutput("b"))
                .build();
        ByteString nested = graph.toByteString();
        for (int depth = 0; depth < 2000; depth++) {
            // NodeProto.attribute = 5, AttributeProto.g = 6, GraphProto.node = 1
            nested = wrapped(1, wrapped(5, wrapped(6, nested)));
        }
        refusal(wrapped(7, nested).toByteArray());
    }

    private static ByteString wrapped(int field, ByteString content) throws java.io.UncheckedIOException {
        ByteString.Output out = ByteString.newOutput();
        var coded = com.google.protobuf.CodedOutputStream.newInstance(out);
        try {
            coded.writeBytes(field, content);
            coded.flush();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return out.toByteString();
    }

    @Test
    void externalDataIsReadBesideTheFileAndNowhereElse() throws Exception {
        ModelProto model = ModelProto.parseFrom(Files.readAllBytes(VISION));
        TensorProto first = model.getGraph().getInitializer(0);
        Files.createDirectories(folder.resolve("in"));
        Path file = folder.resolve("in/model.onnx");
        byte[] weights = first.getRawData().toByteArray();
        Files.write(folder.resolve("in/weights.bin"), weights);
        Files.write(folder.resolve("outside.bin"), weights);

        Files.write(file, external(model, "weights.bin", weights.length));
        TowerGraph read = TowerGraph.read(file);
        assertEquals(TowerGraph.read(VISION).hookPoints(Modality.VISION), read.hookPoints(Modality.VISION));
        assertArrayEquals(
                Runs.embedding(TowerGraph.read(VISION), Modality.VISION, List.of(), "hf-optimum")
                        .values(),
                Runs.embedding(read, Modality.VISION, List.of(), "hf-optimum").values());

        String absolute = folder.resolve("outside.bin").toString();
        for (String location : List.of("../outside.bin", absolute, "missing.bin", "", "\0")) {
            Files.write(file, external(model, location, weights.length));
            assertThrows(ModelException.class, () -> TowerGraph.read(file), location);
        }
        Files.write(file, external(model, "weights.bin", weights.length + 4L));
        assertThrows(ModelException.class, () -> TowerGraph.read(file));
    }

    private static byte[] external(ModelProto model, String location, long length) {
        ModelProto.Builder builder = model.toBuilder();
        builder.getGraphBuilder()
                .getInitializerBuilder(0)
                .clearRawData()
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(
                        StringStringEntryProto.newBuilder().setKey("location").setValue(location))
                .addExternalData(
                        StringStringEntryProto.newBuilder().setKey("length").setValue(Long.toString(length)));
        return builder.build().toByteArray();
    }

    @Test
    void damagedFilesAreReadOrRefused() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        byte[] whole = Files.readAllBytes(Runs.MODELS.resolve("siglip/onnx/text_model.onnx"));
        for (int round = 0; round < 150; round++) {
            byte[] damaged = whole.clone();
            for (int i = 0; i < 20; i++) {
                // The nodes come first, the weights behind them are not looked at.
                damaged[random.nextInt(round % 2 == 0 ? 20_000 : damaged.length)] = (byte) random.nextInt();
            }
            Path file = Files.write(folder.resolve("damaged.onnx"), damaged);
            try {
                TowerGraph graph = TowerGraph.read(file);
                for (Modality modality : graph.modalities()) {
                    List<Capture> captures = graph.hookPoints(modality).stream()
                            .map((HookPoint point) -> new Capture(point, Pooling.MAX))
                            .toList();
                    if (!captures.isEmpty()) {
                        graph.build(modality, captures, List.of(), false);
                    }
                }
            } catch (ModelException e) {
                assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
            }
        }
    }
}
