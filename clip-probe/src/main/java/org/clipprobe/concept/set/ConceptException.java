package org.clipprobe.concept.set;

import java.io.IOException;

/** A concept set, prompt or cache that cannot be used; the message begins with what it is about and says what to do. */
public final class ConceptException extends IOException {
    private static final long serialVersionUID = 1L;

    public ConceptException(String message) {
        super(message);
    }

    public ConceptException(String message, Throwable cause) {
        super(message, cause);
    }
}
