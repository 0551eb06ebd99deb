package org.clipprobe.image.internal;

/** GIF's variant of LZW: codes of up to 12 bits, lowest bit first, in blocks of up to 255 bytes. */
final class GifLzw {
    private static final int TABLE = 1 << 12;

    private final byte[] file;
    private final int start;
    private final int[] prefix = new int[TABLE];
    private final byte[] suffix = new byte[TABLE];
    private int at;
    private int blockLeft;
    private int bits;
    private int bitCount;

    /** @param start place of the byte that gives the bits of a symbol */
    GifLzw(byte[] file, int start) {
        this.file = file;
        this.start = start;
    }

    /** Decodes {@code count} palette indices. */
    byte[] decode(int count) throws BrokenPicture {
        int symbolBits = file[start] & 0xff;
        if (symbolBits > 8) {
            throw new BrokenPicture("expected GIF symbols of at most 8 bits, found " + symbolBits);
        }
        at = start + 1;
        byte[] out = new byte[count];
        byte[] text = new byte[TABLE];
        int clear = 1 << symbolBits;
        int codeBits = symbolBits + 1;
        int next = clear + 2;
        int last = -1;
        byte first = 0;
        int have = 0;
        while (have < count) {
            int code = code(codeBits);
            if (code == clear) {
                codeBits = symbolBits + 1;
                next = clear + 2;
                last = -1;
                continue;
            }
            if (code == clear + 1) {
                throw BrokenPicture.truncated();
            }
            if (last < 0 ? code >= clear : code > next || code == TABLE) {
                throw new BrokenPicture("is damaged: it has a GIF code that is not defined");
            }
            int length = 0;
            int symbol = code;
            if (code == next) {
                text[length++] = first;
                symbol = last;
            }
            while (symbol > clear) {
                text[length++] = suffix[symbol];
                symbol = prefix[symbol];
            }
            first = (byte) symbol;
            text[length++] = first;
            while (length > 0 && have < count) {
                out[have++] = text[--length];
            }
            if (last >= 0 && next < TABLE) {
                prefix[next] = last;
                suffix[next++] = first;
                if (next == 1 << codeBits && codeBits < 12) {
                    codeBits++;
                }
            }
            last = code;
        }
        return out;
    }

    private int code(int codeBits) throws BrokenPicture {
        while (bitCount < codeBits) {
            if (blockLeft == 0) {
                blockLeft = nextByte();
                if (blockLeft == 0 || blockLeft > file.length - at) {
                    throw BrokenPicture.truncated();
                }
            }
            bits |= nextByte() << bitCount;
            bitCount += 8;
            blockLeft--;
        }
        int code = bits & ((1 << codeBits) - 1);
        bits >>>= codeBits;
        bitCount -= codeBits;
        return code;
    }

    private int nextByte() throws BrokenPicture {
        if (at >= file.length) {
            throw BrokenPicture.truncated();
        }
        return file[at++] & 0xff;
    }
}
