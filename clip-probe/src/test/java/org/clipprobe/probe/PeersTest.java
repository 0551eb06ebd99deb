package org.clipprobe.probe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class PeersTest {
    @Test
    void conceptsUseAsManySourcesAsOthersDo() {
        assertArrayEquals(new int[] {2, 2, 3, 3, 3}, Peers.used(new int[] {2, 2, 3, 3, 3}, 2));
        assertArrayEquals(new int[] {4, 4, 6, 6, 6}, Peers.used(new int[] {4, 5, 6, 7, 7}, 2));
    }

    @Test
    void fewWithManyUseFewerOfTheirs() {
        assertArrayEquals(new int[] {1, 1, 1, 1}, Peers.used(new int[] {1, 1, 1, 20}, 2));
        assertArrayEquals(new int[] {12, 12, 12, 12}, Peers.used(new int[] {12, 13, 16, 40}, 3));
    }

    @Test
    void fewWithFewAreNotTestedAndWhatIsNotTestedStaysSo() {
        assertArrayEquals(new int[] {0, 16, 16, 16}, Peers.used(new int[] {1, 20, 20, 20}, 2));
        assertArrayEquals(new int[] {0, 1, 1}, Peers.used(new int[] {0, 1, 1}, 2));
    }
}
