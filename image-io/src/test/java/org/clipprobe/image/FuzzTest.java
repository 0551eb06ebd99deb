package org.clipprobe.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Damaged files end in a picture or in a {@link PictureException}: never in the end of the JVM, in a hang, or in more memory
 * than there may be.
 */
class FuzzTest {
    /** Java's heap, and what the whole process may have in memory at any time, in MiB. */
    private static final int HEAP = 256;

    private static final int RESIDENT = 768;

    /** One case may take so long, on a machine that does other things as well. */
    private static final int SECONDS = 60;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"jpeg-", "png-", "webp-", "gif-", "bmp-", "tiff-"})
    void damagedFilesEndInAPictureOrInOneSentence(String format) throws Exception {
        Path output = folder.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP + "m",
                "-XX:+UseSerialGC",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + folder.resolve("crash.log"),
                "-Djava.awt.headless=true",
                "-Dclipprobe.root=" + System.getProperty("clipprobe.root"),
                FuzzChild.class.getName(),
                format);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Process child = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        watch(child, output);
        List<String> said = said(output);
        assertEquals(0, child.exitValue(), () -> last(said));
        long refused = said.stream().filter("refused"::equals).count();
        long decoded = said.stream().filter("decoded"::equals).count();
        assertEquals(said.size(), 2 * (refused + decoded));
        assertTrue(refused > 0 && decoded > 0, refused + " refused, " + decoded + " decoded");
    }

    /** Ends a process that stands still or takes too much. */
    private static void watch(Process child, Path output) throws IOException, InterruptedException {
        long written = -1;
        // Counted in looks, so that a machine that is put to sleep for a while is not taken for a hang.
        int looks = 0;
        while (!child.waitFor(100, TimeUnit.MILLISECONDS)) {
            long now = Files.size(output);
            looks = now == written ? looks + 1 : 0;
            written = now;
            long resident = resident(child);
            if (looks > SECONDS * 10 || resident > RESIDENT) {
                child.destroyForcibly().waitFor();
                fail((resident > RESIDENT ? "took " + resident + " MiB: " : "took longer than " + SECONDS + " s: ")
                        + last(said(output)));
            }
        }
    }

    private static List<String> said(Path output) throws IOException {
        return Files.readAllLines(output, StandardCharsets.ISO_8859_1);
    }

    private static String last(List<String> lines) {
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }

    /** The most that the process ever had in memory, in MiB; 0 where the system does not tell. */
    private static long resident(Process child) {
        try {
            return Files.readAllLines(Path.of("/proc/" + child.pid() + "/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
