package org.clipprobe.test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Java process that is ended when it stands still or takes too much memory; what is tried out in it cannot hurt the tests.
 *
 * @param process the process
 * @param output what it writes to standard output and error
 */
public record BoundedProcess(Process process, Path output) {
    /** Java's heap, in MiB. */
    private static final int HEAP = 256;

    /** It may stand still so long, on a machine that does other things as well. */
    private static final int SECONDS = 60;

    /** Something that changes while the process gets on. */
    @FunctionalInterface
    public interface Mark {
        long value() throws IOException;
    }

    /**
     * Starts a class of the tests' class path.
     *
     * @param folder receives its output
     */
    public static BoundedProcess start(Path folder, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP + "m",
                "-XX:+UseSerialGC",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + folder.resolve("crash.log"),
                "-Djava.awt.headless=true",
                "-Dclipprobe.root=" + System.getProperty("clipprobe.root"),
                main.getName()));
        command.addAll(List.of(arguments));
        Path output = folder.resolve("output");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return new BoundedProcess(builder.start(), output);
    }

    /**
     * Waits for its end.
     *
     * @param most what the whole process may have in memory at any time, in MiB
     * @return why it was ended; empty when it ended by itself
     */
    public String watch(int most, Mark mark) throws IOException, InterruptedException {
        long seen = -1;
        // Counted in looks, so that a machine that is put to sleep for a while is not taken for a hang.
        int looks = 0;
        while (!process.waitFor(100, TimeUnit.MILLISECONDS)) {
            long now = mark.value();
            looks = now == seen ? looks + 1 : 0;
            seen = now;
            long resident = resident();
            boolean late = looks > SECONDS * 10;
            if (late || resident > most) {
                process.destroyForcibly().waitFor();
                return late ? "took longer than " + SECONDS + " s" : "took " + resident + " MiB";
            }
        }
        return "";
    }

    /** The most that the process ever had in memory, in MiB; 0 where the system does not tell. */
    private long resident() {
        try {
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    /** The lines that it wrote; bytes that are no text do not matter. */
    public List<String> said() throws IOException {
        return Files.readAllLines(output, StandardCharsets.ISO_8859_1);
    }
}
