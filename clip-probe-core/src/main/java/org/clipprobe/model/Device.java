package org.clipprobe.model;

/** Where a tower runs. */
public sealed interface Device {
    /** The processor. */
    record Cpu() implements Device {}

    /** An NVIDIA GPU, counted from 0. */
    record Cuda(int index) implements Device {}

    /** The first GPU when this build and machine have one, the processor otherwise. */
    record Auto() implements Device {}
}
