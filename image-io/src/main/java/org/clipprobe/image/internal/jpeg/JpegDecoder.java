package org.clipprobe.image.internal.jpeg;

import boofcv.struct.image.InterleavedU8;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.clipprobe.image.internal.BrokenPicture;
import org.clipprobe.image.internal.Decoded;
import org.clipprobe.image.internal.Exif;
import org.clipprobe.image.internal.PixelLimit;

/** Reads the markers of a JPEG file (T.81, annex B) and has its scans decoded. */
public final class JpegDecoder {
    /** More scans than any encoder writes; a file of a few kilobytes could otherwise keep a core busy for minutes. */
    private static final int MOST_SCANS = 500;

    private static final int NO_ADOBE = -1;
    private static final String EXIF = "Exif\0\0";
    private static final String XMP = "http://ns.adobe.com/xap/1.0/\0";

    private final byte[] file;
    private final int[][] quantisation = new int[4][];
    private final HuffmanTable[] dc = new HuffmanTable[4];
    private final HuffmanTable[] ac = new HuffmanTable[4];
    private final List<Component> components = new ArrayList<>();
    private final ByteArrayOutputStream exif = new ByteArrayOutputStream();
    private byte[] xmp = {};
    private Frame frame;
    private int restartInterval;
    private int adobeTransform = NO_ADOBE;
    private boolean jfif;
    private int scans;

    private JpegDecoder(byte[] file) {
        this.file = file;
    }

    /** Whether a file begins as JPEG files do. */
    public static boolean accepts(byte[] file) {
        return file.length >= 3 && file[0] == -1 && (file[1] & 0xff) == 0xd8 && file[2] == -1;
    }

    public static Decoded decode(byte[] file) throws BrokenPicture {
        JpegDecoder decoder = new JpegDecoder(file);
        decoder.readMarkers();
        return new Decoded(
                new Colours(decoder.frame, decoder.components, decoder.colourSpace()).picture(),
                Exif.orientation(decoder.exif.toByteArray(), decoder.xmp));
    }

    /**
     * Decodes a stream inside another file, which says what its components stand for.
     *
     * @param ycc whether three components are YCbCr rather than RGB
     */
    public static InterleavedU8 decodePart(byte[] stream, boolean ycc) throws BrokenPicture {
        JpegDecoder decoder = new JpegDecoder(stream);
        decoder.readMarkers();
        ColourSpace space = switch (decoder.components.size()) {
            case 1 -> ColourSpace.GREY;
            case 3 -> ycc ? ColourSpace.YCC : ColourSpace.RGB;
            default -> throw new BrokenPicture("has CMYK JPEG inside TIFF, which is not supported");
        };
        return new Colours(decoder.frame, decoder.components, space).picture();
    }

    private void readMarkers() throws BrokenPicture {
        int at = 2;
        while (true) {
            while (at < file.length && file[at] != -1) {
                at++;
            }
            while (at < file.length && file[at] == -1) {
                at++;
            }
            if (at >= file.length) {
                throw BrokenPicture.truncated(); // Pillow insists on the marker of the end, too
            }
            int marker = file[at++] & 0xff;
            if (marker == 0xd9) {
                finish();
                return;
            }
            if (marker != 0 && marker != 1 && (marker < 0xd0 || marker > 0xd8)) {
                at = segment(marker, at);
            }
        }
    }

    private void finish() throws BrokenPicture {
        if (frame == null || scans == 0) {
            throw new BrokenPicture("is a JPEG file without a picture");
        }
        if (frame.progressive()) {
            components.forEach(ProgressiveScan::transform);
        }
    }

    /** Reads one marker segment and, behind the header of a scan, the scan. */
    private int segment(int marker, int at) throws BrokenPicture {
        if (at + 2 > file.length) {
            throw BrokenPicture.truncated();
        }
        int length = word(at);
        int end = at + length;
        if (length < 2) {
            throw new BrokenPicture("has a JPEG segment of length " + length);
        }
        if (end > file.length) {
            throw BrokenPicture.truncated();
        }
        int start = at + 2;
        switch (marker) {
            case 0xc0, 0xc1, 0xc2 -> frame(start, end, marker == 0xc2);
            case 0xc4 -> huffman(start, end);
            case 0xda -> {
                return scan(start, end);
            }
            case 0xdb -> quantisation(start, end);
            case 0xdd -> {
                need(start, end, 2);
                restartInterval = word(start);
            }
            case 0xe0, 0xe1, 0xee -> application(marker, start, end);
            case 0xc3, 0xc5, 0xc6, 0xc7, 0xcb, 0xcd, 0xce, 0xcf ->
                throw new BrokenPicture("is a lossless or hierarchical JPEG file, which is not supported");
            case 0xc9, 0xca -> throw new BrokenPicture("is an arithmetically coded JPEG file, which is not supported");
            default -> {}
        }
        return end;
    }

