package org.clipprobe.model.internal.build;

import ai.djl.engine.Engine;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clipprobe.model.Capture;
import org.clipprobe.model.HookPoint;
import org.clipprobe.model.Intervention;
import org.clipprobe.model.Pooling;
import org.clipprobe.model.internal.Npy;
import org.clipprobe.model.internal.build.TowerGraph.Modality;

/** Runs built graphs on a fixture's golden inputs. */
final class Runs {
    static final Path MODELS =
            Path.of(System.getProperty("clipprobe.root"), "clip-probe", "src", "test", "resources", "models");

    /** One output: its shape and its values in C order. */
    record Output(long[] shape, float[] values) {}

    private Runs() {}

    static Npy golden(String model, String name) throws IOException {
        return Npy.read(MODELS.resolve(model).resolve("golden").resolve(name + ".npy"));
    }

    /** DJL insists on being the first in a process to start ONNX Runtime, and other tests use DJL. */
    private static OrtEnvironment environment() {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("ai.djl.onnx.disable_alternative", "true");
        Engine.getEngine("OnnxRuntime");
        return OrtEnvironment.getEnvironment();
    }

    static Map<String, Output> run(BuiltGraph built, String model) throws IOException, OrtException {
        OrtEnvironment environment = environment();
        Map<String, OnnxTensor> feeds = new HashMap<>();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.addConfigEntry(
                    "session.model_external_initializers_file_folder_path",
                    Path.of("").toAbsolutePath().getRoot().toString());
            try (OrtSession session = environment.createSession(built.onnx(), options)) {
                for (TowerInput input : built.inputs()) {
                    feeds.put(input.name(), tensor(environment, input, model));
                }
                try (OrtSession.Result result = session.run(feeds)) {
                    Map<String, Output> outputs = new HashMap<>();
                    result.forEach(entry -> outputs.put(entry.getKey(), output((OnnxTensor) entry.getValue())));
                    return outputs;
                }
            }
        } finally {
            feeds.values().forEach(OnnxTensor::close);
        }
    }

    private static Output output(OnnxTensor tensor) {
        FloatBuffer buffer = tensor.getFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return new Output(tensor.getInfo().getShape(), values);
    }

    private static OnnxTensor tensor(OrtEnvironment environment, TowerInput input, String model)
            throws IOException, OrtException {
        return switch (input.role()) {
            case PIXELS -> {
                Npy pixels = golden(model, "pixel_values");
                yield OnnxTensor.createTensor(environment, FloatBuffer.wrap(pixels.floats()), pixels.shape());
            }
            case LENGTHS -> {
                long[] shape = golden(model, "input_ids").shape();
                long[] lengths = new long[(int) shape[0]];
                Arrays.fill(lengths, shape[1]);
                yield OnnxTensor.createTensor(environment, LongBuffer.wrap(lengths), new long[] {shape[0]});
            }
            case TOKENS -> whole(environment, golden(model, "input_ids"), input);
            default -> whole(environment, golden(model, "attention_mask"), input);
        };
    }

    private static OnnxTensor whole(OrtEnvironment environment, Npy values, TowerInput input) throws OrtException {
        return input.type() == TowerInput.Element.INT32
                ? OnnxTensor.createTensor(
                        environment,
                        IntBuffer.wrap(Arrays.stream(values.longs())
                                .mapToInt(Math::toIntExact)
                                .toArray()),
                        values.shape())
                : OnnxTensor.createTensor(environment, LongBuffer.wrap(values.longs()), values.shape());
    }

    static HookPoint hook(TowerGraph graph, Modality modality, String name) {
        return graph.hookPoints(modality).stream()
                .filter(point -> point.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not among " + graph.hookPoints(modality)));
    }

    /** Every hook point's values, by name, in one run. */
    static Map<String, Output> captureAll(TowerGraph graph, Modality modality, Pooling pooling, String model)
            throws IOException, OrtException {
        List<Capture> captures = graph.hookPoints(modality).stream()
                .map(point -> new Capture(point, pooling == Pooling.TOKEN && !point.token() ? Pooling.MAX : pooling))
                .toList();
        BuiltGraph built = graph.build(modality, captures, List.of(), false);
        Map<String, Output> outputs = run(built, model);
        Map<String, Output> named = new HashMap<>();
        for (int i = 0; i < captures.size(); i++) {
            named.put(
                    captures.get(i).at().name(),
                    outputs.get(built.captureOutputs().get(i)));
        }
        return named;
    }

    /** The embedding, each row brought to length 1. */
    static Output embedding(TowerGraph graph, Modality modality, List<Intervention> interventions, String model)
            throws Exception {
        BuiltGraph built = graph.build(modality, List.of(), interventions, true);
        Optional<String> name = built.embeddingOutput();
        Output output = run(built, model).get(name.orElseThrow());
        int width = (int) output.shape()[1];
        float[] values = output.values().clone();
        for (int row = 0; row < values.length; row += width) {
            double squares = 0;
            for (int i = 0; i < width; i++) {
                squares += values[row + i] * (double) values[row + i];
            }
            for (int i = 0; i < width; i++) {
                values[row + i] = (float) (values[row + i] / Math.sqrt(squares));
            }
        }
        return new Output(output.shape(), values);
    }
}
