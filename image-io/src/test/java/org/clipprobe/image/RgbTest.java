package org.clipprobe.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class RgbTest {
    @Test
    void readsWhatItWrites() {
        assertEquals(new Rgb(255, 136, 1), Rgb.parse("#ff8801"));
        assertEquals("#ff8801", Rgb.parse("#FF8801").toString());
        assertEquals(new Rgb(255, 136, 0), Rgb.parse("#f80"));
        assertEquals(new Rgb(255, 165, 0), Rgb.parse(" Orange "));
        assertThrows(IllegalArgumentException.class, () -> Rgb.parse("#12345"));
        assertThrows(IllegalArgumentException.class, () -> Rgb.parse(""));
        assertThrows(IllegalArgumentException.class, () -> new Rgb(0, 256, 0));
        assertThrows(IllegalArgumentException.class, () -> new Rgb(0, -1, 0));
    }

    /** Figures of the W3C's own examples. */
    @Test
    void contrastIsThatOfWcag() {
        assertEquals(21, Rgb.BLACK.contrast(Rgb.WHITE), 1e-12);
        assertEquals(1, Rgb.WHITE.contrast(Rgb.WHITE), 1e-12);
        assertEquals(4.48, new Rgb(0x77, 0x77, 0x77).contrast(Rgb.WHITE), 0.005);
    }
}
