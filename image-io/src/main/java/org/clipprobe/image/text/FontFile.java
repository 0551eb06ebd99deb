package org.clipprobe.image.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.GlyphData;
import org.apache.fontbox.ttf.KerningSubtable;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/** One bundled font: which glyph a character has, how wide it is, its outline. Safe for several threads. */
final class FontFile {
    private final TrueTypeFont font;
    private final CmapLookup characters;
    private final double unitsPerEm;
    private final double ascent;
    private final double lineHeight;
    private final ConcurrentMap<Integer, Outline> outlines = new ConcurrentHashMap<>();

    FontFile(Typeface typeface) {
        try (InputStream file = FontFile.class.getResourceAsStream(typeface.resource())) {
            if (file == null) {
                throw new IllegalStateException(typeface.resource() + ": expected the typeface " + typeface.label()
                        + " on the class path, found no such file; build or unpack the program again");
            }
            font = new TTFParser().parse(new RandomAccessReadBuffer(file));
            characters = font.getUnicodeCmapLookup();
            unitsPerEm = font.getUnitsPerEm();
            var metrics = font.getHorizontalHeader();
            ascent = metrics.getAscender();
            lineHeight = metrics.getAscender() - metrics.getDescender() + metrics.getLineGap();
        } catch (IOException e) {
            throw new UncheckedIOException(typeface.resource() + ": cannot be read as a font", e);
        }
    }

    /** Font units per em. */
    double unitsPerEm() {
        return unitsPerEm;
    }

    /** From a line's top to its baseline, in font units. */
    double ascent() {
        return ascent;
    }

    /** From one baseline to the next, in font units. */
    double lineHeight() {
        return lineHeight;
    }

    /** The glyph of a character, 0 when the font has none. */
    synchronized int glyph(int codePoint) {
        return characters.getGlyphId(codePoint);
    }

    /** How far the pen moves, in font units. */
    synchronized int advance(int glyph) {
        try {
            return font.getAdvanceWidth(glyph);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is added between two neighbours in a line, in font units. */
    synchronized int kerning(int left, int right) {
        try {
            KerningSubtable pairs =
                    font.getKerning() == null ? null : font.getKerning().getHorizontalKerningSubtable();
            return pairs == null ? 0 : pairs.getKerning(left, right);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Outline outline(int glyph) {
        return outlines.computeIfAbsent(glyph, this::readOutline);
    }

    private synchronized Outline readOutline(int glyph) {
        try {
            GlyphData data = font.getGlyph().getGlyph(glyph);
            return Outline.of((data == null ? new java.awt.geom.GeneralPath() : data.getPath()).getPathIterator(null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
