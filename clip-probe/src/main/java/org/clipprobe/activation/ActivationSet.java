package org.clipprobe.activation;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.clipprobe.model.Capture;

/**
 * Matrices of the same examples, one for each hook point.
 *
 * @param all in the order that they were asked for
 */
public record ActivationSet(List<Activations> all) implements AutoCloseable {
    public ActivationSet {
        all = List.copyOf(all);
    }

    /**
     * Opens the matrices of a run.
     *
     * @param folder with one NumPy file per capture, {@code vision.3.mlp.npy}
     * @throws IOException when a file is not there or is not what a run writes; the message names it
     */
    public static ActivationSet open(Path folder, List<Capture> captures, int examples) throws IOException {
        List<Activations> opened = new ArrayList<>();
        try {
            for (Capture capture : captures) {
                Path file = folder.resolve(capture.at().name() + ".npy");
                opened.add(new ActivationFile(
                        capture, NumpyFile.open(file, examples, capture.at().units())));
            }
            return new ActivationSet(opened);
        } catch (IOException e) {
            new ActivationSet(opened).close();
            throw e;
        }
    }

    /**
     * The matrix at a hook point.
     *
     * @throws IllegalArgumentException when nothing was captured there; the message names what was
     */
    public Activations at(String hookPoint) {
        return all.stream()
                .filter(layer -> layer.capture().at().name().equals(hookPoint))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected activations at one of "
                        + all.stream().map(layer -> layer.capture().at().name()).collect(Collectors.joining(", "))
                        + ", found " + hookPoint));
    }

    @Override
    public void close() throws IOException {
        for (Activations each : all) {
            if (each instanceof Closeable file) {
                file.close();
            }
        }
    }
}
