package org.clipprobe.activation.array;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Where an array is in a file.
 *
 * @param name of the array
 * @param type of its numbers
 * @param shape at least one dimension
 * @param begin its first byte
 * @param metadata what the file says besides
 */
record Stored(String name, NumberType type, List<Long> shape, long begin, Map<String, String> metadata) {
    private static final int LONGEST = 60;

    Stored {
        shape = List.copyOf(shape);
        metadata = Map.copyOf(metadata);
    }

    long bytes(Path file) throws IOException {
        return bytes(file, name, shape, type.bytes());
    }

    static long bytes(Path file, String name, List<Long> shape, int size) throws IOException {
        try {
            long bytes = size;
            for (long dimension : shape) {
                bytes = Math.multiplyExact(bytes, dimension);
            }
            return bytes;
        } catch (ArithmeticException e) {
            throw new IOException(
                    file + ": expected a size that a file can have, found " + brief(name) + " of the shape " + shape
                            + "; write the file again",
                    e);
        }
    }

    /** A part of a file, to be read as numbers. */
    static ByteBuffer read(FileChannel channel, long from, int length) throws IOException {
        return ByteBuffer.wrap(content(channel, from, length)).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A part of a file. */
    static byte[] content(FileChannel channel, long from, int length) throws IOException {
        byte[] content = new byte[length];
        fill(channel, from, ByteBuffer.wrap(content));
        return content;
    }

    static void fill(FileChannel channel, long from, ByteBuffer bytes) throws IOException {
        long position = from;
        while (bytes.hasRemaining()) {
            int count = channel.read(bytes, position);
            if (count < 0) {
                throw new IOException("the file ends early: it was changed while it was read");
            }
            position += count;
        }
        bytes.flip();
    }

    /** What a file holds, for a message: short, and nothing that moves the cursor. */
    static String brief(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", "?");
        return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "…";
    }
}
