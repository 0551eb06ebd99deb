package org.clipprobe.run;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** How long each part of a run took. */
public final class Timings {
    private final Instant started = Instant.now();
    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private long last = System.nanoTime();

    /** What happened since the last call was {@code part}. */
    public void done(String part) {
        long now = System.nanoTime();
        seconds.merge(part, (now - last) / 1e9, Double::sum);
        last = now;
    }

    /** When the run began. */
    public Instant started() {
        return started;
    }

    /** Seconds for each part so far. */
    public Map<String, Double> seconds() {
        return seconds;
    }
}
