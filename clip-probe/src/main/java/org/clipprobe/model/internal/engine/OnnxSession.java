package org.clipprobe.model.internal.engine;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.onnxruntime.engine.OrtNDArray;
import ai.djl.training.ParameterStore;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.Buffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.clipprobe.model.ModelException;
import org.clipprobe.run.UserFolders;

/** A graph opened by DJL's ONNX Runtime engine: named buffers in, named floats out. */
public final class OnnxSession implements AutoCloseable {
    private static final String ENGINE = "OnnxRuntime";
    private static final int LONGEST_REASON = 400;

    /** An input: a direct buffer in native order, which is read in place and not copied. */
    public record Input(String name, Buffer values, DataType type, long... shape) {}

    /** An output, in C order. */
    public record Output(float[] values, long[] shape) {}

    private final Path file;
    private final Model model;
    private final SessionOptions options;

    private OnnxSession(Path file, Model model, SessionOptions options) {
        this.file = file;
        this.model = model;
        this.options = options;
    }

    /**
     * Opens a graph from memory.
     *
     * @param file the file that the graph was read from
     * @param graph the ONNX model
     * @param threads inside an operator; 0 for one per core
     * @param gpu the GPU to run on; empty for the processor
     */
    public static OnnxSession open(Path file, byte[] graph, int threads, OptionalInt gpu) throws ModelException {
        Engine engine = engine();
        SessionOptions options = options(file, threads, gpu);
        Model model = engine.newModel(file.getFileName().toString(), ai.djl.Device.cpu());
        try {
            model.load(new ByteArrayInputStream(graph), Map.of("sessionOptions", options));
            // The engine makes an empty folder for every model and would keep it as long as the process lives.
            Files.deleteIfExists(model.getModelPath());
            return new OnnxSession(file, model, options);
        } catch (MalformedModelException | EngineException e) {
            model.close();
            options.close();
            throw new ModelException(
                    file + ": expected a model that ONNX Runtime opens, but it says: " + reason(e)
                            + "; check that the file and any data file next to it are whole, and export it again",
                    e);
        } catch (IOException e) {
            model.close();
            options.close();
            throw new ModelException(file + ": cannot be opened: " + reason(e), e);
        }
    }

    /** Starts the engine, once for the process. */
    public static Engine engine() throws ModelException {
        CommandLineLimit.check();
        try {
            NativeLibraries.prepare();
            EngineTelemetry.disable();
            Engine engine = Engine.getEngine(ENGINE);
            OrtEnvironment.getEnvironment().setTelemetry(false);
            return engine;
        } catch (OrtException e) {
            throw new ModelException("ONNX Runtime: its telemetry cannot be turned off: " + reason(e), e);
        } catch (ExceptionInInitializerError | NoClassDefFoundError | UnsatisfiedLinkError | RuntimeException e) {
            throw new ModelException(
                    "ONNX Runtime: cannot be started (" + reason(e)
                            + "): it needs 64-bit Linux, macOS on Apple silicon, or Windows, and must not have been"
                            + " started before by other code of the same process; where all that holds, remove "
                            + UserFolders.cache() + ", so that its libraries are unpacked again",
                    e);
        }
    }

    private static SessionOptions options(Path file, int threads, OptionalInt gpu) throws ModelException {
        SessionOptions options = new SessionOptions();
        try {
            // What goes wrong comes back as an exception; the log would only repeat it on standard error.
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            options.setIntraOpNumThreads(threads);
            // Built graphs say where weights lie as seen from the root; the runtime maps the files.
            options.addConfigEntry(
                    "session.model_external_initializers_file_folder_path",
                    file.toAbsolutePath().getRoot().toString());
            if (gpu.isPresent()) {
                addGpu(options, gpu.getAsInt());
            }
            return options;
        } catch (OrtException e) {
            options.close();
            throw new ModelException(file + ": ONNX Runtime does not take the options: " + reason(e), e);
        }
    }

    /** CUDA at full precision: TF32 would round the factors of every product to 10 bits. */
    public static void addGpu(SessionOptions options, int index) throws OrtException {
        try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(index)) {
            cuda.add("use_tf32", "0");
            options.addCUDA(cuda);
        }
    }

    /** What a run gave, kept by the engine to go into runs of another graph under the same names. */
    public static final class Held implements AutoCloseable {
        private final NDManager manager;
        private final NDList results;

        private Held(NDManager manager, NDList results) {
            this.manager = manager;
            this.results = results;
        }

        @Override
        public void close() {
            results.close();
            manager.close();
        }
    }

    /** Runs the graph once. */
    public Map<String, Output> run(List<Input> inputs) throws ModelException {
        return run(inputs, new NDList());
    }

    /** Runs the graph once, with inputs that another graph gave. */
    public Map<String, Output> run(List<Input> inputs, Held held) throws ModelException {
        return run(inputs, held.results);
    }

    /** Runs the graph once and keeps what it gives; whoever asked closes it. */
    public Held hold(List<Input> inputs) throws ModelException {
        NDManager manager = model.getNDManager().newSubManager();
        try {
            return new Held(manager, forward(manager, inputs, new NDList()));
        } catch (EngineException | IllegalArgumentException | IllegalStateException e) {
            manager.close();
            throw new ModelException(file + ": ONNX Runtime failed while the tower ran: " + reason(e), e);
        }
    }

    private NDList forward(NDManager manager, List<Input> inputs, NDList held) {
        NDList list = new NDList(inputs.size() + held.size());
        for (Input input : inputs) {
            NDArray array = manager.create(input.values(), new Shape(input.shape()), input.type());
            array.setName(input.name());
            list.add(array);
        }
        list.addAll(held);
        return model.getBlock().forward(new ParameterStore(manager, false), list, false);
    }

    private Map<String, Output> run(List<Input> inputs, NDList held) throws ModelException {
        try (NDManager manager = model.getNDManager().newSubManager()) {
            NDList results = forward(manager, inputs, held);
            Map<String, Output> outputs = new HashMap<>();
            for (NDArray result : results) {
                outputs.put(result.getName(), output(((OrtNDArray) result).getTensor()));
            }
            return outputs;
        } catch (EngineException | IllegalArgumentException | IllegalStateException e) {
            throw new ModelException(file + ": ONNX Runtime failed while the tower ran: " + reason(e), e);
        }
    }

    private Output output(OnnxTensor tensor) throws ModelException {
        FloatBuffer values = tensor.getFloatBuffer();
        if (values == null) {
            throw new ModelException(file + ": expected numbers of 16 or 32 bits as output, found "
                    + tensor.getInfo().type + "; export the tower with float outputs");
        }
        return new Output(values.array(), tensor.getInfo().getShape());
    }

    /** What the runtime said, without its wrapping. */
    public static String reason(Throwable thrown) {
        Throwable deepest = thrown;
        while (deepest.getCause() != null && deepest.getCause() != deepest) {
            deepest = deepest.getCause();
        }
        String message = deepest.getMessage() == null ? deepest.getClass().getSimpleName() : deepest.getMessage();
        String said = message.replaceFirst("^Error code - \\w+ - message: ", "")
                .replaceFirst("(?s)^.*\\[ONNXRuntimeError\\] : \\d+ : \\w+ : ", "")
                .replaceAll("[\\s\\p{Cntrl}]+", " ")
                .strip();
        // Libraries quote what they did not understand, however long it is.
        return said.length() <= LONGEST_REASON ? said : said.substring(0, LONGEST_REASON) + "…";
    }

    @Override
    public void close() {
        model.close();
        options.close();
    }
}
