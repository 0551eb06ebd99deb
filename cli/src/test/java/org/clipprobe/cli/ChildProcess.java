package org.clipprobe.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command in a process of its own, which can be killed. */
record ChildProcess(Process process, Path output) {
    /** Starts the command; {@code before} are words that start something else that starts it, such as a shell. */
    static ChildProcess start(Path output, List<String> before, List<?> words) throws IOException {
        List<String> line = new ArrayList<>(before);
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Many short lives: what makes a long one fast is not worth its start.
        line.addAll(List.of(
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:-BytecodeVerificationRemote"));
        line.addAll(List.of("-Djava.awt.headless=true", "-Dclipprobe.home=" + Command.ROOT));
        line.add(Main.class.getName());
        words.forEach(word -> line.add(word.toString()));
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile());
        // Not on the command line: ONNX Runtime 1.29 dies of one above 4,096 bytes.
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return new ChildProcess(builder.start(), output);
    }

    static ChildProcess start(Path output, List<?> words) throws IOException {
        return start(output, List.of(), words);
    }

    /** Waits for its end. */
    int code() throws InterruptedException, IOException {
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new IOException("did not end within two minutes:\n" + said());
        }
        return process.exitValue();
    }

    /** Lets it live for a while, then kills it; it may have ended before. */
    void killAfter(long nanoseconds) throws InterruptedException {
        process.waitFor(nanoseconds, TimeUnit.NANOSECONDS);
        process.destroyForcibly().waitFor();
    }

    /** What it wrote to standard output and error. */
    String said() throws IOException {
        return Files.readString(output);
    }
}
