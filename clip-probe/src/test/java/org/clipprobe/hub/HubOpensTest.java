package org.clipprobe.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.VisionSession;
import org.clipprobe.run.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was downloaded opens, and computes what the original does. */
class HubOpensTest {
    private static final Path SAMPLE = Path.of(System.getProperty("clipprobe.root"), "samples", "emoji-clip");

    @TempDir
    private Path home;

    @Test
    void theSampleComesBackFromTheHub() throws IOException {
        assertSameAsSample(Files.readAllBytes(SAMPLE.resolve("onnx/vision_model.onnx")), new byte[0]);
    }

    @Test
    void weightsInAnotherFileAreFoundThroughTheCachesLinks() throws IOException {
        OnnxMl.ModelProto.Builder model =
                OnnxMl.ModelProto.parseFrom(Files.readAllBytes(SAMPLE.resolve("onnx/vision_model.onnx"))).toBuilder();
        ByteString.Output weights = ByteString.newOutput();
        for (OnnxMl.TensorProto.Builder tensor : model.getGraphBuilder().getInitializerBuilderList()) {
            if (tensor.getRawData().size() > 10_000) {
                moveOut(tensor, weights);
            }
        }
        assertSameAsSample(model.build().toByteArray(), weights.toByteString().toByteArray());
    }

    private static void moveOut(OnnxMl.TensorProto.Builder tensor, ByteString.Output weights) throws IOException {
        tensor.setDataLocation(OnnxMl.TensorProto.DataLocation.EXTERNAL)
                .addExternalData(entry("location", "weights-of-this-export"))
                .addExternalData(entry("offset", Integer.toString(weights.size())))
                .addExternalData(
                        entry("length", Integer.toString(tensor.getRawData().size())));
        tensor.getRawData().writeTo(weights);
        tensor.clearRawData();
    }

    private static OnnxMl.StringStringEntryProto entry(String key, String value) {
        return OnnxMl.StringStringEntryProto.newBuilder()
                .setKey(key)
                .setValue(value)
                .build();
    }

    private void assertSameAsSample(byte[] graph, byte[] weights) throws IOException {
        try (HubStandIn hub = new HubStandIn()) {
            for (String file : new String[] {
                "README.md", "config.json", "preprocessor_config.json", "tokenizer.json", "onnx/text_model.onnx"
            }) {
                hub.with(file, Files.readAllBytes(SAMPLE.resolve(file)), file.endsWith(".onnx"));
            }
            hub.with("onnx/vision_model.onnx", graph, true).with("onnx/weights-of-this-export", weights, true);
            Path folder = new HubModels(
                            Map.of("HF_ENDPOINT", hub.endpoint(), "HF_HOME", home.toString()), warning -> {})
                    .resolve("hf:owner/name", Optional.empty(), Progress.none());
            assertArrayEquals(embedding(SAMPLE), embedding(folder));
            assertEquals(tokens(SAMPLE), tokens(folder));
        }
    }

    private static float[] embedding(Path folder) throws IOException {
        float[] pixels = new float[3 * 96 * 96];
        Random random = new Random(1);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = random.nextFloat() - 0.5f;
        }
        try (ClipModel model = ClipModel.open(folder);
                VisionSession session = model.requireVision().open()) {
            return session.run(pixels, 1).embeddings();
        }
    }

    private static String tokens(Path folder) throws IOException {
        try (ClipModel model = ClipModel.open(folder)) {
            return model.requireText().tokenize("a fox").toString();
        }
    }
}
