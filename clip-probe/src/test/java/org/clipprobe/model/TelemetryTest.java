package org.clipprobe.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.clipprobe.test.Traced;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that uses the library, and sets no variable, looks up nothing, sends nothing and leaves no file. */
class TelemetryTest {
    private static final int UPLOADS_AFTER_MS = 3_000;

    @TempDir
    private Path temporary;

    private Path folder;
    private Path working;
    private Path cache;

    /** Runs both towers, and lives on for as long as an upload would wait. */
    static final class Uses {
        private Uses() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            ParallelStartsTest.Runs.main(arguments);
            Thread.sleep(UPLOADS_AFTER_MS);
        }
    }

    /** What happens without the library: opens a model with ONNX Runtime alone. */
    static final class Bare {
        private Bare() {}

        public static void main(String[] arguments) throws OrtException, InterruptedException {
            String model = Path.of(arguments[0], "onnx", "vision_model.onnx").toString();
            try (OrtSession session = OrtEnvironment.getEnvironment().createSession(model)) {
                System.out.print(session.getInputNames());
            }
            Thread.sleep(UPLOADS_AFTER_MS);
        }
    }

    @BeforeEach
    void folders() throws IOException {
        folder = temporary.toRealPath();
        working = Files.createDirectories(folder.resolve("working"));
        cache = Files.createDirectories(folder.resolve("cache"));
    }

    @Test
    void theLibraryIsQuiet() throws Exception {
        Traced traced = run(Uses.class, Map.of());
        assertEquals(0, traced.code(), traced.said());
        assertTrue(traced.said().endsWith("128 128"), traced.said());
        assertEquals(List.of(), noise(traced));
        assertNothingLeft();
    }

    @Test
    void aVariableThatSaysOtherwiseIsOverruled() throws Exception {
        Traced traced = run(Uses.class, Map.of("ORT_DISABLE_TELEMETRY", "0"));
        assertEquals(0, traced.code(), traced.said());
        assertEquals(List.of(), noise(traced));
        assertNothingLeft();
    }

    /** Were this to be quiet, the tests above would show nothing. */
    @Test
    void onnxRuntimeAloneIsNot() throws Exception {
        Traced traced = run(Bare.class, Map.of());
        assertEquals(0, traced.code(), traced.said());
        assertTrue(noise(traced).stream().anyMatch(call -> call.contains("deviceid")), traced.said());
    }

    private Traced run(Class<?> program, Map<String, String> more) throws Exception {
        Map<String, String> variables = new LinkedHashMap<>(more);
        variables.put("CLASSPATH", System.getProperty("java.class.path"));
        variables.put("HOME", folder.resolve("home").toString());
        variables.put("XDG_CACHE_HOME", cache.toString());
        return Traced.run(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:-UsePerfData",
                        "-Djava.io.tmpdir=" + folder,
                        program.getName(),
                        Fixtures.SAMPLE.toString()),
                variables,
                working,
                folder.resolve("trace"));
    }

    /**
     * ONNX Runtime alone unpacks its library into the temporary folder. DJL makes an empty folder there for every model,
     * which is removed at once.
     */
    private List<String> noise(Traced traced) {
        return traced.noise(
                List.of(
                        cache.resolve("clip-probe").toString(),
                        folder.resolve("onnxruntime-java").toString(),
                        folder.resolve("ort-model").toString(),
                        "/proc/",
                        "/dev/"),
                working);
    }

    private void assertNothingLeft() throws IOException {
        try (Stream<Path> files = Files.list(working)) {
            assertEquals(List.of(), files.toList());
        }
        try (Stream<Path> files = Files.list(cache)) {
            assertEquals(List.of(cache.resolve("clip-probe")), files.toList());
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(
                    List.of("cache", "trace", "trace.said", "working"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }
}
