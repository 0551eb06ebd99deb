package org.clipprobe.image.internal;

import boofcv.struct.image.InterleavedU8;

/**
 * What a decoder hands over.
 *
 * @param picture RGB as stored
 * @param orientation EXIF orientation, 1…8; any other value leaves the picture as it is
 */
public record Decoded(InterleavedU8 picture, int orientation) {}
