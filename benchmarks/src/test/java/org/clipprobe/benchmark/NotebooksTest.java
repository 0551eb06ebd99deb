package org.clipprobe.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * The notebooks run from top to bottom and print what is stored. Here, since this module is built after the program that
 * they load. Runs where the environment variable {@code CLIPPROBE_JUPYTER} names a Python with nbclient and jjava.
 */
@EnabledIfEnvironmentVariable(named = "CLIPPROBE_JUPYTER", matches = ".+")
class NotebooksTest {
    @TempDir
    private Path folder;

    @Test
    void printWhatIsStored() throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        int code = new ProcessBuilder(System.getenv("CLIPPROBE_JUPYTER"), "check.py")
                .directory(Path.of(System.getProperty("clipprobe.root"), "notebooks")
                        .toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        assertEquals(0, code, Files.readString(output));
    }
}
