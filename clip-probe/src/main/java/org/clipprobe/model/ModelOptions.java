package org.clipprobe.model;

import java.util.Optional;

/**
 * How a model is opened.
 *
 * @param device where it runs
 * @param threads processor threads inside an operator; 0 for one per core
 * @param variant file name suffix of the wanted variant, such as {@code fp16} or {@code quantized}
 */
public record ModelOptions(Device device, int threads, Optional<String> variant) {
    /** One thread per core, on the processor, the plain variant. */
    public static ModelOptions defaults() {
        return new ModelOptions(new Device.Cpu(), 0, Optional.empty());
    }
}
