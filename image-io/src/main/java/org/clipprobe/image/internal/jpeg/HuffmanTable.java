package org.clipprobe.image.internal.jpeg;

import org.clipprobe.image.internal.BrokenPicture;

/**
 * A Huffman table with a look-ahead: the next {@link #PEEK} bits tell the symbol and, where they fit as well, the value
 * of the bits behind it.
 *
 * <p>An entry holds the bits it uses up in its lowest byte, then either the run and a value other than zero (bits 8…11
 * and 16…31) or, with a value of zero, the symbol (bits 8…15). An entry of 0 stands for a longer code.
 */
final class HuffmanTable {
    static final int PEEK = 10;

    /** What libjpeg takes for a code that is not in the table: 17 bits used up, symbol 0. */
    static final int NO_CODE = 17;

    private static final int LONGEST = 16;

    final int[] lookup = new int[1 << PEEK];
    private final int[] lastCode = new int[LONGEST + 1];
    private final int[] firstIndex = new int[LONGEST + 1];
    private final byte[] symbols;

    /**
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
                    fill(code, length, symbols[index] & 0xff);
                }
            }
            if (code > 1 << length) {
                throw new BrokenPicture("has a Huffman table with more codes than fit");
            }
            lastCode[length] = counts[length - 1] == 0 ? -1 : code - 1;
            code <<= 1;
        }
    }

    private void fill(int code, int length, int symbol) {
        int size = symbol & 15;
        int spare = PEEK - length;
        for (int rest = 0; rest < 1 << spare; rest++) {
            int entry = symbol << 8 | length;
            if (size != 0 && size <= spare) {
                int value = extend(rest >> (spare - size), size);
                entry = value << 16 | (symbol >> 4) << 8 | (length + size);
            }
            lookup[code << spare | rest] = entry;
        }
    }

    /** The signed value that {@code size} bits stand for (T.81, figure F.12). */
    static int extend(int bits, int size) {
        return bits < 1 << (size - 1) ? bits - (1 << size) + 1 : bits;
    }

    /**
     * Finds a code longer than the look-ahead.
     *
     * @param next the next 16 bits
     * @return symbol (bits 8…15) and length (lowest byte)
     */
    int longCode(int next) {
        return code(next, PEEK + 1);
    }

    /**
     * Finds any code.
     *
     * @param next the next 16 bits
     * @return symbol (bits 8…15) and length (lowest byte)
     */
    int code(int next) {
        int entry = lookup[next >> (LONGEST - PEEK)];
        return entry >> 16 == 0 && entry != 0 ? entry : code(next, 1);
    }

    private int code(int next, int shortest) {
        for (int length = shortest; length <= LONGEST; length++) {
            int code = next >> (LONGEST - length);
            if (code <= lastCode[length]) {
                return (symbols[firstIndex[length] + code] & 0xff) << 8 | length;
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
