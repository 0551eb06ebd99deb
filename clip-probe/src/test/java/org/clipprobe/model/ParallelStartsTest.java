package org.clipprobe.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Processes that start at once on an empty cache all get whole native libraries, and leave one copy of them. */
@DisabledOnOs(value = OS.MAC, disabledReason = "its folder for caches cannot be set")
public class ParallelStartsTest {
    private static final int STARTS = 8;

    @TempDir
    private Path folder;

    /** The process that is started: runs both towers. */
    public static final class Runs {
        private Runs() {}

        public static void main(String[] arguments) throws IOException {
            try (ClipModel model = ClipModel.open(Path.of(arguments[0]));
                    VisionSession vision = model.requireVision().open();
                    TextSession text = model.requireText().open()) {
                Tokens tokens = model.requireText().tokenize("a spider");
                System.out.print(vision.run(new float[3 * 96 * 96], 1).embeddings().length
                        + " "
                        + text.run(List.of(tokens)).embeddings().length);
            }
        }
    }

    @Test
    void allEndWell() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            processes.add(start(folder.resolve("said" + i)));
        }
        for (int i = 0; i < STARTS; i++) {
            int code = processes.get(i).waitFor();
            String said = Files.readString(folder.resolve("said" + i));
            assertEquals(0, code, said);
            assertTrue(said.endsWith("128 128"), said);
        }
        try (Stream<Path> copies = Files.list(folder.resolve("cache/clip-probe/onnxruntime"))) {
            assertEquals(1, copies.count(), "copies of ONNX Runtime");
        }
    }

    private Process start(Path said) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                Runs.class.getName(),
                Fixtures.SAMPLE.toString());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        String cache = folder.resolve("cache").toString();
        builder.environment().put("XDG_CACHE_HOME", cache);
        builder.environment().put("LOCALAPPDATA", cache);
        return builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
    }
}
