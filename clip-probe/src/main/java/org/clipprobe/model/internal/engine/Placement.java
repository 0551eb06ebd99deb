package org.clipprobe.model.internal.engine;

import java.util.OptionalInt;

/**
 * Where towers run.
 *
 * @param gpu the GPU's number; empty for the processor
 * @param threads processor threads inside an operator; 0 for one per core
 */
public record Placement(OptionalInt gpu, int threads) {}
