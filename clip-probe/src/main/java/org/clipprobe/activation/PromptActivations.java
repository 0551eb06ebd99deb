package org.clipprobe.activation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.clipprobe.model.Capture;
import org.clipprobe.model.TextSession;
import org.clipprobe.model.TextTower;
import org.clipprobe.model.Tokens;
import org.clipprobe.model.TowerOutput;
import org.clipprobe.run.Progress;

/** What a text tower's units do on prompts, in the same NumPy files as on pictures. */
public final class PromptActivations {
    private PromptActivations() {}

    /**
     * Runs prompts through a tower.
     *
     * @param captures pooled ones; each becomes {@code HOOK.npy}, float32 {@code [prompts, units]}, in {@code folder}
     * @param batch prompts per run
     * @throws IOException when the tower fails or a file cannot be written
     */
    public static void write(
            TextTower tower, List<Capture> captures, List<Tokens> prompts, Path folder, int batch, Progress progress)
            throws IOException {
        Files.createDirectories(folder);
        List<NumpyFile> files = new ArrayList<>();
        try (TextSession session = tower.openCaptures(captures);
                Progress.Task task = progress.begin("reading prompts", prompts.size())) {
            for (Capture capture : captures) {
                files.add(NumpyFile.create(
                        folder.resolve(capture.at().name() + ".npy"),
                        prompts.size(),
                        capture.at().units()));
            }
            for (int from = 0; from < prompts.size(); from += batch) {
                List<Tokens> some = prompts.subList(from, Math.min(prompts.size(), from + batch));
                TowerOutput output = session.run(some);
                for (int i = 0; i < files.size(); i++) {
                    files.get(i).write(from, bytes(output.captured().get(i).values()));
                }
                task.advance(some.size());
            }
        } finally {
            for (NumpyFile file : files) {
                file.close();
            }
        }
    }

    private static ByteBuffer bytes(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes;
    }
}
