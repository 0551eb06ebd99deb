package org.clipprobe.model;

/**
 * What a capture read in one run.
 *
 * @param capture what was asked for
 * @param shape {@code [examples, units]} when pooled, {@code [examples, positions, units]} when not, whatever layout the
 *     exporter chose inside
 * @param values in C order
 */
public record Captured(Capture capture, int[] shape, float[] values) {}
