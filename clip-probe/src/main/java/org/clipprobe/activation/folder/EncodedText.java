package org.clipprobe.activation.folder;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

/**
 * Opens text files as people's programs write them: UTF-8 and UTF-16, with or without a byte order mark. What is in
 * neither, such as Excel's Windows-1252, is refused: no byte says which of the many older encodings it is, and a wrong
 * guess would become a wrong word.
 */
public final class EncodedText {
    private static final int LOOKED_AT = 4096;
    private static final int SHOWN = 60;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private EncodedText() {}

    /**
     * Opens a text file.
     *
     * @return its characters without a byte order mark; reading from it fails with a message that names the file and the
     *     line when it is not text in UTF-8 or UTF-16
     * @throws IOException when it cannot be read
     */
    public static BufferedReader open(Path file) throws IOException {
        InputStream bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        try {
            bytes.mark(LOOKED_AT);
            Charset charset = charset(bytes.readNBytes(LOOKED_AT));
            bytes.reset();
            Reader characters = new InputStreamReader(
                    bytes,
                    charset.newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT));
            BufferedReader reader = new BufferedReader(new Checked(characters, file, charset), 1 << 16);
            reader.mark(1);
            if (reader.read() != BYTE_ORDER_MARK) {
                reader.reset();
            }
            return reader;
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    /** By the byte order mark, else by where the zeros are: text of the West has one in every second byte of UTF-16. */
    private static Charset charset(byte[] start) {
        if (start.length < 2) {
            return StandardCharsets.UTF_8;
        }
        int first = ((start[0] & 0xFF) << 8) | (start[1] & 0xFF);
        if (first == 0xFEFF) {
            return StandardCharsets.UTF_16BE;
        }
        if (first == 0xFFFE) {
            return StandardCharsets.UTF_16LE;
        }
        int[] zeros = new int[2];
        for (int i = 0; i < start.length; i++) {
            zeros[i % 2] += start[i] == 0 ? 1 : 0;
        }
        if (zeros[1] > start.length / 4 && zeros[0] == 0) {
            return StandardCharsets.UTF_16LE;
        }
        return zeros[0] > start.length / 4 && zeros[1] == 0 ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_8;
    }

    /** What is wrong with a file that is not UTF-8: the first such line, as the encoding that it most often is in. */
    private static IOException undecodable(Path file, Charset charset, Throwable cause) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        CharBuffer scratch = CharBuffer.allocate(LOOKED_AT);
        CharsetDecoder decoder = charset.newDecoder();
        while (decoder.decode(rest, scratch, true).isOverflow()) {
            scratch.clear();
        }
        int at = rest.position();
        int from = at;
        int to = at;
        while (from > 0 && at - from < SHOWN && bytes[from - 1] != '\n' && bytes[from - 1] != '\r') {
            from--;
        }
        while (to < bytes.length && to - at < SHOWN && bytes[to] != '\n' && bytes[to] != '\r') {
            to++;
        }
        long line = 1 + IntStream.range(0, at).filter(i -> bytes[i] == '\n').count();
        return new IOException(
                file + ": expected text in UTF-8, found other bytes in line " + line + ", which in Windows-1252 is \""
                        + new String(bytes, from, to - from, Charset.forName("windows-1252"))
                                .replaceAll("\\p{Cntrl}", "?")
                        + "\"; save the file as UTF-8 (in Excel: \"CSV UTF-8\")",
                cause);
    }

    /** Says of what cannot be decoded where it is and what to do. */
    private static final class Checked extends FilterReader {
        private final Path file;
        private final Charset charset;

        Checked(Reader in, Path file, Charset charset) {
            super(in);
            this.file = file;
            this.charset = charset;
        }

        @Override
        public int read(char[] to, int offset, int length) throws IOException {
            try {
                return super.read(to, offset, length);
            } catch (CharacterCodingException e) {
                throw undecodable(file, charset, e);
            }
        }
    }
}