    private void application(int marker, int start, int end) {
        String text = new String(file, start, Math.min(end - start, XMP.length()), StandardCharsets.ISO_8859_1);
        if (marker == 0xe0 && end - start >= 14 && text.startsWith("JFIF\0")) {
            jfif = true;
        } else if (marker == 0xee && end - start >= 12 && text.startsWith("Adobe")) {
            adobeTransform = file[start + 11] & 0xff;
        } else if (marker == 0xe1 && text.startsWith(EXIF)) {
            int skip = exif.size() == 0 ? 0 : EXIF.length();
            exif.write(file, start + skip, end - start - skip);
        } else if (marker == 0xe1 && text.equals(XMP)) {
            xmp = Arrays.copyOfRange(file, start + XMP.length(), end);
        }
    }

    private void quantisation(int start, int end) throws BrokenPicture {
        int at = start;
        while (at < end) {
            int head = file[at++] & 0xff;
            int bytes = head >> 4 == 0 ? 1 : 2;
            need(at, end, 64 * bytes);
            int[] table = new int[64];
            for (int i = 0; i < 64; i++, at += bytes) {
                table[i] = bytes == 1 ? file[at] & 0xff : word(at);
            }
            quantisation[slot(head & 15)] = table;
        }
    }

    private void huffman(int start, int end) throws BrokenPicture {
        int at = start;
        while (at < end) {
            need(at, end, 17);
            int head = file[at++] & 0xff;
            int[] counts = new int[16];
            int symbols = 0;
            for (int i = 0; i < 16; i++) {
                counts[i] = file[at++] & 0xff;
                symbols += counts[i];
            }
            if (symbols > 256) {
                throw new BrokenPicture("has a Huffman table of " + symbols + " symbols");
            }
            need(at, end, symbols);
            HuffmanTable table = new HuffmanTable(counts, Arrays.copyOfRange(file, at, at + symbols));
            at += symbols;
            HuffmanTable[] tables = (head & 0x10) == 0 ? dc : ac;
            tables[slot(head & ~0x10)] = table;
        }
    }

    private void frame(int start, int end, boolean progressive) throws BrokenPicture {
        need(start, end, 6);
        int bits = file[start] & 0xff;
        int height = word(start + 1);
        int width = word(start + 3);
        int count = file[start + 5] & 0xff;
        if (frame != null) {
            throw new BrokenPicture("has two JPEG frames");
        }
        if (bits != 8 || (count != 1 && count != 3 && count != 4)) {
            throw new BrokenPicture(
                    "expected 1, 3 or 4 components of 8 bits, found " + count + " of " + bits + " bits");
        }
        PixelLimit.check(width, height);
        need(start + 6, end, 3 * count);
        int mostHorizontal = 1;
        int mostVertical = 1;
        for (int i = 0; i < count; i++) {
            int sampling = file[start + 7 + 3 * i] & 0xff;
            int horizontal = sampling >> 4;
            int vertical = sampling & 15;
            if (horizontal < 1 || horizontal > 4 || vertical < 1 || vertical > 4) {
                throw new BrokenPicture("has sampling factors " + horizontal + " × " + vertical);
            }
            mostHorizontal = Math.max(mostHorizontal, horizontal);
            mostVertical = Math.max(mostVertical, vertical);
        }
        frame = new Frame(width, height, progressive, mostHorizontal, mostVertical);
        for (int at = start + 6; at < start + 6 + 3 * count; at += 3) {
            int sampling = file[at + 1] & 0xff;
            components.add(new Component(frame, file[at] & 0xff, sampling >> 4, sampling & 15, file[at + 2] & 0xff));
        }
    }

