package org.clipprobe.model;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a model really runs.
 *
 * @param gpu the GPU's number; empty for the processor
 * @param note why it is not what was asked for
 */
record Gpu(OptionalInt gpu, Optional<String> note) {
    private static final String NEEDS =
            "build with -Pgpu (mvn -Pgpu), and install an NVIDIA driver, CUDA 12 and cuDNN 9"
                    + " where the system finds their libraries (LD_LIBRARY_PATH on Linux, PATH on Windows)";

    /**
     * Finds the device that was asked for.
     *
     * @throws ModelException when a GPU was asked for and there is none; the message says what to do
     */
    static Gpu find(Device device) throws ModelException {
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
                + NEEDS + ", or use --device cpu");
    }

    /** Tries the smallest graph there is on the GPU. */
    private static Optional<String> failure(int index) throws ModelException {
        OnnxSession.engine();
        try (SessionOptions options = new SessionOptions()) {
            OnnxSession.addGpu(options, index);
            return Optional.empty();
        } catch (OrtException | LinkageError | RuntimeException e) {
            return Optional.of(OnnxSession.reason(e));
        }
    }
}
