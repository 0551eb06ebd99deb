package org.clipprobe.activation.array;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The header of NumPy's format: magic, version, length of the description, the description padded with spaces. */
final class NpyHeader {
    static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    private static final int WRITTEN = 128;
    private static final int LONGEST = 1 << 16;
    private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9, ]*)\\)");
    private static final Map<String, NumberType> TYPES = Map.of("<f4", NumberType.FLOAT32, "<f2", NumberType.FLOAT16);

    private NpyHeader() {}

    static ByteBuffer of(ArrayWriter.Layout layout, long rows) {
        StringBuilder shape = new StringBuilder("(").append(rows).append(',');
        layout.row().forEach(dimension -> shape.append(' ').append(dimension).append(','));
        if (!layout.row().isEmpty()) {
            shape.setLength(shape.length() - 1);
        }
        String type = layout.type() == NumberType.FLOAT16 ? "<f2" : "<f4";
        String text = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + "), }";
        ByteBuffer header = ByteBuffer.allocate(WRITTEN).order(ByteOrder.LITTLE_ENDIAN);
        header.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) (WRITTEN - MAGIC.length - 4));
        header.put(text.getBytes(StandardCharsets.US_ASCII));
        while (header.position() < WRITTEN - 1) {
            header.put((byte) ' ');
        }
        return header.put((byte) '\n').flip();
    }

    static Stored read(Path file, FileChannel channel) throws IOException {
        ByteBuffer start = Stored.read(channel, 0, (int) Math.min(12, channel.size()));
        int version = start.limit() > 6 ? start.get(6) : 0;
        if (start.limit() < 12 || version < 1 || version > 3) {
            throw new IOException(file + ": expected a NumPy file of version 1 to 3, found version " + version + " in "
                    + channel.size() + " bytes; save it again with numpy.save");
        }
        int from = version == 1 ? 10 : 12;
        long length = version == 1 ? start.getShort(8) & 0xFFFF : start.getInt(8) & 0xFFFFFFFFL;
        if (length > LONGEST || from + length > channel.size()) {
            throw new IOException(file + ": expected a header of at most " + LONGEST + " bytes inside the file of "
                    + channel.size() + ", found one of " + length + "; save it again with numpy.save");
        }
        String text = new String(Stored.content(channel, from, (int) length), StandardCharsets.ISO_8859_1);
        String type = found(TYPE, text).orElse("none");
        if (!TYPES.containsKey(type)) {
            throw new IOException(file + ": expected numbers of type <f4 or <f2, found " + Stored.brief(type)
                    + "; convert them with numpy.astype('<f4')");
        }
        if (!found(ORDER, text).orElse("").equals("False")) {
            throw new IOException(
                    file + ": expected values in C order, found another; save numpy.ascontiguousarray of it");
        }
        List<Long> shape = shape(file, found(SHAPE, text));
        Stored stored = new Stored(
                file.getFileName().toString().replaceFirst("\\.npy$", ""),
                TYPES.get(type),
                shape,
                from + length,
                Map.of());
        if (channel.size() - stored.begin() != stored.bytes(file)) {
            throw new IOException(file + ": expected " + stored.bytes(file) + " bytes of values for the shape " + shape
                    + ", found " + (channel.size() - stored.begin()) + "; fetch the file again");
        }
        return stored;
    }

    private static Optional<String> found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static List<Long> shape(Path file, Optional<String> text) throws IOException {
        List<Long> shape = new ArrayList<>();
        try {
            for (String dimension : text.orElse("").split(",", -1)) {
                if (!dimension.isBlank()) {
                    shape.add(Long.parseLong(dimension.strip()));
                }
            }
        } catch (NumberFormatException e) {
            shape.clear();
        }
        if (shape.isEmpty()) {
            throw new IOException(file + ": expected a shape such as (100, 512), found "
                    + Stored.brief(text.orElse("none")) + "; save it again with numpy.save");
        }
        return shape;
    }
}
