package org.clipprobe.fuzz;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Damage that knows nothing of a format. */
final class Bytes {
    private Bytes() {}

    /** Flips bits, overwrites, cuts, repeats and leaves out, one to four times; half of the time near either end. */
    static byte[] mutated(byte[] file, RandomGenerator random) {
        byte[] damaged = file.clone();
        for (int changes = 1 + random.nextInt(4); changes > 0 && damaged.length > 0; changes--) {
            int at = place(damaged.length, random);
            int length = Math.min(1 + random.nextInt(64), damaged.length - at);
            switch (random.nextInt(6)) {
                case 0 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> damaged[at] = (byte) (random.nextBoolean() ? 0xff : 0);
                case 2 -> damaged[at] = (byte) random.nextInt();
                case 3 -> damaged = Arrays.copyOf(damaged, at);
                case 4 -> damaged = joined(damaged, at + length, at);
                default -> damaged = joined(damaged, at, at + length);
            }
        }
        return damaged;
    }

    private static int place(int length, RandomGenerator random) {
        int near = Math.min(length, 2_000);
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(near);
            case 1 -> length - 1 - random.nextInt(near);
            default -> random.nextInt(length);
        };
    }

    /** The first {@code to} bytes, and those from {@code from} on: what lies between is left out, or there twice. */
    private static byte[] joined(byte[] file, int to, int from) {
        byte[] result = Arrays.copyOf(file, to + file.length - from);
        System.arraycopy(file, from, result, to, file.length - from);
        return result;
    }
}
