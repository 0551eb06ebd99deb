package org.clipprobe.image;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Random;

/**
 * The process that decodes damaged pictures, so that one that ends the JVM ends only this. Its argument is what the names of
 * the pictures begin with. Every case is told to standard output before it is tried, and {@code refused} or {@code decoded}
 * after it; the first that goes wrong ends the process.
 */
final class FuzzChild {
    private static final int MUTATIONS_OF_EACH = 60;

    private FuzzChild() {}

    public static void main(String[] arguments) throws IOException {
        String format = arguments[0];
        Random random = new Random(format.hashCode());
        for (Iterator<String> names = TestPictures.json("goldens.json").fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (name.startsWith(format)) {
                byte[] file = TestPictures.bytes(name);
                for (int i = 0; i < MUTATIONS_OF_EACH; i++) {
                    System.out.println("case " + name + " mutation " + i);
                    System.out.println(tryOut(mutate(file, random), name + " mutation " + i));
                }
            }
        }
    }

    private static String tryOut(byte[] file, String name) {
        try {
            InterleavedU8 picture = Pictures.decode(file, name);
            if (picture.width <= 0 || picture.height <= 0 || picture.numBands != 3) {
                throw new IllegalStateException("expected a picture, found " + picture);
            }
            return "decoded";
        } catch (PictureException e) {
            if (!e.getMessage().startsWith(name + ": ")) {
                throw new IllegalStateException("expected a message about the file, found " + e.getMessage(), e);
            }
            return "refused";
        }
    }

    /** Flips bits, overwrites, cuts, or repeats a part; half of the time near the beginning, where the headers are. */
    private static byte[] mutate(byte[] file, Random random) {
        byte[] damaged = file.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int reach = random.nextBoolean() ? Math.min(100, damaged.length) : damaged.length;
            int at = random.nextInt(reach);
            switch (random.nextInt(5)) {
                case 0 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> damaged[at] = (byte) (random.nextBoolean() ? 0xff : 0);
                case 2 -> damaged[at] = (byte) random.nextInt();
                case 3 -> damaged = Arrays.copyOf(damaged, 1 + random.nextInt(damaged.length));
                default -> {
                    int length = Math.min(random.nextInt(16), damaged.length - at);
                    int from = random.nextInt(damaged.length - length + 1);
                    System.arraycopy(damaged.clone(), from, damaged, at, length);
                }
            }
        }
        return damaged;
    }
}
