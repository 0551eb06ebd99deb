package org.clipprobe.model.internal.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.Fixtures;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.VisionSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A command line with which ONNX Runtime would end the process is refused in one sentence. */
@EnabledOnOs(OS.LINUX)
class CommandLineLimitTest {
    private static final int REFUSED = 9;

    @TempDir
    private Path folder;

    /** The process that is started: opens a tower and says how it went. */
    static final class Opens {
        private Opens() {}

        public static void main(String[] arguments) throws IOException {
            try (ClipModel model = ClipModel.open(Path.of(arguments[0]));
                    VisionSession session = model.requireVision().open()) {
                session.run(new float[3 * 64 * 64], 1);
                System.out.print("ran");
            } catch (ModelException told) {
                System.out.print(told.getMessage());
                Runtime.getRuntime().exit(REFUSED);
            }
        }
    }

    @Test
    void longCommandLinesAreRefused() throws Exception {
        String told = started(REFUSED, "x".repeat(10_000));
        assertTrue(
                told.startsWith("ONNX Runtime: expected the command line of this process to have at most 3500 bytes"));
        assertTrue(told.contains("found 10") && told.contains("@argfile"), told);
        started(REFUSED, "x".repeat(CommandLineLimit.MOST_BYTES));
    }

    @Test
    void othersAreNot() throws Exception {
        assertEquals("ran", started(0, ""));
        // What is let through is far enough from what ends the process.
        String model = Fixtures.MODELS.resolve("openai-vit/visual.onnx").toString();
        int room = CommandLineLimit.MOST_BYTES
                - command("").stream().mapToInt(word -> word.length() + 1).sum();
        assertTrue(room > model.length());
        assertEquals("ran", started(0, "x".repeat(room)));
    }

    private static List<String> command(String padding) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                Opens.class.getName(),
                Fixtures.MODELS.resolve("openai-vit/visual.onnx").toString(),
                padding);
    }

    private String started(int code, String padding) throws Exception {
        Path output = folder.resolve("output.txt");
        ProcessBuilder process = new ProcessBuilder(command(padding));
        process.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        int found = process.redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        String said = Files.readString(output);
        assertEquals(code, found, said);
        return said;
    }
}
