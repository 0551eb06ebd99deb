package org.clipprobe.activation;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How activations are collected.
 *
 * @param batch pictures per forward pass
 * @param workers threads that read, decode and preprocess
 * @param store where finished rows are kept between runs; without it they are kept for this run only
 */
public record CollectorOptions(int batch, int workers, Optional<Path> store) {}
