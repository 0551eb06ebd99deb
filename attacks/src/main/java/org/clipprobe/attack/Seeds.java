package org.clipprobe.attack;

/** Seeds that belong to one thing, so that what happens to it does not depend on what else is done, or in which order. */
public final class Seeds {
    private Seeds() {}

    /** A seed for something named; {@link String#hashCode} is the same on every machine. */
    public static long of(long seed, String name, long index) {
        return mix(mix(mix(seed) ^ name.hashCode()) + 31L * name.length() + index);
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014). */
    private static long mix(long value) {
        long mixed = value + 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
