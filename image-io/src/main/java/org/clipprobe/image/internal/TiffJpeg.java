package org.clipprobe.image.internal;

import boofcv.struct.image.InterleavedU8;
import java.util.Arrays;
import org.clipprobe.image.internal.jpeg.JpegDecoder;

/** TIFF strips and tiles that are JPEG streams, with their common tables in a tag of their own. */
final class TiffJpeg {
    private static final int MARKER = 2;

    private final byte[] file;
    private final TiffDirectory tags;
    private final InterleavedU8 picture;
    private final int partWidth;
    private final int partHeight;
    private final long[] offsets;
    private final long[] lengths;

    TiffJpeg(byte[] file, TiffDirectory tags) throws BrokenPicture {
        this.file = file;
        this.tags = tags;
        boolean tiled = tags.has(TiffDirectory.TILE_OFFSETS);
        picture = new InterleavedU8((int) tags.one(TiffDirectory.WIDTH, 0), (int) tags.one(TiffDirectory.HEIGHT, 0), 3);
        long width = tiled ? tags.one(TiffDirectory.TILE_WIDTH, 0) : picture.width;
        long height = tiled
                ? tags.one(TiffDirectory.TILE_HEIGHT, 0)
                : Math.min(picture.height, tags.one(TiffDirectory.ROWS_PER_STRIP, picture.height));
        PixelLimit.check(width, height);
        partWidth = (int) width;
        partHeight = (int) height;
        offsets = tags.all(tiled ? TiffDirectory.TILE_OFFSETS : TiffDirectory.STRIP_OFFSETS);
        lengths = tags.all(tiled ? TiffDirectory.TILE_LENGTHS : TiffDirectory.STRIP_LENGTHS);
        if (tags.one(TiffDirectory.PLANAR, 1) != 1) {
            throw new BrokenPicture("has JPEG in separate TIFF planes, which is not supported");
        }
    }

    InterleavedU8 decode() throws BrokenPicture {
        int across = (picture.width + partWidth - 1) / partWidth;
        int down = (picture.height + partHeight - 1) / partHeight;
        if ((long) across * down > Math.min(offsets.length, lengths.length)) {
            throw BrokenPicture.truncated();
        }
        for (int i = 0; i < across * down; i++) {
            int x = i % across * partWidth;
            int y = i / across * partHeight;
            InterleavedU8 part = JpegDecoder.decodePart(stream(i), tags.one(TiffDirectory.PHOTOMETRIC, 0) == 6);
            int width = Math.min(partWidth, picture.width - x);
            int height = Math.min(partHeight, picture.height - y);
            if (part.width < width || part.height < height) {
                throw new BrokenPicture("is damaged: a TIFF strip is smaller than it should be");
            }
            for (int row = 0; row < height; row++) {
                System.arraycopy(part.data, row * part.stride, picture.data, picture.getIndex(x, y + row), 3 * width);
            }
        }
        return picture;
    }

    /** One JPEG stream: the tables without their end, then the part without its beginning. */
    private byte[] stream(int i) throws BrokenPicture {
        if (offsets[i] + lengths[i] > file.length || lengths[i] < MARKER) {
            throw BrokenPicture.truncated();
        }
        byte[] part = Arrays.copyOfRange(file, (int) offsets[i], (int) (offsets[i] + lengths[i]));
        byte[] tables = tags.bytes(TiffDirectory.JPEG_TABLES);
        if (tables.length < 2 * MARKER) {
            return part;
        }
        byte[] whole = Arrays.copyOf(tables, tables.length - MARKER + part.length - MARKER);
        System.arraycopy(part, MARKER, whole, tables.length - MARKER, part.length - MARKER);
        return whole;
    }
}
