package org.clipprobe.benchmark;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Writes towers of CLIP's size and structure with random weights, as the Hugging Face exporter lays them out, for
 * benchmarks and tests. What they compute means nothing; how long it takes is what a real model takes.
 */
public final class SyntheticClip {
    /**
     * Sizes of a model.
     *
     * @param image edge of the pictures, pixels
     * @param patch edge of a patch, pixels
     * @param visionWidth width of the vision tower's residual stream
     * @param visionLayers its blocks
     * @param visionHeads its attention heads
     * @param context tokens of a text
     * @param vocabulary entries of the tokenizer
     * @param textWidth width of the text tower's residual stream
     * @param textLayers its blocks
     * @param textHeads its attention heads
     * @param embedding dimensions of the joint embedding
     */
    public record Size(
            int image,
            int patch,
            int visionWidth,
            int visionLayers,
            int visionHeads,
            int context,
            int vocabulary,
            int textWidth,
            int textLayers,
            int textHeads,
            int embedding) {
        /** ViT-B/32. */
        public static Size vitB32() {
            return new Size(224, 32, 768, 12, 12, 77, 49408, 512, 12, 8, 512);
        }

        /** Small enough for tests. */
        public static Size tiny() {
            return new Size(32, 16, 32, 2, 2, 32, 64, 32, 2, 2, 16);
        }
    }

    private final RandomGenerator random;
    private final GraphProto.Builder graph = GraphProto.newBuilder();
    private int names;

