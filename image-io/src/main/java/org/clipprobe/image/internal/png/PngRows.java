package org.clipprobe.image.internal.png;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.clipprobe.image.internal.BrokenPicture;

/** Inflates a PNG file's rows and undoes their filters, in the seven passes of Adam7 where interlaced. */
final class PngRows {
    private static final int[][] ADAM7 = {
        {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
    };
    private static final int[][] WHOLE = {{0, 0, 1, 1}};

    private final byte[] data;
    private final PngHeader header;

    PngRows(byte[] data, PngHeader header) {
        this.data = data;
        this.header = header;
    }

    void read(Inflater inflater, PngExpander expander) throws BrokenPicture {
        inflater.setInput(data);
        for (int[] pass : header.interlaced() ? ADAM7 : WHOLE) {
            int width = (header.width() - pass[0] + pass[2] - 1) / pass[2];
            if (width > 0 && !pass(inflater, expander, pass, width)) {
                return;
            }
        }
    }

    /** Reads one pass; false where the stream ends early but in good order, which leaves the rest black. */
    private boolean pass(Inflater inflater, PngExpander expander, int[] pass, int width) throws BrokenPicture {
        int length = header.rowBytes(width);
        int distance = Math.max(1, header.samples() * header.bits() / 8);
        byte[] row = new byte[length + 1];
        byte[] above = new byte[length + 1];
        for (int y = pass[1]; y < header.height(); y += pass[3]) {
            if (!fill(inflater, row)) {
                return false;
            }
            unfilter(row, above, distance);
            expander.expand(row, width, y, pass[0], pass[2]);
            byte[] swap = above;
            above = row;
            row = swap;
        }
        return true;
    }

    private static boolean fill(Inflater inflater, byte[] row) throws BrokenPicture {
        int have = 0;
        try {
            while (have < row.length) {
                int more = inflater.inflate(row, have, row.length - have);
                have += more;
                if (more == 0) {
                    if (inflater.finished()) {
                        return false;
                    }
                    throw BrokenPicture.truncated();
                }
            }
        } catch (DataFormatException e) {
            throw new BrokenPicture("is damaged: its compressed data cannot be read", e);
        }
        return true;
    }

    private static void unfilter(byte[] row, byte[] above, int distance) throws BrokenPicture {
        switch (row[0]) {
            case 0 -> {}
            case 1 -> {
                for (int i = 1 + distance; i < row.length; i++) {
                    row[i] += row[i - distance];
                }
            }
            case 2 -> {
                for (int i = 1; i < row.length; i++) {
                    row[i] += above[i];
                }
            }
            case 3 -> {
                for (int i = 1; i < row.length; i++) {
                    int left = i > distance ? row[i - distance] & 0xff : 0;
                    row[i] += (byte) ((left + (above[i] & 0xff)) / 2);
                }
            }
            case 4 -> paeth(row, above, distance);
            default -> throw new BrokenPicture("is damaged: it has PNG filter " + (row[0] & 0xff));
        }
    }

    private static void paeth(byte[] row, byte[] above, int distance) {
        for (int i = 1; i < row.length; i++) {
            int a = i > distance ? row[i - distance] & 0xff : 0;
            int b = above[i] & 0xff;
            int c = i > distance ? above[i - distance] & 0xff : 0;
            int toA = Math.abs(b - c);
            int toB = Math.abs(a - c);
            int toC = Math.abs(a + b - 2 * c);
            int nearest = toA <= toB && toA <= toC ? a : toB <= toC ? b : c;
            row[i] += (byte) nearest;
        }
    }
}
