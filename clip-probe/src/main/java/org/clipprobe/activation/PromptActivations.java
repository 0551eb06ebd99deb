package org.clipprobe.activation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.clipprobe.activation.array.ArrayFormat;
import org.clipprobe.activation.array.ArrayWriter;
import org.clipprobe.activation.array.NumberType;
import org.clipprobe.model.Capture;
import org.clipprobe.model.Captured;
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

    /**
     * Runs prompts through a tower and writes every token's values.
     *
     * @param captures ones without pooling; each becomes {@code HOOK.npy} or {@code HOOK.safetensors},
     *     {@code [prompts, tokens of the longest, units]}, with zeros behind a prompt's last token
     */
    public static void writePositions(
            TextTower tower,
            List<Capture> captures,
            List<Tokens> prompts,
            Path folder,
            ArrayFormat format,
            NumberType type,
            int batch,
            Progress progress)
            throws IOException {
        Files.createDirectories(folder);
        int longest =
                prompts.stream().mapToInt(prompt -> prompt.ids().length).max().orElse(0);
        List<ArrayWriter> files = new ArrayList<>();
        try (TextSession session = tower.openCaptures(captures);
                Progress.Task task = progress.begin("reading prompts", prompts.size())) {
            for (int from = 0; from < prompts.size(); from += batch) {
                List<Tokens> some = prompts.subList(from, Math.min(prompts.size(), from + batch));
                List<Captured> captured = session.run(some).captured();
                for (int i = 0; i < captured.size(); i++) {
                    if (files.size() == i) {
                        files.add(file(captured.get(i), longest, folder, format, type));
                    }
                    files.get(i).append(ownTokens(captured.get(i), some, longest), some.size());
                }
                task.advance(some.size());
            }
        } finally {
            for (ArrayWriter file : files) {
                file.close();
            }
        }
    }

    private static ArrayWriter file(Captured captured, int longest, Path folder, ArrayFormat format, NumberType type)
            throws IOException {
        String name = captured.capture().at().name();
        int positions = captured.shape()[1] == 1 ? 1 : longest;
        List<Integer> row = List.of(positions, captured.capture().at().units());
        return ArrayWriter.create(
                folder.resolve(name + format.suffix()), format, type, name, row, PositionCollector.metadata(captured));
    }

    private static float[] ownTokens(Captured captured, List<Tokens> prompts, int longest) {
        int run = captured.shape()[1];
        if (run == 1) {
            return captured.values();
        }
        int units = captured.capture().at().units();
        float[] values = new float[Math.multiplyExact(prompts.size() * longest, units)];
        for (int row = 0; row < prompts.size(); row++) {
            int tokens = Math.min(run, prompts.get(row).ids().length);
            System.arraycopy(captured.values(), row * run * units, values, row * longest * units, tokens * units);
        }
        return values;
    }

    private static ByteBuffer bytes(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes;
    }
}
