package org.clipprobe.probe;

/** A probing set or its activations cannot be tested; the message says what was expected, found, and what to do. */
public final class ProbeException extends Exception {
    public ProbeException(String message) {
        super(message);
    }
}
