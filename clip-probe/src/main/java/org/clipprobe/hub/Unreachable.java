package org.clipprobe.hub;

import org.clipprobe.model.ModelException;

/** The hub does not answer, or answers that it cannot now: what is in the cache may do instead. */
final class Unreachable extends ModelException {
    private static final long serialVersionUID = 1L;

    Unreachable(String message) {
        super(message);
    }

    Unreachable(String message, Throwable cause) {
        super(message, cause);
    }
}
