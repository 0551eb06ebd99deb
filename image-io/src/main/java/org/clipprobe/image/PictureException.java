package org.clipprobe.image;

import java.io.IOException;

/** A picture that cannot be read; the message begins with the picture's name and says what was found. */
public final class PictureException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * @param picture the picture's name, usually its path
     * @param reason what is wrong with it, a phrase without a full stop
     */
    public PictureException(String picture, String reason) {
        super(picture + ": " + reason);
    }

    /**
     * @param picture the picture's name, usually its path
     * @param reason what is wrong with it, a phrase without a full stop
     * @param cause what the decoder threw
     */
    public PictureException(String picture, String reason, Throwable cause) {
        super(picture + ": " + reason, cause);
    }
}
