package org.clipprobe.image.text;

/** {@code (x, y) → (xx·x + xy·y + x0, yx·x + yy·y + y0)}. */
record Affine(double xx, double xy, double yx, double yy, double x0, double y0) {
    static Affine shift(double x, double y) {
        return new Affine(1, 0, 0, 1, x, y);
    }

    /** Turns by {@code degrees} counter-clockwise as seen (y goes down) about a point; exact for quarter turns. */
    static Affine rotation(double degrees, double aboutX, double aboutY) {
        double turn = degrees - 360 * StrictMath.floor(degrees / 360);
        double cos =
                turn % 180 == 90 ? 0 : turn % 180 == 0 ? 1 - turn / 90 : StrictMath.cos(StrictMath.toRadians(turn));
        double sin =
                turn % 180 == 0 ? 0 : turn % 180 == 90 ? 2 - turn / 90 : StrictMath.sin(StrictMath.toRadians(turn));
        return new Affine(
                cos, sin, -sin, cos, aboutX - cos * aboutX - sin * aboutY, aboutY + sin * aboutX - cos * aboutY);
    }

    /** First this, then {@code next}. */
    Affine then(Affine next) {
        return new Affine(
                next.xx * xx + next.xy * yx,
                next.xx * xy + next.xy * yy,
                next.yx * xx + next.yy * yx,
                next.yx * xy + next.yy * yy,
                next.x(x0, y0),
                next.y(x0, y0));
    }

    double x(double x, double y) {
        return xx * x + xy * y + x0;
    }

    double y(double x, double y) {
        return yx * x + yy * y + y0;
    }
}
