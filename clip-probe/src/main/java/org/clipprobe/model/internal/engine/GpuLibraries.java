package org.clipprobe.model.internal.engine;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.ptr.IntByReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.clipprobe.model.GpuState;
import org.clipprobe.model.ModelException;

/** Looks for what a GPU needs, piece by piece: ONNX Runtime itself names only the first piece that is missing. */
public final class GpuLibraries {
    private static final String PROVIDER = "libonnxruntime_providers_cuda.so";
    private static final List<Path> CARD = List.of(Path.of("/proc/driver/nvidia/version"), Path.of("/dev/nvidia0"));

    private GpuLibraries() {}

    public static GpuState state() throws ModelException {
        OnnxSession.engine();
        boolean build = OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
        List<String> needed = build ? needed(NativeLibraries.runtimeFolder()) : List.of();
        return new GpuState(
                build,
                CARD.stream().anyMatch(Files::exists),
                driver(),
                needed,
                needed.stream().filter(name -> !found(name)).toList(),
                Gpu.failure(0));
    }

    /** The libraries of CUDA and cuDNN that ONNX Runtime's part for CUDA was linked with. */
    static List<String> needed(Path folder) {
        try {
            return ElfFile.needed(folder.resolve(PROVIDER)).stream()
                    .filter(name -> name.startsWith("libcu") || name.startsWith("libnv"))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static boolean found(String library) {
        try {
            NativeLibrary.getInstance(library).close();
            return true;
        } catch (LinkageError e) {
            return false;
        }
    }

    /** The driver says 12040 for 12.4. */
    private static Optional<String> driver() {
        IntByReference version = new IntByReference();
        try (NativeLibrary cuda = NativeLibrary.getInstance(Platform.isWindows() ? "nvcuda" : "libcuda.so.1")) {
            int failed = cuda.getFunction("cuDriverGetVersion").invokeInt(new Object[] {version});
            return failed != 0
                    ? Optional.empty()
                    : Optional.of(version.getValue() / 1000 + "." + version.getValue() % 1000 / 10);
        } catch (LinkageError e) {
            return Optional.empty();
        }
    }
}
