package org.clipprobe.attack;

import org.clipprobe.image.Rgb;

/** What an attack's text is written on. */
public enum Backing {
    /** The picture itself. */
    NONE(0, 0),
    /** A sheet of white paper (black where the ink would not be seen on white). */
    PAPER(0.35, 0),
    /** A yellow sticker with round corners (black where the ink would not be seen on yellow). */
    STICKER(0.35, 0.35);

    private static final double VISIBLE = 2;
    private static final Rgb YELLOW = new Rgb(255, 221, 64);

    private final double padding;
    private final double radius;

    Backing(double padding, double radius) {
        this.padding = padding;
        this.radius = radius;
    }

    /** The sheet's colour below this ink. */
    Rgb below(Rgb ink) {
        Rgb colour = this == STICKER ? YELLOW : Rgb.WHITE;
        return colour.contrast(ink) >= VISIBLE ? colour : Rgb.BLACK;
    }

    /** Around the ink, as a share of the letters' size. */
    double padding() {
        return padding;
    }

    /** Of the corners, as a share of the letters' size. */
    double radius() {
        return radius;
    }
}
