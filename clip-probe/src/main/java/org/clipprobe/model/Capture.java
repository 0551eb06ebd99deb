package org.clipprobe.model;

/** What to read at a hook point: its values, pooled inside the graph. */
public record Capture(HookPoint at, Pooling pooling) {}
