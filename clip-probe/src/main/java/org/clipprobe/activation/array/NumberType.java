package org.clipprobe.activation.array;

import java.nio.ByteBuffer;

/** How a number is stored, little-endian. */
public enum NumberType {
    /** IEEE 754, 32 bits. */
    FLOAT32(4),
    /** IEEE 754, 16 bits: 11 significant bits, at most 65,504. */
    FLOAT16(2),
    /** The upper half of 32 bits: 8 significant bits. */
    BFLOAT16(2);

    private final int bytes;

    NumberType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one number. */
    public int bytes() {
        return bytes;
    }

    void put(float value, ByteBuffer target) {
        switch (this) {
            case FLOAT32 -> target.putFloat(value);
            case FLOAT16 -> target.putShort(Half.of(value));
            case BFLOAT16 -> target.putShort((short) (Float.floatToRawIntBits(value) >>> 16));
        }
    }

    float get(ByteBuffer source) {
        return switch (this) {
            case FLOAT32 -> source.getFloat();
            case FLOAT16 -> Half.toFloat(source.getShort());
            case BFLOAT16 -> Float.intBitsToFloat(source.getShort() << 16);
        };
    }
}
