package org.clipprobe.activation.array;

/** IEEE 754's numbers of 16 bits. */
final class Half {
    private static final int EXPONENT = 0x7C00;
    private static final int MANTISSA = 0x3FF;

    /** Bits of a float's mantissa that a half has no room for. */
    private static final int CUT = 13;

    private Half() {}

    /** The nearest half, ties to the even one; infinite beyond 65,504. */
    static short of(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = (bits >>> 16) & 0x8000;
        int magnitude = bits & 0x7FFFFFFF;
        if (magnitude > 0x7F800000) {
            return (short) (sign | EXPONENT | 0x200);
        }
        int exponent = (magnitude >>> 23) - 127;
        if (exponent > 15) {
            return (short) (sign | EXPONENT);
        }
        if (exponent < -25) {
            return (short) sign;
        }
        // Below the smallest normal half, the leading 1 moves into the mantissa.
        int missing = Math.max(0, -14 - exponent);
        int mantissa = (magnitude & 0x7FFFFF) | (exponent < -14 ? 0x800000 : 0);
        int exact = exponent < -14 ? mantissa : ((exponent + 15) << 23) | mantissa;
        return (short) (sign | rounded(exact, CUT + missing));
    }

    private static int rounded(int value, int cut) {
        int kept = value >>> cut;
        int rest = value & ((1 << cut) - 1);
        int half = 1 << (cut - 1);
        return rest > half || (rest == half && (kept & 1) == 1) ? kept + 1 : kept;
    }

    static float toFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = half & EXPONENT;
        int mantissa = half & MANTISSA;
        if (exponent == EXPONENT) {
            return Float.intBitsToFloat(sign | 0x7F800000 | (mantissa << CUT));
        }
        if (exponent == 0) {
            // 2^-24 is the smallest number above 0.
            float size = mantissa * 0x1p-24f;
            return sign == 0 ? size : -size;
        }
        return Float.intBitsToFloat(sign | ((exponent << CUT) + ((127 - 15) << 23)) | (mantissa << CUT));
    }
}
