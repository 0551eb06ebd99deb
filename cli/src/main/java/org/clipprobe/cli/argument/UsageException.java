package org.clipprobe.cli.argument;

import java.io.IOException;

/** Something the user asked for that cannot be: ends with exit code 2. */
public final class UsageException extends IOException {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }
}
