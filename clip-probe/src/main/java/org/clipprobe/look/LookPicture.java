package org.clipprobe.look;

import boofcv.struct.image.InterleavedU8;

/**
 * A picture to look at.
 *
 * @param name as the reader knows it
 * @param picture 8-bit RGB, of any size
 */
public record LookPicture(String name, InterleavedU8 picture) {}
