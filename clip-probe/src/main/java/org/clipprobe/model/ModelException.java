package org.clipprobe.model;

import java.io.IOException;

/** A model that cannot be opened or asked for; the message says what was expected, what was found and what to do. */
public class ModelException extends IOException {
    private static final long serialVersionUID = 1L;

    public ModelException(String message) {
        super(message);
    }

    public ModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
