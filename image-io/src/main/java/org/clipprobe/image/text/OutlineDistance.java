package org.clipprobe.image.text;

/** How far pixels' centres are from a polygon's outline. */
final class OutlineDistance {
    private OutlineDistance() {}

    /** Lowers the mask's values to the square of the distance in pixels from the outline, where that is below {@code reach}. */
    static void lower(Polygon polygon, Mask mask, double reach) {
        double[] segments = polygon.segments();
        for (int i = 0; i < segments.length; i += 4) {
            lower(segments[i], segments[i + 1], segments[i + 2], segments[i + 3], mask, reach);
        }
    }

    private static void lower(double x0, double y0, double x1, double y1, Mask mask, double reach) {
        int left = (int) Math.max(0, Math.floor(Math.min(x0, x1) - reach - mask.left()));
        int right = (int) Math.min(mask.width(), Math.ceil(Math.max(x0, x1) + reach - mask.left()));
        int top = (int) Math.max(0, Math.floor(Math.min(y0, y1) - reach - mask.top()));
        int bottom = (int) Math.min(mask.height(), Math.ceil(Math.max(y0, y1) + reach - mask.top()));
        double alongX = x1 - x0;
        double alongY = y1 - y0;
        double length = alongX * alongX + alongY * alongY;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                double toX = mask.left() + x + 0.5 - x0;
                double toY = mask.top() + y + 0.5 - y0;
                double t = length > 0 ? Math.max(0, Math.min(1, (toX * alongX + toY * alongY) / length)) : 0;
                double offX = toX - t * alongX;
                double offY = toY - t * alongY;
                int at = y * mask.width() + x;
                mask.values()[at] = Math.min(mask.values()[at], (float) (offX * offX + offY * offY));
            }
        }
    }
}
