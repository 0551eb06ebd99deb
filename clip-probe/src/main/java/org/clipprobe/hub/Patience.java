package org.clipprobe.hub;

import java.time.Duration;

/**
 * How long the hub is waited for.
 *
 * @param attempts tries in a row that may fail
 * @param stall how long a connection, an answer or the next bytes may take
 * @param longestWait the longest pause that the hub may ask for; beyond it the user is told
 * @param pause how to wait
 */
record Patience(int attempts, Duration stall, Duration longestWait, Pause pause) {
    static Patience usual() {
        return new Patience(5, Duration.ofSeconds(30), Duration.ofMinutes(1), Pause.sleeping());
    }
}
