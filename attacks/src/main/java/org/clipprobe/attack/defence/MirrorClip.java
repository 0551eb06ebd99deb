package org.clipprobe.attack.defence;

import boofcv.struct.image.InterleavedU8;

/**
 * MirrorCLIP (NeurIPS 2024): text is not read in a mirror, most of what else is seen is. Of the embeddings x of a picture and
 * x' of its mirror image, dimensions of the same sign are taken as x + x', the others as x'; the whole is brought to length 1.
 */
final class MirrorClip {
    private MirrorClip() {}

    static Sight.Embedding of(Sight.Embedding plain) {
        return pictures -> {
            float[] seen = plain.of(pictures).clone();
            float[] mirrored =
                    plain.of(pictures.stream().map(MirrorClip::mirrored).toList());
            int width = seen.length / pictures.size();
            for (int row = 0; row < pictures.size(); row++) {
                double squares = 0;
                for (int i = row * width; i < (row + 1) * width; i++) {
                    seen[i] = seen[i] * mirrored[i] > 0 ? seen[i] + mirrored[i] : mirrored[i];
                    squares += (double) seen[i] * seen[i];
                }
                for (int i = row * width; i < (row + 1) * width && squares > 0; i++) {
                    seen[i] = (float) (seen[i] / Math.sqrt(squares));
                }
            }
            return seen;
        };
    }

    static InterleavedU8 mirrored(InterleavedU8 picture) {
        InterleavedU8 mirrored = new InterleavedU8(picture.width, picture.height, 3);
        for (int y = 0; y < picture.height; y++) {
            for (int x = 0; x < picture.width; x++) {
                int from = picture.getIndex(x, y);
                int to = mirrored.getIndex(picture.width - 1 - x, y);
                System.arraycopy(picture.data, from, mirrored.data, to, 3);
            }
        }
        return mirrored;
    }
}
