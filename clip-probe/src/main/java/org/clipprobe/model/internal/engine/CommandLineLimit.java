package org.clipprobe.model.internal.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.clipprobe.model.ModelException;

/**
 * ONNX Runtime 1.29 for Linux copies the process's command line into a buffer of 4,096 bytes, together with other things and
 * without looking at its length, when its environment is made: a longer one ends the JVM with a segmentation fault. Measured:
 * 3,980 bytes go well, 3,981 do not. What is near is refused, since the other things vary.
 */
final class CommandLineLimit {
    static final int MOST_BYTES = 3_500;
    private static final Path OWN = Path.of("/proc/self/cmdline");

    private CommandLineLimit() {}

    /** @throws ModelException when starting ONNX Runtime would end the process */
    static void check() throws ModelException {
        if (!Files.isReadable(OWN)) {
            return;
        }
        long bytes;
        try (InputStream in = Files.newInputStream(OWN)) {
            bytes = in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException e) {
            // Without the file ONNX Runtime has nothing to copy either.
            return;
        }
        if (bytes > MOST_BYTES) {
            throw new ModelException(
                    "ONNX Runtime: expected the command line of this process to have at most " + MOST_BYTES
                            + " bytes, found " + bytes
                            + ", with which ONNX Runtime 1.29 would end the process; give the class path"
                            + " in the variable CLASSPATH or in a jar's manifest, put arguments into a file for java's"
                            + " @argfile, and put globs into quotes");
        }
    }
}
