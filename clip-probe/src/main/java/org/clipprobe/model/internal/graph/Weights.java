package org.clipprobe.model.internal.graph;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where weights lie on disk. A tensor that was read from a file keeps its place in its external-data entries beside its
 * values; a built graph then refers to the place, and the runtime maps the file, so that weights are neither copied through
 * the heap nor bound by the 2 GiB of a protocol buffer.
 */
public final class Weights {
    /** Smaller tensors are shapes and indices, which the runtime wants to see while it optimises. */
    private static final int SMALL = 4096;

    /** {@code length} bytes from {@code offset} on. */
    record Place(long offset, long length) {}

    private Weights() {}

    /** The model with the places of the weights that its own file holds. */
    static ModelProto located(ModelProto model, ByteString bytes, Path file) throws IOException {
        Map<String, Place> places = places(bytes.newCodedInput());
        ModelProto.Builder builder = model.toBuilder();
        GraphProto.Builder graph = builder.getGraphBuilder();
        for (int i = 0; i < graph.getInitializerCount(); i++) {
            TensorProto tensor = graph.getInitializer(i);
            Place place = places.get(tensor.getName());
            if (tensor.getDataLocation() != TensorProto.DataLocation.EXTERNAL) {
                boolean whole =
                        place != null && place.length() == tensor.getRawData().size();
                graph.setInitializer(i, located(tensor, file, whole ? place : new Place(0, 0)));
            }
        }
        return builder.build();
    }

    /** The tensor with a note of where its values lie, unless they are few. */
    static TensorProto located(TensorProto tensor, Path file, Place place) throws IOException {
        if (place.length() < SMALL) {
            return tensor.getExternalDataCount() == 0
                    ? tensor
                    : tensor.toBuilder().clearExternalData().build();
        }
        Path real = file.toRealPath();
        String location = real.getRoot().relativize(real).toString().replace('\\', '/');
        return tensor.toBuilder()
                .clearExternalData()
                .addExternalData(entry("location", location))
                .addExternalData(entry("offset", Long.toString(place.offset())))
                .addExternalData(entry("length", Long.toString(place.length())))
                .build();
    }

    /** The tensor without values where it says where they lie, seen from the file system's root. */
    public static TensorProto referring(TensorProto tensor) {
        return tensor.getExternalDataCount() == 0
                ? tensor
                : tensor.toBuilder()
                        .clearRawData()
                        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                        .build();
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }

    private static Map<String, Place> places(CodedInputStream model) throws IOException {
        Map<String, Place> places = new HashMap<>();
        List<Integer> path = List.of(ModelProto.GRAPH_FIELD_NUMBER, GraphProto.INITIALIZER_FIELD_NUMBER);
        collect(model, path, places);
        return places;
    }

    /** Walks into the fields of the path, one within the other, and reads tensors at its end. */
    private static void collect(CodedInputStream in, List<Integer> path, Map<String, Place> places) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) != path.get(0)) {
                in.skipField(tag);
                continue;
            }
            int end = in.pushLimit(in.readRawVarint32());
            if (path.size() > 1) {
                collect(in, path.subList(1, path.size()), places);
            } else {
                tensor(in, places);
            }
            in.popLimit(end);
        }
    }

    private static void tensor(CodedInputStream in, Map<String, Place> places) throws IOException {
        String name = "";
        Place place = new Place(0, 0);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case TensorProto.NAME_FIELD_NUMBER -> name = in.readString();
                case TensorProto.RAW_DATA_FIELD_NUMBER -> {
                    int length = in.readRawVarint32();
                    place = new Place(in.getTotalBytesRead(), length);
                    in.skipRawBytes(length);
                }
                default -> in.skipField(tag);
            }
        }
        places.put(name, place);
    }
}
