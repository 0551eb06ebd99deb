package org.clipprobe.model.internal.graph;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.internal.build.Precision;

/**
 * Reads an ONNX file and the external data beside it. Weights are mapped, not copied, so that a model costs address space
 * and not heap.
 */
public final class OnnxFile {
    private static final long LIMIT = Integer.MAX_VALUE;

    private final Path file;

    private OnnxFile(Path file) {
        this.file = file;
    }

    public static ModelProto read(Path file) throws ModelException {
        return new OnnxFile(file).model();
    }

    /** The model as it is in the file, without the weights that lie in others. */
    static ModelProto raw(Path file) throws ModelException {
        OnnxFile onnx = new OnnxFile(file);
        return onnx.parse(onnx.map());
    }

    /** The files beside it that hold its weights, sorted. */
    public static List<Path> dataFiles(Path file) throws ModelException {
        OnnxFile onnx = new OnnxFile(file);
        TreeSet<Path> found = new TreeSet<>();
        for (TensorProto tensor : onnx.parse(onnx.map()).getGraph().getInitializerList()) {
            if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
                found.add(onnx.inside(entries(tensor).getOrDefault("location", ""), tensor.getName()));
            }
        }
        return List.copyOf(found);
    }

    private ModelProto model() throws ModelException {
        ByteString bytes = map();
        ModelProto model = parse(bytes);
        if (!model.hasGraph() || model.getGraph().getNodeCount() == 0 || model.getOpsetImportCount() == 0) {
            throw new ModelException(file + ": expected an ONNX model, found a file without a graph");
        }
        return Precision.unified(withExternalData(located(model, bytes)));
    }

    private ModelProto parse(ByteString bytes) throws ModelException {
        try {
            CodedInputStream input = bytes.newCodedInput();
            input.enableAliasing(true);
            return ModelProto.parseFrom(input);
        } catch (InvalidProtocolBufferException e) {
            throw new ModelException(
                    file + ": expected an ONNX model, found something else or a truncated file; fetch it again", e);
        } catch (IOException e) {
            throw new ModelException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private ModelProto located(ModelProto model, ByteString bytes) throws ModelException {
        try {
            return Weights.located(model, bytes, file);
        } catch (IOException e) {
            throw new ModelException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private ByteString map() throws ModelException {
        if (!Files.isRegularFile(file)) {
            throw new ModelException(
                    file + ": expected an ONNX file, found " + (Files.isDirectory(file) ? "a folder" : "no such file"));
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size > LIMIT) {
                throw new ModelException(file + ": expected at most 2 GiB, found " + size
                        + " bytes; export it with external data, or use a smaller variant, such as fp16");
            }
            return UnsafeByteOperations.unsafeWrap(channel.map(FileChannel.MapMode.READ_ONLY, 0, size));
        } catch (ModelException e) {
            throw e;
        } catch (IOException e) {
            throw new ModelException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private ModelProto withExternalData(ModelProto model) throws ModelException {
        ModelProto.Builder builder = null;
        for (int i = 0; i < model.getGraph().getInitializerCount(); i++) {
            TensorProto tensor = model.getGraph().getInitializer(i);
            if (tensor.getDataLocation() != TensorProto.DataLocation.EXTERNAL) {
                continue;
            }
            if (builder == null) {
                builder = model.toBuilder();
            }
            builder.getGraphBuilder().setInitializer(i, external(tensor));
        }
        return builder == null ? model : builder.build();
    }

    /** The tensor with its values, mapped, and where they lie. */
    private TensorProto external(TensorProto tensor) throws ModelException {
        Map<String, String> entries = entries(tensor);
        Path path = inside(entries.getOrDefault("location", ""), tensor.getName());
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = channel.size();
            long offset = Long.parseLong(entries.getOrDefault("offset", "0"));
            long length = entries.containsKey("length") ? Long.parseLong(entries.get("length")) : size - offset;
            if (offset < 0 || length < 0 || length > LIMIT || offset > size - length) {
                throw new ModelException(path + ": expected " + length + " bytes at " + offset + " for the weights "
                        + tensor.getName() + ", found a file of " + size + " bytes; fetch it again");
            }
            ByteString values =
                    UnsafeByteOperations.unsafeWrap(channel.map(FileChannel.MapMode.READ_ONLY, offset, length));
            TensorProto read = tensor.toBuilder()
                    .clearDataLocation()
                    .clearExternalData()
                    .setRawData(values)
                    .build();
            return Weights.located(read, path, new Weights.Place(offset, length));
        } catch (NumberFormatException e) {
            throw new ModelException(
                    file + ": expected numbers for where the weights " + tensor.getName() + " lie, found others", e);
        } catch (ModelException e) {
            throw e;
        } catch (IOException e) {
            throw new ModelException(path + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static Map<String, String> entries(TensorProto tensor) {
        Map<String, String> entries = new HashMap<>();
        for (StringStringEntryProto entry : tensor.getExternalDataList()) {
            entries.put(entry.getKey(), entry.getValue());
        }
        return entries;
    }

    /** External data must lie in the model's own folder or below it; a link placed there by its owner may lead out. */
    private Path inside(String location, String tensor) throws ModelException {
        try {
            Path folder = file.toAbsolutePath().normalize().getParent();
            Path path = folder.resolve(location).normalize();
            if (location.isEmpty()
                    || !path.startsWith(folder)
                    || Path.of(location).isAbsolute()) {
                throw new ModelException(file + ": expected the weights " + tensor + " in a file of the model's folder,"
                        + " found " + location);
            }
            if (!Files.isRegularFile(path)) {
                throw new ModelException(file + ": expected the weights in " + location
                        + " next to it, found no such file; fetch it too");
            }
            return path;
        } catch (InvalidPathException e) {
            throw new ModelException(file + ": expected a file name for the weights " + tensor, e);
        }
    }
}
