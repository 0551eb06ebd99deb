package org.clipprobe.model;

import java.util.List;
import java.util.Optional;

/**
 * What this machine and this build have for a GPU.
 *
 * @param build whether ONNX Runtime is the build for CUDA
 * @param card whether the system shows an NVIDIA card
 * @param driver the newest version of CUDA that NVIDIA's driver runs, such as 12.4; empty when no driver is found
 * @param needed the libraries of CUDA and cuDNN that ONNX Runtime asks the system for, such as {@code libcudnn.so.9};
 *     empty where they cannot be found out
 * @param missing those of them that the system does not find
 * @param failure what ONNX Runtime says when a graph is opened on the first GPU; empty when that goes well
 */
public record GpuState(
        boolean build,
        boolean card,
        Optional<String> driver,
        List<String> needed,
        List<String> missing,
        Optional<String> failure) {
    public GpuState {
        needed = List.copyOf(needed);
        missing = List.copyOf(missing);
    }
}
