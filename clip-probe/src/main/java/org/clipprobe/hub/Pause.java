package org.clipprobe.hub;

import java.io.InterruptedIOException;
import java.time.Duration;

/** Waits before another try; tests do not wait. */
@FunctionalInterface
interface Pause {
    void of(Duration time) throws InterruptedIOException;

    static Pause sleeping() {
        return time -> {
            try {
                Thread.sleep(time.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for the hub");
            }
        };
    }

    /** One second, two, four, … before the try with this number, counted from 1. */
    static Duration before(int attempt) {
        return Duration.ofSeconds(1L << Math.min(attempt - 1, 5));
    }
}
