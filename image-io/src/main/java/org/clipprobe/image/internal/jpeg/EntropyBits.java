package org.clipprobe.image.internal.jpeg;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The bits of a scan, one stretch between two markers at a time, with stuffed bytes taken out. Behind a stretch's end
 * come zeros, as libjpeg gives them.
 */
final class EntropyBits {
    /** More zero bytes than one MCU of ten blocks can use up at 32 bits a coefficient. */
    private static final int PADDING = 4096;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] file;
    private byte[] stretch = new byte[PADDING];
    private int length;

    /** Where the marker that ended the stretch begins, or the file's end. */
    private int end;

    /** Next byte of the stretch that is not in {@link #bits} yet. */
    private int next;

    /** The next bits, the first one topmost; at least {@link #count} of them are valid. */
    private long bits;

    private int count;

    EntropyBits(byte[] file, int start) {
        this.file = file;
        this.end = start;
        nextStretch(start);
    }

    /** Takes up the bits from {@code start} to the next marker. */
    void nextStretch(int start) {
        int in = start;
        length = 0;
        next = 0;
        bits = 0;
        count = 0;
        while (true) {
            int from = in;
            while (in < file.length && file[in] != -1) {
                in++;
            }
            append(from, in);
            int marker = in;
            while (in < file.length && file[in] == -1) {
                in++;
            }
            if (in >= file.length || file[in] != 0) {
                end = Math.min(marker, file.length);
                break;
            }
            in++;
            append(marker, marker + 1);
        }
        Arrays.fill(stretch, length, length + PADDING, (byte) 0);
    }

    private void append(int from, int to) {
        int added = to - from;
        if (length + added + PADDING > stretch.length) {
            stretch = Arrays.copyOf(stretch, (int) Math.min(Integer.MAX_VALUE - 8, 2L * (length + added) + PADDING));
        }
        System.arraycopy(file, from, stretch, length, added);
        length += added;
    }

    int end() {
        return end;
    }

    /** Whether a marker, not the end of the file, ends this stretch. */
    boolean endsInMarker() {
        return end < file.length - 1;
    }

    /** Whether more bits were taken than there are. */
    boolean exhausted() {
        return (long) next * 8 - count > (long) length * 8;
    }

    /** Takes {@code n} bits, 0…16. */
    int take(int n) {
        if (n == 0) {
            return 0;
        }
        if (count < 32) {
            refill();
        }
        int value = (int) (bits >>> (64 - n));
        bits <<= n;
        count -= n;
        return value;
    }

    /** Takes one symbol. */
    int symbol(HuffmanTable table) {
        if (count < 32) {
            refill();
        }
        int entry = table.entry((int) (bits >>> 48));
        int length = entry >> 16;
        bits <<= length;
        count -= length;
        return entry >> 8 & 0xff;
    }

    private void refill() {
        bits |= (long) LONG.get(stretch, next) >>> count;
        next += (63 - count) >>> 3;
        count |= 56;
    }

    /**
     * Decodes one block of a sequential scan.
     *
     * @param prediction the DC value of the component's last block
     * @param coefficients {@code [stored order, block]}, zero before
     * @param block which block of them to write
     * @return the new DC value
     */
    int block(HuffmanTable dc, HuffmanTable ac, int prediction, int[][] coefficients, int block) {
        int size = symbol(dc);
        int level = prediction + (size == 0 ? 0 : HuffmanTable.extend(take(size), size));
        coefficients[0][block] = (short) level;
        long bits = this.bits;
        int count = this.count;
        int next = this.next;
        byte[] stretch = this.stretch;
        int[] lookup = ac.lookup;
        for (int k = 1; k < 64; k++) {
            if (count < 32) {
                bits |= (long) LONG.get(stretch, next) >>> count;
                next += (63 - count) >>> 3;
                count |= 56;
            }
            int entry = lookup[(int) (bits >>> (64 - HuffmanTable.PEEK))];
            if ((entry & HuffmanTable.SIZE) == 0) {
                entry = entry == 0 ? ac.longEntry((int) (bits >>> 48)) : entry;
                if ((entry & HuffmanTable.SIZE) == 0) {
                    bits <<= entry;
                    count -= entry & 63;
                    if ((entry >> 12 & 15) != HuffmanTable.ZERO_RUN) {
                        break;
                    }
                    k += 15;
                    continue;
                }
            }
            long value = bits << (entry >> 16);
            bits <<= entry;
            count -= entry & 63;
            k += entry >> 12 & 15;
            coefficients[k][block] = HuffmanTable.topBits(value, entry >> 8 & 15);
        }
        this.bits = bits;
        this.count = count;
        this.next = next;
        return level;
    }
}
