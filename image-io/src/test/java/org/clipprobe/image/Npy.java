package org.clipprobe.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The values of a NumPy file, without its shape. */
final class Npy {
    private Npy() {}

    static byte[] bytes(Path file) throws IOException {
        byte[] all = Files.readAllBytes(file);
        return Arrays.copyOfRange(all, headerEnd(all), all.length);
    }

    static float[] floats(Path file) throws IOException {
        ByteBuffer values = ByteBuffer.wrap(bytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        float[] floats = new float[values.remaining() / Float.BYTES];
        values.asFloatBuffer().get(floats);
        return floats;
    }

    private static int headerEnd(byte[] all) {
        return 10 + (all[8] & 0xff) + ((all[9] & 0xff) << 8);
    }
}
