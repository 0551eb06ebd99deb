package org.clipprobe.statistic;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.clipprobe.concept.naming.SampleStudy;

/** The sample's model with a vision tower that has learned nothing: the values of every weight in random order. */
public final class RandomTower {
    private static final String VISION = "onnx/vision_model.onnx";

    private RandomTower() {}

    /** Writes it into a folder and returns that. */
    public static Path write(Path folder, long seed) throws IOException {
        try (Stream<Path> files = Files.walk(SampleStudy.MODEL)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve(SampleStudy.MODEL.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        Path vision = folder.resolve(VISION);
        ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(vision)).toBuilder();
        GraphProto.Builder graph = model.getGraphBuilder();
        Random random = new Random(seed);
        List<TensorProto> weights = List.copyOf(graph.getInitializerList());
        for (int i = 0; i < weights.size(); i++) {
            if (weights.get(i).getDataType() == TensorProto.DataType.FLOAT.getNumber()) {
                graph.setInitializer(i, shuffled(weights.get(i), random));
            }
        }
        Files.write(vision, model.build().toByteArray());
        return folder;
    }

    private static TensorProto shuffled(TensorProto tensor, Random random) {
        byte[] values = tensor.getRawData().toByteArray();
        int[] order = Shuffle.order(values.length / Float.BYTES, random);
        byte[] mixed = new byte[values.length];
        for (int i = 0; i < order.length; i++) {
            System.arraycopy(values, order[i] * Float.BYTES, mixed, i * Float.BYTES, Float.BYTES);
        }
        return tensor.toBuilder().setRawData(ByteString.copyFrom(mixed)).build();
    }
}
