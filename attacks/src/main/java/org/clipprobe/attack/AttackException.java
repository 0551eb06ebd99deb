package org.clipprobe.attack;

import java.io.IOException;

/** An attack, protocol or data set that cannot be read; the message begins with the file and says what to do. */
public final class AttackException extends IOException {
    private static final long serialVersionUID = 1L;

    public AttackException(String message) {
        super(message);
    }

    public AttackException(String message, Throwable cause) {
        super(message, cause);
    }
}
