package org.clipprobe.model;

import java.util.List;

/**
 * What one run of a tower gave.
 *
 * @param embeddings {@code [examples, dimensions]} in C order, each of length 1; empty when the tower ends before it
 * @param captured one for each capture that the session was opened with, in that order
 */
public record TowerOutput(float[] embeddings, List<Captured> captured) {}
