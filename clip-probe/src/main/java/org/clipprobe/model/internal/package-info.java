/**
 * The graph side of a tower: reads an ONNX file, finds the hook points from the graph's structure and builds, in memory,
 * graphs that read or change them. Not for use outside {@code org.clipprobe.model}.
 */
package org.clipprobe.model.internal;
