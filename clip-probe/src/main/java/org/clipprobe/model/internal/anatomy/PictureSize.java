package org.clipprobe.model.internal.anatomy;

/**
 * The size of a tower's pictures.
 *
 * @param width in pixels
 * @param height in pixels
 */
public record PictureSize(int width, int height) {}
