package org.clipprobe.image.internal;

import java.io.IOException;

/** A file that no picture can be made of; the message is a phrase that says what was found, without the file's name. */
public final class BrokenPicture extends IOException {
    private static final long serialVersionUID = 1L;

    public BrokenPicture(String reason) {
        super(reason);
    }

    public BrokenPicture(String reason, Throwable cause) {
        super(reason, cause);
    }

    /** The file ends before its picture does. */
    public static BrokenPicture truncated() {
        return new BrokenPicture("is truncated: the file ends before its picture does");
    }
}
