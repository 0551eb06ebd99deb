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
        int entry = table.code((int) (bits >>> 48));
        int used = entry & 0xff;
        bits <<= used;
        count -= used;
        return entry >> 8;
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
     * @param quantisation in stored order, with {@link ZigZag#OVERRUN} more entries
     * @param order as {@link ZigZag#order}
     * @param block receives the coefficients, dequantised, row by row; zero before
     * @return the last stored coefficient that is not zero, 0 for none but DC, with the new DC value above 8 bits
     */
    long block(HuffmanTable dc, HuffmanTable ac, int prediction, int[] quantisation, int[] order, int[] block) {
        long bits = this.bits;
        int count = this.count;
        int next = this.next;
        if (count < 32) {
            bits |= (long) LONG.get(stretch, next) >>> count;
            next += (63 - count) >>> 3;
            count |= 56;
        }
        int entry = dc.lookup[(int) (bits >>> (64 - HuffmanTable.PEEK))];
        int value = entry >> 16;
        if (value == 0) {
            entry = entry == 0 ? dc.longCode((int) (bits >>> 48)) : entry;
            int length = entry & 0xff;
            int size = entry >> 8;
            bits <<= length;
            count -= length;
            if (size != 0) {
                value = HuffmanTable.extend((int) (bits >>> (64 - size)), size);
                bits <<= size;
                count -= size;
            }
        } else {
            bits <<= entry;
            count -= entry & 0xff;
        }
        int level = prediction + value;
        block[0] = (short) level * quantisation[0];
        int last = 0;
        int[] lookup = ac.lookup;
        for (int k = 1; k < 64; k++) {
            if (count < 32) {
                bits |= (long) LONG.get(stretch, next) >>> count;
                next += (63 - count) >>> 3;
                count |= 56;
            }
            entry = lookup[(int) (bits >>> (64 - HuffmanTable.PEEK))];
            value = entry >> 16;
            if (value != 0) {
                k += entry >> 8 & 15;
                bits <<= entry;
                count -= entry & 0xff;
            } else {
                entry = entry == 0 ? ac.longCode((int) (bits >>> 48)) : entry;
                int length = entry & 0xff;
                int size = entry >> 8 & 15;
                bits <<= length;
                count -= length;
                k += entry >> 12;
                if (size == 0) {
                    if (entry >> 12 != 15) {
                        break;
                    }
                    continue;
                }
                value = HuffmanTable.extend((int) (bits >>> (64 - size)), size);
                bits <<= size;
                count -= size;
            }
            last = k;
            block[order[k]] = value * quantisation[k];
        }
        this.bits = bits;
        this.count = count;
        this.next = next;
        return (long) level << 8 | last;
    }
}
