package org.clipprobe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ConsoleProgressTest {
    @Test
    void tellsSpeedAndTimeLeft() {
        assertEquals("Looking: 10 of 40, 2.0 per second, 15 s left", ConsoleProgress.line("Looking", 10, 40, 5));
        assertEquals("Looking: 40 of 40, 2.0 per second, 0 s left", ConsoleProgress.line("Looking", 40, 40, 20));
    }

    @Test
    void tellsNoTimeLeftPastTheTotal() {
        assertEquals("Looking: 50 of 40, 2.0 per second", ConsoleProgress.line("Looking", 50, 40, 25));
    }
}
