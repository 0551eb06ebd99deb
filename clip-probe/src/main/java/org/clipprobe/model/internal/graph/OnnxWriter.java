package org.clipprobe.model.internal.graph;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.clipprobe.model.ModelException;

/** Writes a model that was read from a file, with its weights inside or in a data file next to it, as they were there. */
public final class OnnxWriter {
    /** Weights that are used in place begin at a page. */
    private static final int PAGE = 4096;

    private static final int SMALL = 1024;

    private final Path target;

    private OnnxWriter(Path target) {
        this.target = target;
    }

    /**
     * Writes the model.
     *
     * @param source the file that it was read from, whose inputs and outputs it keeps
     * @param target the file to write; its data file, where it has one, is called the same with {@code _data} at the end
     */
    public static void write(ModelProto model, Path source, Path target) throws ModelException {
        try {
            new OnnxWriter(target).write(model, OnnxFile.raw(source));
        } catch (ModelException e) {
            throw e;
        } catch (IOException e) {
            throw new ModelException(target + ": cannot be written: " + e.getMessage() + "; check the disk", e);
        }
    }

    private void write(ModelProto model, ModelProto original) throws IOException {
        boolean apart = original.getGraph().getInitializerList().stream()
                .anyMatch(tensor -> tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL);
        GraphProto.Builder graph = model.getGraph().toBuilder();
        // A half-precision graph is read with 32-bit inputs and outputs; the file has its own.
        graph.clearInput()
                .addAllInput(original.getGraph().getInputList())
                .clearOutput()
                .addAllOutput(original.getGraph().getOutputList());
        if (apart) {
            writeData(graph);
        } else {
            for (int i = 0; i < graph.getInitializerCount(); i++) {
                graph.setInitializer(i, graph.getInitializer(i).toBuilder().clearExternalData());
            }
        }
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target))) {
            model.toBuilder().setGraph(graph).build().writeTo(out);
        }
    }

    private void writeData(GraphProto.Builder graph) throws IOException {
        String name = target.getFileName() + "_data";
        long offset = 0;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target.resolveSibling(name)))) {
            for (int i = 0; i < graph.getInitializerCount(); i++) {
                TensorProto tensor = graph.getInitializer(i);
                TensorProto.Builder written = tensor.toBuilder().clearExternalData();
                int length = tensor.getRawData().size();
                if (length >= SMALL) {
                    int gap = (int) ((PAGE - offset % PAGE) % PAGE);
                    out.write(new byte[gap]);
                    tensor.getRawData().writeTo(out);
                    written.clearRawData()
                            .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                            .addExternalData(entry("location", name))
                            .addExternalData(entry("offset", Long.toString(offset + gap)))
                            .addExternalData(entry("length", Integer.toString(length)));
                    offset += gap + length;
                }
                graph.setInitializer(i, written);
            }
        }
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }
}