    private int scan(int start, int end) throws BrokenPicture {
        need(start, end, 1);
        int count = file[start] & 0xff;
        need(start + 1, end, 2 * count + 3);
        if (frame == null || count < 1 || count > 4 || ++scans > MOST_SCANS) {
            throw new BrokenPicture("has a JPEG scan of " + count + " components where none is expected");
        }
        int spectrum = start + 1 + 2 * count;
        int first = file[spectrum] & 0xff;
        int bits = file[spectrum + 2] & 0xff;
        int high = bits >> 4;
        boolean needsDc = !frame.progressive() || (first == 0 && high == 0);
        boolean needsAc = !frame.progressive() || first != 0;
        List<Component> chosen = new ArrayList<>();
        List<HuffmanTable> dcTables = new ArrayList<>();
        List<HuffmanTable> acTables = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            chosen.add(component(file[start + 1 + 2 * i] & 0xff, chosen));
            int tables = file[start + 2 + 2 * i] & 0xff;
            if (needsDc) {
                dcTables.add(table(dc, tables >> 4));
            }
            if (needsAc) {
                acTables.add(table(ac, tables & 15));
            }
        }
        checkBlocks(chosen);
        Scan scan = new Scan(
                frame,
                Collections.unmodifiableList(chosen),
                dcTables,
                acTables,
                first,
                file[spectrum + 1] & 0xff,
                high,
                bits & 15,
                restartInterval);
        EntropyBits entropy = new EntropyBits(file, end);
        return scan.walk(
                entropy,
                frame.progressive() ? new ProgressiveScan(scan, entropy) : new SequentialScan(scan, entropy),
                file);
    }

    private Component component(int id, List<Component> taken) throws BrokenPicture {
        for (Component component : components) {
            if (component.id == id && !taken.contains(component)) {
                latch(component);
                return component;
            }
        }
        throw new BrokenPicture("has a scan of component " + id + ", which its frame does not have");
    }

    /** The quantisation table is the one that is valid when a component's first scan begins. */
    private void latch(Component component) throws BrokenPicture {
        if (component.quantised) {
            return;
        }
        int index = component.quantisationIndex;
        if (index > 3 || quantisation[index] == null) {
            throw new BrokenPicture("lacks quantisation table " + index);
        }
        System.arraycopy(quantisation[index], 0, component.quantisation, 0, 64);
        component.quantised = true;
    }

    private static void checkBlocks(List<Component> scan) throws BrokenPicture {
        int blocks = 0;
        for (Component component : scan) {
            blocks += component.horizontal * component.vertical;
        }
        if (scan.size() > 1 && blocks > 10) {
            throw new BrokenPicture("has " + blocks + " blocks to an MCU, which JPEG limits to 10");
        }
    }

    private static HuffmanTable table(HuffmanTable[] tables, int index) throws BrokenPicture {
        if (index > 3 || tables[index] == null) {
            throw new BrokenPicture("lacks Huffman table " + index);
        }
        return tables[index];
    }

    private static int slot(int index) throws BrokenPicture {
        if (index > 3) {
            throw new BrokenPicture("has a table numbered " + index + ", which JPEG limits to 3");
        }
        return index;
    }

    /** What the components stand for, told as libjpeg tells it. */
    private ColourSpace colourSpace() {
        return switch (components.size()) {
            case 1 -> ColourSpace.GREY;
            case 3 -> threeComponents();
            default -> adobeTransform > 0 ? ColourSpace.YCCK : ColourSpace.CMYK;
        };
    }

    private ColourSpace threeComponents() {
        if (jfif) {
            return ColourSpace.YCC;
        }
        if (adobeTransform >= 0) {
            return adobeTransform == 0 ? ColourSpace.RGB : ColourSpace.YCC;
        }
        boolean letters = components.get(0).id == 'R' && components.get(1).id == 'G' && components.get(2).id == 'B';
        return letters ? ColourSpace.RGB : ColourSpace.YCC;
    }

    private int word(int at) {
        return (file[at] & 0xff) << 8 | (file[at + 1] & 0xff);
    }

    private static void need(int at, int end, int bytes) throws BrokenPicture {
        if (end - at < bytes) {
            throw new BrokenPicture("has a JPEG segment that is too short");
        }
    }
}
