package org.clipprobe.image;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged files end in a picture or in a {@link PictureException}, in nothing else. */
class FuzzTest {
    private static final int MUTATIONS_OF_EACH = 60;

    @ParameterizedTest
    @ValueSource(strings = {"jpeg-", "png-", "webp-", "gif-", "bmp-", "tiff-"})
    void damagedFilesNeverCrash(String format) throws IOException {
        Random random = new Random(format.hashCode());
        int refused = 0;
        for (Iterator<String> names = TestPictures.json("goldens.json").fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (name.startsWith(format)) {
                byte[] file = TestPictures.bytes(name);
                for (int i = 0; i < MUTATIONS_OF_EACH; i++) {
                    refused += tryOut(mutate(file, random), name + " mutation " + i);
                }
            }
        }
        assertTrue(refused > 0, "no mutation did any damage");
    }

    private static int tryOut(byte[] file, String name) {
        try {
            InterleavedU8 picture = Pictures.decode(file, name);
            assertTrue(picture.width > 0 && picture.height > 0 && picture.numBands == 3);
            return 0;
        } catch (PictureException e) {
            assertTrue(e.getMessage().startsWith(name + ": "), e.getMessage());
            return 1;
        } catch (RuntimeException | Error e) {
            return fail(name, e);
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
