package org.clipprobe.look;

/**
 * A part of a similarity that has no place in the picture.
 *
 * @param name such as {@code MLP of block 3}
 * @param value in cosine similarity
 */
public record Part(String name, double value) {}
