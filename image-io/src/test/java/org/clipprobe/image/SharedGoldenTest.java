package org.clipprobe.image;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import boofcv.struct.image.InterleavedU8;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.clipprobe.image.Preprocessing.Squash;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Real pictures against Pillow, where the shared folder lies beside the project. */
class SharedGoldenTest {
    private static final Path IMAGES =
            Path.of(System.getProperty("clipprobe.root"), "..", "shared", "fixtures", "images");

    @BeforeAll
    static void needsSharedFolder() {
        assumeTrue(Files.isDirectory(IMAGES), "no shared folder beside the project");
    }

    @TestFactory
    Stream<DynamicTest> picturesEqualPillow() throws IOException {
        JsonNode images =
                new ObjectMapper().readTree(IMAGES.resolve("golden/images.json").toFile());
        return images.properties().stream()
                .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> check(e.getKey(), e.getValue())));
    }

    private static void check(String name, JsonNode golden) throws IOException {
        InterleavedU8 picture = Pictures.read(IMAGES.resolve(name));
        boolean lossy = name.endsWith(".jpg") || name.equals("lossy.webp") || name.equals("alpha.webp");
        InterleavedU8 cropped = Preprocessing.clip(224).fit(picture);
        InterleavedU8 squashed = Resize.resize(picture, 96, 96, Resampling.BICUBIC);
        assertEquals(golden.get("width").asInt(), picture.width);
        assertEquals(golden.get("height").asInt(), picture.height);
        Path goldens = IMAGES.resolve("golden");
        assertAll(
                () -> compare(cropped.data, Npy.bytes(goldens.resolve(name + ".clip224.npy")), lossy),
                () -> compare(squashed.data, Npy.bytes(goldens.resolve(name + ".squash96.npy")), lossy));
        assertEquals(new Squash(96, 96).width(), squashed.width);
    }

    private static void compare(byte[] found, byte[] expected, boolean lossy) {
        if (!lossy) {
            assertArrayEquals(expected, found);
            return;
        }
        assertEquals(expected.length, found.length);
        int max = 0;
        long sum = 0;
        for (int i = 0; i < found.length; i++) {
            int difference = Math.abs((found[i] & 0xff) - (expected[i] & 0xff));
            max = Math.max(max, difference);
            sum += difference;
        }
        double mean = (double) sum / found.length;
        assertTrue(max <= 2 && mean <= 0.2, "largest difference " + max + ", average " + mean);
    }

    @Test
    void pixelValuesEqualHuggingFace() throws IOException {
        String name = "photo-000000000009.jpg";
        byte[] cropped = Npy.bytes(IMAGES.resolve("golden/" + name + ".clip224.npy"));
        InterleavedU8 fitted = new InterleavedU8(224, 224, 3);
        System.arraycopy(cropped, 0, fitted.data, 0, cropped.length);
        float[] values = new float[3 * 224 * 224];
        Preprocessing.clip(224).normalise(fitted, values, 0);
        assertArrayEquals(Npy.floats(IMAGES.resolve("golden/" + name + ".pixel_values.npy")), values, 0);
    }
}
