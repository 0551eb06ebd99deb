package org.clipprobe.image.internal.jpeg;

import java.util.Arrays;
import org.clipprobe.image.internal.BrokenPicture;

/**
 * A Huffman table with a look-ahead: the next {@link #PEEK} bits tell the symbol.
 *
 * <p>An entry holds the bits that the code and the value behind it take together (bits 0…5), the number of the value's
 * bits (8…11), the run of zeros before it (12…15), and the bits that the code alone takes (16…20). An entry of 0 stands
 * for a longer code.
 */
final class HuffmanTable {
    static final int PEEK = 12;

    /** Mask of an entry's number of value bits. */
    static final int SIZE = 0xf00;

    /** Run of zeros that does not end in a value. */
    static final int ZERO_RUN = 15;

    private static final int LONGEST = 16;

    /** What libjpeg takes for a code that is not in the table: 17 bits used up, symbol 0. */
    private static final int NO_CODE = entry(0, LONGEST + 1);

    final int[] lookup = new int[1 << PEEK];
    private final int[] lastCode = new int[LONGEST + 1];
    private final int[] firstIndex = new int[LONGEST + 1];
    private final byte[] symbols;

    /**
     * Builds the codes from their lengths (T.81, annex C).
     *
     * @param counts number of codes of each length, 1…16, at index 0…15
     * @param symbols the symbols in the order of their codes
     */
    HuffmanTable(int[] counts, byte[] symbols) throws BrokenPicture {
        this.symbols = symbols;
        int code = 0;
        int index = 0;
        for (int length = 1; length <= LONGEST; length++) {
            firstIndex[length] = index - code;
            for (int i = 0; i < counts[length - 1]; i++, code++, index++) {
                if (length <= PEEK && code < 1 << length) {
                    int spare = PEEK - length;
                    int from = code << spare;
                    Arrays.fill(lookup, from, from + (1 << spare), entry(symbols[index] & 0xff, length));
                }
            }
            if (code > 1 << length) {
                throw new BrokenPicture("has a Huffman table with more codes than fit");
            }
            lastCode[length] = counts[length - 1] == 0 ? -1 : code - 1;
            code <<= 1;
        }
    }

    private static int entry(int symbol, int length) {
        return length << 16 | symbol << 8 | (length + (symbol & 15));
    }

    /** The signed value that {@code size} bits stand for (T.81, figure F.12). */
    static int extend(int bits, int size) {
        return bits < 1 << (size - 1) ? bits - (1 << size) + 1 : bits;
    }

    /** The same for the {@code size} topmost bits, at least one, without a branch. */
    static int topBits(long bits, int size) {
        int value = (int) (bits >>> (64 - size));
        int negative = (int) (~bits >> 63);
        return value + (negative & ((-1 << size) + 1));
    }

    /**
     * Finds the entry of any code.
     *
     * @param next the next 16 bits
     */
    int entry(int next) {
        int entry = lookup[next >> (LONGEST - PEEK)];
        return entry == 0 ? longEntry(next) : entry;
    }

    /** Finds the entry of a code longer than the look-ahead. */
    int longEntry(int next) {
        for (int length = PEEK + 1; length <= LONGEST; length++) {
            int code = next >> (LONGEST - length);
            if (code <= lastCode[length]) {
                return entry(symbols[firstIndex[length] + code] & 0xff, length);
            }
        }
        return NO_CODE;
    }

    /** A DC symbol is a number of bits, which baseline JPEG limits to 15. */
    void checkDc() throws BrokenPicture {
        for (byte symbol : symbols) {
            if ((symbol & 0xff) > 15) {
                throw new BrokenPicture("has a Huffman table for DC with symbol " + (symbol & 0xff));
            }
        }
    }
}
