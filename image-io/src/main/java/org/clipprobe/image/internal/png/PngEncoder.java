package org.clipprobe.image.internal.png;

import boofcv.struct.image.InterleavedU8;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes RGB as PNG: one Sub or Up filter a row, whichever leaves less, and deflate as it usually is: at its best
 * it takes seven times as long for a flat drawing, and saves 1 % of the bytes.
 */
public final class PngEncoder {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private PngEncoder() {}

    /** The file's bytes, with no date or other text in them. */
    public static byte[] encode(InterleavedU8 picture) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(SIGNATURE);
            ByteArrayOutputStream header = new ByteArrayOutputStream();
            DataOutputStream fields = new DataOutputStream(header);
            fields.writeInt(picture.width);
            fields.writeInt(picture.height);
            fields.write(new byte[] {8, 2, 0, 0, 0});
            chunk(out, "IHDR", header.toByteArray());
            chunk(out, "IDAT", deflate(filtered(picture)));
            chunk(out, "IEND", new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static void chunk(DataOutputStream out, String name, byte[] data) throws IOException {
        byte[] type = name.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(type);
        crc.update(data);
        out.writeInt(data.length);
        out.write(type);
        out.write(data);
        out.writeInt((int) crc.getValue());
    }

    private static byte[] deflate(byte[] data) {
        Deflater deflater = new Deflater();
        try {
            deflater.setInput(data);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[1 << 16];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static byte[] filtered(InterleavedU8 picture) {
        int length = 3 * picture.width;
        byte[] out = new byte[Math.multiplyExact(picture.height, length + 1)];
        byte[] above = new byte[length];
        byte[] row = new byte[length];
        byte[] sub = new byte[length];
        byte[] up = new byte[length];
        for (int y = 0; y < picture.height; y++) {
            System.arraycopy(picture.data, picture.getIndex(0, y), row, 0, length);
            int subSize = 0;
            int upSize = 0;
            for (int i = 0; i < length; i++) {
                sub[i] = (byte) (row[i] - (i < 3 ? 0 : row[i - 3]));
                up[i] = (byte) (row[i] - above[i]);
                subSize += Math.abs(sub[i]);
                upSize += Math.abs(up[i]);
            }
            int at = y * (length + 1);
            out[at] = (byte) (subSize <= upSize ? 1 : 2);
            System.arraycopy(subSize <= upSize ? sub : up, 0, out, at + 1, length);
            System.arraycopy(row, 0, above, 0, length);
        }
        return out;
    }
}
