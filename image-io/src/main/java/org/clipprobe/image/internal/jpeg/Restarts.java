package org.clipprobe.image.internal.jpeg;

import org.clipprobe.image.internal.BrokenPicture;

/** Restart markers: where they are due, and libjpeg's way to find the place again when one is missing or wrong. */
final class Restarts {
    private static final int RST0 = 0xd0;
    private static final int SOF0 = 0xc0;

    private final byte[] file;
    private final EntropyBits bits;
    private final int interval;
    private int left;
    private int expected;
    private boolean found;

    Restarts(byte[] file, EntropyBits bits, int interval) {
        this.file = file;
        this.bits = bits;
        this.interval = interval;
        this.left = interval;
    }

    /** Counts an MCU; where a restart is due, goes behind its marker. */
    boolean due() throws BrokenPicture {
        if (interval == 0) {
            return false;
        }
        if (left > 0) {
            left--;
            return false;
        }
        left = interval - 1;
        found = findMarker(bits.end());
        expected = (expected + 1) & 7;
        return true;
    }

    /** Whether data follow until the next restart; if not, there are only zero bits. */
    boolean found() {
        return found;
    }

    private boolean findMarker(int start) throws BrokenPicture {
        int at = start;
        while (true) {
            int code = codeAt(at);
            if (code < 0) {
                throw BrokenPicture.truncated();
            }
            int after = behind(at);
            if (code == RST0 + expected || wants(code) == Action.DISCARD) {
                bits.nextStretch(after);
                return true;
            }
            if (wants(code) == Action.STAY) {
                bits.nextStretch(at);
                return false;
            }
            at = nextMarker(after);
        }
    }

    private enum Action {
        DISCARD,
        SKIP,
        STAY
    }

    private Action wants(int code) {
        if (code < SOF0) {
            return Action.SKIP;
        }
        if (code < RST0 || code > RST0 + 7) {
            return Action.STAY;
        }
        int ahead = (code - RST0 - expected) & 7;
        if (ahead == 1 || ahead == 2) {
            return Action.STAY;
        }
        return ahead == 6 || ahead == 7 ? Action.SKIP : Action.DISCARD;
    }

    /** The code of the marker at {@code at}, −1 at the file's end. */
    private int codeAt(int at) {
        int code = behind(at) - 1;
        return code < file.length ? file[code] & 0xff : -1;
    }

    private int behind(int at) {
        int i = at;
        while (i < file.length && file[i] == -1) {
            i++;
        }
        return i + 1;
    }

    private int nextMarker(int from) {
        int at = from;
        while (at + 1 < file.length && (file[at] != -1 || file[at + 1] == 0)) {
            at++;
        }
        return at + 1 < file.length ? at : file.length;
    }
}
