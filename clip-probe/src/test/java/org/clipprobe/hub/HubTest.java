package org.clipprobe.hub;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.clipprobe.model.ModelException;
import org.clipprobe.run.Progress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A hub on loopback with one repository, and an empty cache. */
abstract class HubTest {
    static final String NAME = "hf:owner/name";
    static final String VISION = "onnx/vision_model.onnx";

    @TempDir
    Path home;

    final byte[] vision = random(300_000, 1);
    final byte[] text = random(200_000, 2);
    final List<Duration> waits = new ArrayList<>();
    final List<String> warnings = new ArrayList<>();
    final Map<String, String> environment = new HashMap<>();
    HubStandIn hub;

    @BeforeEach
    void startHub() {
        hub = new HubStandIn()
                .with("README.md", "# a model")
                .with("config.json", "{\"model_type\": \"clip\"}")
                .with("preprocessor_config.json", "{}")
                .with("tokenizer.json", random(5_000, 3), true)
                .with("pytorch_model.bin", random(10_000, 4), true)
                .with("onnx/model.onnx", random(10_000, 5), true)
                .with("onnx/vision_model_fp16.onnx", random(20_000, 6), true)
                .with("onnx/text_model_fp16.onnx", random(20_000, 7), true)
                .with(VISION, vision, true)
                .with("onnx/text_model.onnx", text, true);
        environment.put("HF_ENDPOINT", hub.endpoint());
        environment.put("HF_HOME", home.toString());
    }

    @AfterEach
    void stopHub() {
        hub.close();
    }

    static byte[] random(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        bytes[0] = 0x7f; // no valid protobuf field: a graph nobody can read has no external data
        return bytes;
    }

    Path resolve(String name) throws IOException {
        return resolve(name, Optional.empty(), Progress.none());
    }

    Path resolve(String name, Optional<String> variant, Progress progress) throws IOException {
        Patience patience = new Patience(3, Duration.ofMillis(500), Duration.ofMinutes(1), waits::add);
        return new HubModels(environment, warnings::add, patience).resolve(name, variant, progress);
    }

    String refusal(String name) {
        return assertThrows(ModelException.class, () -> resolve(name)).getMessage();
    }

    Path repository() {
        return home.resolve("hub/models--owner--name");
    }

    Path blob(String path) {
        return repository().resolve("blobs").resolve(hub.hash(path));
    }

    List<String> filesUnder(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }
}
