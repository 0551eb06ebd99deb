package org.clipprobe.model.internal.graph;

import ai.onnx.proto.OnnxMl;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Files that an ONNX graph keeps its weights in; their names are the exporter's choice, at times a random one. */
public final class ExternalData {
    /** A graph whose weights lie elsewhere is small; larger files carry their weights inside and are not read here. */
    private static final long LARGEST_GRAPH = 64L << 20;

    private ExternalData() {}

    /** Locations relative to the graph's folder, as the file has them: not to be trusted. */
    public static Set<String> locations(Path graph) throws IOException {
        Set<String> locations = new TreeSet<>();
        if (Files.size(graph) > LARGEST_GRAPH) {
            return locations;
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(graph))) {
            tensors(OnnxMl.ModelProto.parseFrom(in).getGraph())
                    .filter(tensor -> tensor.getDataLocation() == OnnxMl.TensorProto.DataLocation.EXTERNAL)
                    .flatMap(tensor -> tensor.getExternalDataList().stream())
                    .filter(entry -> entry.getKey().equals("location"))
                    .forEach(entry -> locations.add(entry.getValue()));
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            return new TreeSet<>(); // not ONNX: whoever opens it says so
        }
        return locations;
    }

    private static Stream<OnnxMl.TensorProto> tensors(OnnxMl.GraphProto graph) {
        Stream<OnnxMl.TensorProto> constants = graph.getNodeList().stream()
                .flatMap(node -> node.getAttributeList().stream())
                .filter(OnnxMl.AttributeProto::hasT)
                .map(OnnxMl.AttributeProto::getT);
        return Stream.concat(graph.getInitializerList().stream(), constants);
    }
}
