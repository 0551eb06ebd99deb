package org.clipprobe.cli;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.clipprobe.cli.Verification.Matrix;

/** Reads the arrays that {@code docs/verify_reference.py} writes: NumPy's {@code .npz}, float32 or int64. */
final class ReferenceFile {
    private static final int LARGEST = 1 << 28;
    private static final String CURE = "; write it again with docs/verify_reference.py";
    private static final Pattern DESCRIPTION =
            Pattern.compile("\\{'descr': '<(f4|i8)', 'fortran_order': False, 'shape': \\(([0-9, ]*)\\)");

    private final Path file;

    private ReferenceFile(Path file) {
        this.file = file;
    }

    static Map<String, Matrix> read(Path file) throws IOException {
        return new ReferenceFile(file).arrays();
    }

    private Map<String, Matrix> arrays() throws IOException {
        Map<String, Matrix> arrays = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                try (InputStream in = zip.getInputStream(entry)) {
                    arrays.put(entry.getName().replaceFirst("\\.npy$", ""), array(entry.getName(), in));
                }
            }
        } catch (ZipException e) {
            throw new IOException(file + ": expected NumPy's .npz, found " + e.getMessage() + CURE, e);
        } catch (java.io.EOFException e) {
            throw new IOException(file + ": expected whole arrays, but one ends early" + CURE, e);
        }
        return arrays;
    }

    private Matrix array(String name, InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        byte[] magic = data.readNBytes(8);
        if (magic.length < 8 || !new String(magic, 1, 5, StandardCharsets.ISO_8859_1).equals("NUMPY")) {
            throw new IOException(file + ": expected " + name + " to be a NumPy array, found something else" + CURE);
        }
        int length = Short.toUnsignedInt(Short.reverseBytes(data.readShort()));
        String header = new String(data.readNBytes(length), StandardCharsets.ISO_8859_1);
        Matcher found = DESCRIPTION.matcher(header);
        if (!found.find()) {
            throw new IOException(
                    file + ": expected " + name + " to be float32 or int64 in C order, found " + header.strip() + CURE);
        }
        long[] shape = Arrays.stream(found.group(2).split(","))
                .map(String::strip)
                .filter(size -> !size.isEmpty())
                .mapToLong(size -> size.length() > 9 ? Integer.MAX_VALUE : Long.parseLong(size))
                .toArray();
        boolean whole = found.group(1).equals("i8");
        double bytes = whole ? Long.BYTES : Float.BYTES;
        for (long size : shape) {
            bytes *= size;
        }
        if (shape.length < 2 || shape[0] < 1 || bytes > LARGEST) {
            throw new IOException(file + ": expected " + name + " to have rows and at most 256 MiB, found the shape "
                    + Arrays.toString(shape) + CURE);
        }
        return new Matrix((int) shape[0], values(data, (int) bytes, whole));
    }

    private static float[] values(DataInputStream data, int size, boolean whole) throws IOException {
        byte[] bytes = new byte[size];
        data.readFully(bytes);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[size / (whole ? Long.BYTES : Float.BYTES)];
        for (int i = 0; i < values.length; i++) {
            values[i] = whole ? buffer.getLong() : buffer.getFloat();
        }
        return values;
    }
}
