package org.clipprobe.model;

/** A hook point, unit or pooling that a tower does not have was asked for; the message says which there are. */
public final class HookPointException extends ModelException {
    private static final long serialVersionUID = 1L;

    public HookPointException(String message) {
        super(message);
    }
}
