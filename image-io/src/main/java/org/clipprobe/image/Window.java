package org.clipprobe.image;

/**
 * The part of a resampled picture that is wanted.
 *
 * @param fullWidth width that the whole picture is resampled to; longer than an int for a thin strip
 * @param fullHeight height that the whole picture is resampled to
 * @param left first column that is wanted; negative where there is to be an empty margin
 * @param top first row that is wanted; negative where there is to be an empty margin
 * @param width columns wanted
 * @param height rows wanted
 */
record Window(long fullWidth, long fullHeight, long left, long top, int width, int height) {

    /** The part of this window that lies on the picture. */
    Window onPicture() {
        long x0 = Math.max(left, 0);
        long y0 = Math.max(top, 0);
        int w = (int) (Math.min(left + width, fullWidth) - x0);
        int h = (int) (Math.min(top + height, fullHeight) - y0);
        return new Window(fullWidth, fullHeight, x0, y0, w, h);
    }

    boolean hasMargin() {
        return left < 0 || top < 0 || left + width > fullWidth || top + height > fullHeight;
    }
}
