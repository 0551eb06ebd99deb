package org.clipprobe.attack;

import boofcv.struct.image.InterleavedU8;

/**
 * A picture after an attack.
 *
 * @param picture 8-bit RGB, a copy
 * @param coverShare share of the picture's pixels of which at least one channel really changed, 0 to 1
 * @param drawnSize of the letters in pixels: smaller than asked for where the text had to be shrunk
 */
public record AttackedPicture(InterleavedU8 picture, double coverShare, double drawnSize) {}
