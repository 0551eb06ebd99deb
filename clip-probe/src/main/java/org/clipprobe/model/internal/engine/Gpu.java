package org.clipprobe.model.internal.engine;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.util.Optional;
import java.util.OptionalInt;
import org.clipprobe.model.Device;
import org.clipprobe.model.ModelException;

/**
 * Where a model really runs.
 *
 * @param gpu the GPU's number; empty for the processor
 * @param note why it is not what was asked for
 */
public record Gpu(OptionalInt gpu, Optional<String> note) {
    private static final String REBUILD =
            "this build is for processors: build with ./mvnw -Pgpu, which puts ONNX Runtime for CUDA in its place";
    private static final String INSTALL = "install an NVIDIA driver, CUDA 12 and cuDNN 9 where the system finds their"
            + " libraries (LD_LIBRARY_PATH on Linux, PATH on Windows)";

    /**
     * Finds the device that was asked for.
     *
     * @throws ModelException when a GPU was asked for and there is none; the message says what to do
     */
    public static Gpu find(Device device) throws ModelException {
        if (device instanceof Device.Cpu) {
            return new Gpu(OptionalInt.empty(), Optional.empty());
        }
        int index = device instanceof Device.Cuda cuda ? cuda.index() : 0;
        Optional<String> failure = failure(index);
        if (failure.isEmpty()) {
            return new Gpu(OptionalInt.of(index), Optional.empty());
        }
        if (device instanceof Device.Auto) {
            return new Gpu(
                    OptionalInt.empty(),
                    Optional.of("device: no GPU is used (" + failure.get() + "), but the processor"));
        }
        throw new ModelException(device + ": expected an NVIDIA GPU, but ONNX Runtime says: " + failure.get() + "; "
                + (OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA) ? INSTALL : REBUILD)
                + ", or use the processor (--device cpu)");
    }

    /** Why the runtime cannot use the GPU; empty when it can. */
    public static Optional<String> failure(int index) throws ModelException {
        OnnxSession.engine();
        try (SessionOptions options = new SessionOptions()) {
            OnnxSession.addGpu(options, index);
            // A missing driver or GPU shows only when a graph is opened on it.
            OrtEnvironment.getEnvironment().createSession(smallest(), options).close();
            return Optional.empty();
        } catch (OrtException | LinkageError | RuntimeException e) {
            return Optional.of(OnnxSession.reason(e));
        }
    }

    private static byte[] smallest() {
        TypeProto number = TypeProto.newBuilder()
                .setTensorType(TypeProto.Tensor.newBuilder()
                        .setElemType(DataType.FLOAT_VALUE)
                        .setShape(TensorShapeProto.newBuilder()
                                .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(1))))
                .build();
        GraphProto graph = GraphProto.newBuilder()
                .setName("smallest")
                .addInput(ValueInfoProto.newBuilder().setName("x").setType(number))
                .addOutput(ValueInfoProto.newBuilder().setName("y").setType(number))
                .addNode(NodeProto.newBuilder().setOpType("Relu").addInput("x").addOutput("y"))
                .build();
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                .setGraph(graph)
                .build()
                .toByteArray();
    }
}
