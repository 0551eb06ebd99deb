package org.clipprobe.image.internal;

/** Numbers in a file's bytes; the highest byte first unless named otherwise. */
public final class Bytes {
    private Bytes() {}

    public static int int32(byte[] data, int at) {
        return int16(data, at) << 16 | int16(data, at + 2);
    }

    static int int16(byte[] data, int at) {
        return (data[at] & 0xff) << 8 | (data[at + 1] & 0xff);
    }

    static int littleInt32(byte[] data, int at) {
        return Integer.reverseBytes(int32(data, at));
    }

    static int littleInt16(byte[] data, int at) {
        return (data[at + 1] & 0xff) << 8 | (data[at] & 0xff);
    }
}
