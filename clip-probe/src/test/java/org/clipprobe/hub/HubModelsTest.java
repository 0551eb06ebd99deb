package org.clipprobe.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.clipprobe.model.ModelException;
import org.clipprobe.run.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which files come, where they lie, and what is there without a network afterwards. */
class HubModelsTest extends HubTest {
    @Test
    void bringsJustTheWantedFilesIntoTheSharedLayout() throws IOException {
        AtomicLong announced = new AtomicLong();
        AtomicLong bytes = new AtomicLong();
        Path folder = resolve(NAME, Optional.empty(), counting(announced, bytes));

        assertEquals(repository().resolve("snapshots").resolve(HubStandIn.COMMIT), folder);
        assertEquals(
                List.of("config.json", "onnx/text_model.onnx", VISION, "preprocessor_config.json", "tokenizer.json"),
                filesUnder(folder));
        assertArrayEquals(vision, Files.readAllBytes(folder.resolve(VISION)));
        assertEquals(Path.of("../../../blobs", hub.hash(VISION)), Files.readSymbolicLink(folder.resolve(VISION)));
        assertEquals(
                Path.of("../../blobs", hub.hash("config.json")), Files.readSymbolicLink(folder.resolve("config.json")));
        assertEquals(HubStandIn.COMMIT, Files.readString(repository().resolve("refs/main")));
        assertEquals(5, filesUnder(repository().resolve("blobs")).size(), "blobs and nothing unfinished");
        assertEquals(announced.get(), bytes.get());
        assertTrue(bytes.get() > vision.length + text.length);
        assertEquals(List.of(), warnings);
    }

    private static Progress counting(AtomicLong announced, AtomicLong done) {
        return (what, total) -> {
            announced.addAndGet(total);
            return new Progress.Task() {
                @Override
                public void advance(long steps) {
                    done.addAndGet(steps);
                }

                @Override
                public void close() {}
            };
        };
    }

    @Test
    void downloadsNothingTwice() throws IOException {
        Path first = resolve(NAME);
        hub.seen.clear();
        assertEquals(first, resolve(NAME));
        assertEquals(1, hub.seen.size(), "only the list of files is asked for again");
    }

    @Test
    void takesTheVariantThatIsAskedFor() throws IOException {
        Path folder = resolve(NAME, Optional.of("fp16"), Progress.none());
        assertEquals(
                List.of("onnx/text_model_fp16.onnx", "onnx/vision_model_fp16.onnx"),
                filesUnder(folder).stream()
                        .filter(file -> file.endsWith(".onnx"))
                        .toList());
        ModelException missing =
                assertThrows(ModelException.class, () -> resolve(NAME, Optional.of("int8"), Progress.none()));
        assertEquals(
                "hf:owner/name: has no variant 'int8'; it has fp16, the plain one; choose one with --variant",
                missing.getMessage());
    }

    @Test
    void fallsBackToTheCacheWhenTheHubIsDown() throws IOException {
        Path folder = resolve(NAME);
        for (int i = 0; i < 3; i++) {
            hub.listingFaults.add(HubStandIn.status(503));
        }
        assertEquals(folder, resolve(NAME));
        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0).endsWith("using the copy from the cache, commit " + HubStandIn.COMMIT));
        hub.close();
        assertEquals(folder, resolve(NAME));
        assertTrue(refusal("hf:other/name").contains("cannot be reached"));
    }

    @Test
    void worksOfflineAfterwards() throws IOException {
        environment.put("HF_HUB_OFFLINE", "1");
        assertTrue(refusal(NAME).contains("HF_HUB_OFFLINE is set"));
        environment.remove("HF_HUB_OFFLINE");
        Path folder = resolve(NAME + "@v1");
        environment.put("HF_HUB_OFFLINE", "1");
        hub.seen.clear();
        assertEquals(folder, resolve(NAME + "@v1"));
        assertEquals(folder, resolve(NAME + "@" + HubStandIn.COMMIT));
        assertTrue(refusal(NAME).contains("has no copy"), "another revision is another model");
        assertEquals(List.of(), hub.seen);
    }

    @Test
    void copiesWhereLinksAreImpossible() throws IOException {
        environment.put("HF_HUB_DISABLE_SYMLINKS", "1");
        Path file = resolve(NAME).resolve(VISION);
        assertFalse(Files.isSymbolicLink(file));
        assertArrayEquals(vision, Files.readAllBytes(file));
    }

    @Test
    void bringsWeightsThatTheGraphKeepsElsewhere() throws IOException {
        byte[] weights = random(50_000, 9);
        hub.with("onnx/text_model.onnx", graphWithWeightsIn("3b719d32-4886-11ef-a2ee-00155d655292"), true)
                .with("onnx/3b719d32-4886-11ef-a2ee-00155d655292", weights, true)
                .with("onnx/vision_model.onnx_data", random(100, 10), true);
        Path folder = resolve(NAME);
        assertArrayEquals(weights, Files.readAllBytes(folder.resolve("onnx/3b719d32-4886-11ef-a2ee-00155d655292")));
        assertTrue(Files.exists(folder.resolve("onnx/vision_model.onnx_data")));
        hub.seen.clear();
        assertEquals(folder, resolve(NAME));
        assertEquals(1, hub.seen.size());
    }

    @ParameterizedTest
    @CsvSource({"../../../../secret, could land outside of the cache", "lost.bin, the export is incomplete"})
    void refusesWeightsThatAreNotInTheRepository(String location, String expected) throws IOException {
        hub.with("onnx/text_model.onnx", graphWithWeightsIn(location), true);
        String message = refusal(NAME);
        assertTrue(message.contains(expected), message);
        assertEquals(List.of(), filesUnder(repository().resolve("snapshots")));
    }

    private static byte[] graphWithWeightsIn(String location) {
        OnnxMl.TensorProto.Builder tensor = OnnxMl.TensorProto.newBuilder()
                .setName("w")
                .setDataLocation(OnnxMl.TensorProto.DataLocation.EXTERNAL)
                .addExternalData(OnnxMl.StringStringEntryProto.newBuilder()
                        .setKey("location")
                        .setValue(location));
        return OnnxMl.ModelProto.newBuilder()
                .setGraph(OnnxMl.GraphProto.newBuilder().addInitializer(tensor))
                .build()
                .toByteArray();
    }
}