    private SyntheticClip(long seed) {
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /** Writes {@code onnx/vision_model.onnx} and {@code onnx/text_model.onnx} into a folder. */
    public static void write(Path folder, Size size, long seed) throws IOException {
        Files.createDirectories(folder.resolve("onnx"));
        write(folder.resolve("onnx/vision_model.onnx"), vision(size, seed));
        write(folder.resolve("onnx/text_model.onnx"), text(size, seed + 1));
    }

    private static void write(Path file, ModelProto model) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            model.writeTo(out);
        }
    }

    /** The vision tower: {@code pixel_values} to {@code image_embeds}. */
    public static ModelProto vision(Size size, long seed) {
        return new SyntheticClip(seed).visionTower(size);
    }

    /** The text tower: {@code input_ids} to {@code text_embeds}. */
    public static ModelProto text(Size size, long seed) {
        return new SyntheticClip(seed).textTower(size);
    }

    private ModelProto visionTower(Size size) {
        int width = size.visionWidth();
        int patches = (size.image() / size.patch()) * (size.image() / size.patch());
        input("pixel_values", DataType.FLOAT, "3", Integer.toString(size.image()), Integer.toString(size.image()));
        String map = node(
                "Conv",
                List.of("pixel_values", weights(0.02f, width, 3, size.patch(), size.patch())),
                ints("kernel_shape", size.patch(), size.patch()),
                ints("strides", size.patch(), size.patch()));
        String rows =
                node("Transpose", List.of(node("Reshape", List.of(map, longs(0, width, -1)))), ints("perm", 0, 2, 1));
        String batch = node("Slice", List.of(node("Shape", List.of("pixel_values")), longs(0), longs(1)));
        String shape = node("Concat", List.of(batch, longs(1, width)), number("axis", 0));
        String cls = node("Expand", List.of(weights(0.02f, width), shape));
        String tokens = node("Concat", List.of(cls, rows), number("axis", 1));
        String stream = node("Add", List.of(tokens, weights(0.02f, 1, patches + 1, width)));
        stream = normalised(stream, width);
        for (int layer = 0; layer < size.visionLayers(); layer++) {
            stream = block(stream, width, size.visionHeads(), "");
        }
        String read = node("Gather", List.of(stream, scalar(0)), number("axis", 1));
        project(normalised(read, width), width, size.embedding(), "image_embeds");
        return model();
    }

    private ModelProto textTower(Size size) {
        int width = size.textWidth();
        input("input_ids", DataType.INT64, "sequence_length");
        String looked = node("Gather", List.of(weights(0.02f, size.vocabulary(), width), "input_ids"));
        // As many places, and as much of the mask, as the prompts have tokens.
        String tokens = node("Slice", List.of(node("Shape", List.of("input_ids")), longs(1), longs(2)));
        String places = weights(0.01f, 1, size.context(), width);
        String stream = node("Add", List.of(looked, node("Slice", List.of(places, longs(0), tokens, longs(1)))));
        String lengths = node("Concat", List.of(tokens, tokens), number("axis", 0));
        String mask = node("Slice", List.of(causal(size.context()), longs(0, 0), lengths, longs(2, 3)));
        for (int layer = 0; layer < size.textLayers(); layer++) {
            stream = block(stream, width, size.textHeads(), mask);
        }
        String end = node("ArgMax", List.of("input_ids"), number("axis", -1), number("keepdims", 0));
        String place = node("Unsqueeze", List.of(end, longs(-1)));
        String read = node("GatherND", List.of(normalised(stream, width), place), number("batch_dims", 1));
        project(read, width, size.embedding(), "text_embeds");
        return model();
    }

    private String block(String stream, int width, int heads, String mask) {
        String attended = linear(attention(normalised(stream, width), width, heads, mask), width, width);
        String middle = node("Add", List.of(stream, attended));
        String pre = linear(normalised(middle, width), width, 4 * width);
        String gate = node("Sigmoid", List.of(node("Mul", List.of(pre, real(1.702f)))));
        String hidden = node("Mul", List.of(pre, gate));
        return node("Add", List.of(middle, linear(hidden, 4 * width, width)));
    }

    private String attention(String tokens, int width, int heads, String mask) {
        String scale = real((float) Math.sqrt(1 / Math.sqrt(width / (double) heads)));
        String queries = node("Mul", List.of(split(tokens, width, heads, 0, 2, 1, 3), scale));
        String keys = node("Mul", List.of(split(tokens, width, heads, 0, 2, 3, 1), scale));
        String values = split(tokens, width, heads, 0, 2, 1, 3);
        String scores = node("MatMul", List.of(queries, keys));
        String masked = mask.isEmpty() ? scores : node("Add", List.of(scores, mask));
        String pattern = node("Softmax", List.of(masked), number("axis", -1));
        String mixed = node("MatMul", List.of(pattern, values));
        String beside = node("Transpose", List.of(mixed), ints("perm", 0, 2, 1, 3));
        return node("Reshape", List.of(beside, longs(0, 0, width)));
    }

    private String split(String tokens, int width, int heads, int... order) {
        String parts = node("Reshape", List.of(linear(tokens, width, width), longs(0, 0, heads, width / heads)));
        return node("Transpose", List.of(parts), ints("perm", order));
    }

    private String linear(String tensor, int from, int to) {
        String product = node("MatMul", List.of(tensor, weights((float) Math.sqrt(0.5 / from), from, to)));
        return node("Add", List.of(weights(0.02f, to), product));
    }

    private void project(String tensor, int from, int to, String output) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType("MatMul")
                .setName(output)
                .addInput(tensor)
                .addInput(weights((float) Math.sqrt(1.0 / from), from, to))
                .addOutput(output));
        graph.addOutput(described(output, DataType.FLOAT, Integer.toString(to)));
    }

    private String normalised(String tensor, int width) {
        AttributeProto epsilon = AttributeProto.newBuilder()
                .setName("epsilon")
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF(1e-5f)
                .build();
        return node(
                "LayerNormalization",
                List.of(tensor, constant(filled(width, 1), width), weights(0.02f, width)),
                number("axis", -1),
                epsilon);
    }

    private String causal(int context) {
        float[] mask = new float[context * context];
        for (int query = 0; query < context; query++) {
            for (int key = query + 1; key < context; key++) {
                mask[query * context + key] = Float.NEGATIVE_INFINITY;
            }
        }
        return constant(mask, 1, 1, context, context);
    }

    private static float[] filled(int size, float value) {
        float[] values = new float[size];
        java.util.Arrays.fill(values, value);
        return values;
    }

    private String weights(float deviation, int... dims) {
        int size = 1;
        for (int dim : dims) {
            size *= dim;
        }
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) (random.nextGaussian() * deviation);
        }
        return constant(values, dims);
    }

    private String real(float value) {
        return constant(new float[] {value});
    }

    private String constant(float[] values, int... dims) {
        ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name())
                .setDataType(DataType.FLOAT.getNumber())
                .setRawData(ByteString.copyFrom(raw));
        for (int dim : dims) {
            tensor.addDims(dim);
        }
        graph.addInitializer(tensor);
        return tensor.getName();
    }

    private String longs(long... values) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name())
                .setDataType(DataType.INT64.getNumber())
                .addDims(values.length);
        for (long value : values) {
            tensor.addInt64Data(value);
        }
        graph.addInitializer(tensor);
        return tensor.getName();
    }

    private String scalar(long value) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name())
                .setDataType(DataType.INT64.getNumber())
                .addInt64Data(value);
        graph.addInitializer(tensor);
        return tensor.getName();
    }

    private String name() {
        return "t" + names++;
    }

    private String node(String type, List<String> inputs, AttributeProto... attributes) {
        String output = name();
        graph.addNode(NodeProto.newBuilder()
                .setOpType(type)
                .setName(output)
                .addAllInput(inputs)
                .addOutput(output)
                .addAllAttribute(List.of(attributes)));
        return output;
    }

    private static AttributeProto number(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    private static AttributeProto ints(String name, int... values) {
        AttributeProto.Builder builder =
                AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
        for (int value : values) {
            builder.addInts(value);
        }
        return builder.build();
    }

    private void input(String name, DataType type, String... dims) {
        graph.addInput(described(name, type, dims));
    }

    private static ValueInfoProto described(String name, DataType type, String... dims) {
        TypeProto.Tensor.Builder tensor = TypeProto.Tensor.newBuilder().setElemType(type.getNumber());
        tensor.getShapeBuilder().addDimBuilder().setDimParam("batch_size");
        for (String dim : dims) {
            if (Character.isDigit(dim.charAt(0))) {
                tensor.getShapeBuilder().addDimBuilder().setDimValue(Long.parseLong(dim));
            } else {
                tensor.getShapeBuilder().addDimBuilder().setDimParam(dim);
            }
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    private ModelProto model() {
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .setProducerName("clip-probe")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                .setGraph(graph.setName("tower"))
                .build();
    }
}
