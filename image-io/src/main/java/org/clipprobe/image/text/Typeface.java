package org.clipprobe.image.text;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The bundled typefaces: Liberation (SIL Open Font License), DejaVu (Bitstream Vera licence) and Roboto (Apache-2.0).
 * They come from the class path, never from the machine, so that the same text has the same outlines everywhere.
 */
public enum Typeface {
    LIBERATION_SANS("Liberation Sans", "/liberation/LiberationSans-Regular.ttf"),
    LIBERATION_SANS_BOLD("Liberation Sans Bold", "/liberation/LiberationSans-Bold.ttf"),
    LIBERATION_SANS_ITALIC("Liberation Sans Italic", "/liberation/LiberationSans-Italic.ttf"),
    LIBERATION_SANS_BOLD_ITALIC("Liberation Sans Bold Italic", "/liberation/LiberationSans-BoldItalic.ttf"),
    LIBERATION_SERIF("Liberation Serif", "/liberation/LiberationSerif-Regular.ttf"),
    LIBERATION_SERIF_BOLD("Liberation Serif Bold", "/liberation/LiberationSerif-Bold.ttf"),
    LIBERATION_SERIF_ITALIC("Liberation Serif Italic", "/liberation/LiberationSerif-Italic.ttf"),
    LIBERATION_SERIF_BOLD_ITALIC("Liberation Serif Bold Italic", "/liberation/LiberationSerif-BoldItalic.ttf"),
    LIBERATION_MONO("Liberation Mono", "/liberation/LiberationMono-Regular.ttf"),
    LIBERATION_MONO_BOLD("Liberation Mono Bold", "/liberation/LiberationMono-Bold.ttf"),
    LIBERATION_MONO_ITALIC("Liberation Mono Italic", "/liberation/LiberationMono-Italic.ttf"),
    LIBERATION_MONO_BOLD_ITALIC("Liberation Mono Bold Italic", "/liberation/LiberationMono-BoldItalic.ttf"),
    DEJAVU_SANS("DejaVu Sans", "/net/sf/jasperreports/fonts/dejavu/DejaVuSans.ttf"),
    DEJAVU_SANS_BOLD("DejaVu Sans Bold", "/net/sf/jasperreports/fonts/dejavu/DejaVuSans-Bold.ttf"),
    DEJAVU_SANS_OBLIQUE("DejaVu Sans Oblique", "/net/sf/jasperreports/fonts/dejavu/DejaVuSans-Oblique.ttf"),
    DEJAVU_SANS_BOLD_OBLIQUE(
            "DejaVu Sans Bold Oblique", "/net/sf/jasperreports/fonts/dejavu/DejaVuSans-BoldOblique.ttf"),
    DEJAVU_SANS_CONDENSED("DejaVu Sans Condensed", "/net/sf/jasperreports/fonts/dejavu/DejaVuSansCondensed.ttf"),
    DEJAVU_SANS_CONDENSED_BOLD(
            "DejaVu Sans Condensed Bold", "/net/sf/jasperreports/fonts/dejavu/DejaVuSansCondensed-Bold.ttf"),
    DEJAVU_SANS_CONDENSED_OBLIQUE(
            "DejaVu Sans Condensed Oblique", "/net/sf/jasperreports/fonts/dejavu/DejaVuSansCondensed-Oblique.ttf"),
    DEJAVU_SANS_CONDENSED_BOLD_OBLIQUE(
            "DejaVu Sans Condensed Bold Oblique",
            "/net/sf/jasperreports/fonts/dejavu/DejaVuSansCondensed-BoldOblique.ttf"),
    DEJAVU_SERIF("DejaVu Serif", "/net/sf/jasperreports/fonts/dejavu/DejaVuSerif.ttf"),
    DEJAVU_SERIF_BOLD("DejaVu Serif Bold", "/net/sf/jasperreports/fonts/dejavu/DejaVuSerif-Bold.ttf"),
    DEJAVU_SERIF_ITALIC("DejaVu Serif Italic", "/net/sf/jasperreports/fonts/dejavu/DejaVuSerif-Italic.ttf"),
    DEJAVU_SERIF_BOLD_ITALIC(
            "DejaVu Serif Bold Italic", "/net/sf/jasperreports/fonts/dejavu/DejaVuSerif-BoldItalic.ttf"),
    DEJAVU_SANS_MONO("DejaVu Sans Mono", "/net/sf/jasperreports/fonts/dejavu/DejaVuSansMono.ttf"),
    DEJAVU_SANS_MONO_BOLD("DejaVu Sans Mono Bold", "/net/sf/jasperreports/fonts/dejavu/DejaVuSansMono-Bold.ttf"),
    DEJAVU_SANS_MONO_OBLIQUE(
            "DejaVu Sans Mono Oblique", "/net/sf/jasperreports/fonts/dejavu/DejaVuSansMono-Oblique.ttf"),
    DEJAVU_SANS_MONO_BOLD_OBLIQUE(
            "DejaVu Sans Mono Bold Oblique", "/net/sf/jasperreports/fonts/dejavu/DejaVuSansMono-BoldOblique.ttf"),
    ROBOTO("Roboto", "/com/formdev/flatlaf/fonts/roboto/Roboto-Regular.ttf"),
    ROBOTO_BOLD("Roboto Bold", "/com/formdev/flatlaf/fonts/roboto/Roboto-Bold.ttf"),
    ROBOTO_ITALIC("Roboto Italic", "/com/formdev/flatlaf/fonts/roboto/Roboto-Italic.ttf"),
    ROBOTO_BOLD_ITALIC("Roboto Bold Italic", "/com/formdev/flatlaf/fonts/roboto/Roboto-BoldItalic.ttf"),
    ROBOTO_LIGHT("Roboto Light", "/com/formdev/flatlaf/fonts/roboto/Roboto-Light.ttf"),
    ROBOTO_MEDIUM("Roboto Medium", "/com/formdev/flatlaf/fonts/roboto/Roboto-Medium.ttf");

    private final String label;
    private final String resource;

    Typeface(String label, String resource) {
        this.label = label;
        this.resource = resource;
    }

    /** The name as its makers write it, such as {@code Liberation Serif Bold}. */
    @JsonValue
    public String label() {
        return label;
    }

    /** Where the font file lies on the class path. */
    String resource() {
        return resource;
    }

    /** The typeface with this name, letters' case and separators not counting; empty when none is bundled. */
    public static Optional<Typeface> named(String name) {
        String wanted = plain(name);
        return Arrays.stream(values())
                .filter(face -> plain(face.label).equals(wanted))
                .findFirst();
    }

    /**
     * As {@link #named}, for names in files.
     *
     * @throws IllegalArgumentException when no such typeface is bundled; lists those that are
     */
    @JsonCreator
    public static Typeface parse(String name) {
        return named(name)
                .orElseThrow(() -> new IllegalArgumentException("no bundled typeface is called " + name + "; there are "
                        + Arrays.stream(values()).map(Typeface::label).collect(Collectors.joining(", "))));
    }

    private static String plain(String name) {
        return name.toLowerCase(java.util.Locale.ROOT).replaceAll("[ _-]", "");
    }
}
