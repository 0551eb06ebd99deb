package org.clipprobe.image.text;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The bundled fonts, each read when it is first needed. */
final class Fonts {
    private static final List<Typeface> FALLBACKS =
            List.of(Typeface.DEJAVU_SANS, Typeface.LIBERATION_SANS, Typeface.DEJAVU_SERIF, Typeface.ROBOTO);
    private static final List<Typeface> BOLD_FALLBACKS = List.of(
            Typeface.DEJAVU_SANS_BOLD,
            Typeface.DEJAVU_SANS,
            Typeface.LIBERATION_SANS_BOLD,
            Typeface.DEJAVU_SERIF_BOLD,
            Typeface.ROBOTO_BOLD);

    private final ConcurrentMap<Typeface, FontFile> files = new ConcurrentHashMap<>();

    FontFile file(Typeface typeface) {
        return files.computeIfAbsent(typeface, FontFile::new);
    }

    /** The first font that has the character: the typeface's own, then the fallbacks; its own when none has. */
    FontFile forCharacter(Typeface typeface, int character) {
        FontFile own = file(typeface);
        if (own.glyph(character) != 0) {
            return own;
        }
        for (Typeface fallback : typeface.label().contains("Bold") ? BOLD_FALLBACKS : FALLBACKS) {
            if (file(fallback).glyph(character) != 0) {
                return file(fallback);
            }
        }
        return own;
    }
}
