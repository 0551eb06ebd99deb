package org.clipprobe.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ConsoleProgressTest {
    @Test
    void tellsSpeedAndTimeLeft() {
        assertEquals("Looking: 10 of 40, 2.0 per second, 15 s left", ConsoleProgress.line("Looking", 10, 0, 40, 5));
        assertEquals("Looking: 40 of 40, 2.0 per second, 0 s left", ConsoleProgress.line("Looking", 40, 0, 40, 20));
        assertEquals("Looking: 1 of 3, 2.0 per minute, 60 s left", ConsoleProgress.line("Looking", 1, 0, 3, 30));
    }

    @Test
    void tellsNoTimeLeftPastTheTotal() {
        assertEquals("Looking: 50 of 40, 2.0 per second", ConsoleProgress.line("Looking", 50, 0, 40, 25));
    }

    @Test
    void whatAnEarlierRunDidSaysNothingAboutTheSpeed() {
        assertEquals("Looking: 30 of 40, 2.0 per second, 5 s left", ConsoleProgress.line("Looking", 30, 20, 40, 5));
    }
}
