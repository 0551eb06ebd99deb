package org.clipprobe.image.internal;

/** Run-length coding of 4 and 8-bit bitmaps, with Pillow's leniency towards rows that are too long. */
final class BmpRuns {
    private final byte[] file;
    private final int start;
    private final int width;
    private final boolean nibbles;
    private final byte[] out;
    private int at;
    private int have;

    BmpRuns(byte[] file, int start, int width, int height, boolean nibbles) throws BrokenPicture {
        // Two bytes make at most 255 pixels, or skip as many rows and columns.
        long most = (long) Math.max(0, file.length - start) / 2 * (255 + 255L * width);
        if (start < 0 || most < (long) width * height) {
            throw BrokenPicture.truncated();
        }
        this.file = file;
        this.start = start;
        this.width = width;
        this.nibbles = nibbles;
        this.out = new byte[width * height];
    }

    /** One index a byte, rows in stored order. */
    byte[] decode() throws BrokenPicture {
        at = start;
        int x = 0;
        while (have < out.length && at + 1 < file.length) {
            int count = file[at++] & 0xff;
            int value = file[at++] & 0xff;
            if (count > 0) {
                int fits = Math.min(count, Math.max(0, width - x));
                run(fits, value);
                x += fits;
            } else if (value == 0) {
                have += (width - have % width) % width;
                x = 0;
            } else if (value == 1) {
                break;
            } else if (value == 2) {
                if (at + 2 > file.length) {
                    break;
                }
                have += Math.min(out.length - have, (file[at] & 0xff) + (file[at + 1] & 0xff) * width);
                at += 2;
                x = have % width;
            } else {
                literal(value);
                x += value;
            }
        }
        if (have < out.length) {
            throw BrokenPicture.truncated();
        }
        return out;
    }

    private void run(int count, int value) {
        for (int i = 0; i < count && have < out.length; i++) {
            out[have++] = (byte) (nibbles ? (i % 2 == 0 ? value >> 4 : value & 15) : value);
        }
    }

    private void literal(int value) throws BrokenPicture {
        int count = Math.min(out.length - have, value);
        int bytes = nibbles ? (count + 1) / 2 : count;
        if (at + bytes > file.length) {
            throw BrokenPicture.truncated();
        }
        for (int i = 0; i < count; i++) {
            int packed = file[at + (nibbles ? i / 2 : i)] & 0xff;
            out[have++] = (byte) (nibbles ? (i % 2 == 0 ? packed >> 4 : packed & 15) : packed);
        }
        at += bytes;
        at += at % 2;
    }
}
