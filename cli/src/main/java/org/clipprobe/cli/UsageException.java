package org.clipprobe.cli;

import java.io.IOException;

/** Something the user asked for that cannot be: ends with exit code 2. */
final class UsageException extends IOException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
