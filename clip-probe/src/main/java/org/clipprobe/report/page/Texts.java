package org.clipprobe.report.page;

/** Names that come from files and people, made fit to be shown; escaping is the templates' work. */
public final class Texts {
    private static final int SHORT = 60;
    private static final int LONG = 300;

    private Texts() {}

    /** For a heading or a cell: at most 60 characters. */
    public static String brief(String name) {
        return cut(name, SHORT);
    }

    /** For a tooltip or a description: at most 300 characters. */
    public static String full(String name) {
        return cut(name, LONG);
    }

    private static String cut(String name, int limit) {
        StringBuilder shown = new StringBuilder();
        int length = name.codePointCount(0, name.length());
        int kept = length <= limit ? length : limit - 1;
        name.codePoints().limit(kept).map(Texts::visible).forEach(shown::appendCodePoint);
        if (kept < length) {
            shown.append('…');
        }
        return shown.toString();
    }

    /** What would break lines, turn the writing direction of what follows, or is no character at all, as a sign. */
    private static int visible(int codePoint) {
        if (codePoint == '\n' || codePoint == '\r' || codePoint == '\t') {
            return ' ';
        }
        boolean turnsDirection = (codePoint >= 0x202A && codePoint <= 0x202E)
                || (codePoint >= 0x2066 && codePoint <= 0x2069)
                || codePoint == 0x200E
                || codePoint == 0x200F
                || codePoint == 0x2028
                || codePoint == 0x2029;
        boolean noCharacter = Character.isISOControl(codePoint)
                || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE)
                || (codePoint & 0xFFFE) == 0xFFFE;
        return turnsDirection || noCharacter ? 0xFFFD : codePoint;
    }
}
