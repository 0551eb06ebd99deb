package org.clipprobe.model;

/**
 * A named place in a tower whose values can be read or changed.
 *
 * @param name such as {@code vision.3.mlp}, {@code vision.layer4}, {@code text.0.resid}, {@code vision.embed}
 * @param units scalar channels at this place
 * @param token whether the tower has one token at this place that it reads out ({@link Pooling#TOKEN})
 */
public record HookPoint(String name, int units, boolean token) {}
