package org.clipprobe.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import boofcv.struct.image.InterleavedU8;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.CRC32;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Our own pictures of every kind against what Pillow, transformers and open_clip make of them, bit for bit. */
class PillowGoldenTest {
    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> picturesAreReadAsPillowReadsThem() throws IOException {
        return TestPictures.json("goldens.json").properties().stream()
                .map(e -> dynamicTest(e.getKey(), () -> check(e.getKey(), e.getValue())));
    }

    private static void check(String name, JsonNode golden) throws IOException {
        byte[] file = TestPictures.bytes(name);
        if (golden.isNull()) {
            PictureException e = assertThrows(PictureException.class, () -> Pictures.decode(file, name));
            assertTrue(e.getMessage().startsWith(name + ": "), e.getMessage());
            return;
        }
        InterleavedU8 picture = Pictures.decode(file, name);
        assertEquals(golden.get("width").asInt(), picture.width);
        assertEquals(golden.get("height").asInt(), picture.height);
        assertEquals(golden.get("crc").asLong(), crc(picture));
    }

    @TestFactory
    Stream<DynamicTest> resizingEqualsPillow() throws IOException {
        return StreamSupport.stream(TestPictures.json("resizes.json").spliterator(), false)
                .map(c -> dynamicTest(c.toString(), () -> {
                    InterleavedU8 source = TestPictures.picture(c.get(0).asText());
                    Resampling filter = Resampling.valueOf(c.get(3).asText());
                    InterleavedU8 resized =
                            Resize.resize(source, c.get(1).asInt(), c.get(2).asInt(), filter);
                    assertEquals(c.get(4).asLong(), crc(resized));
                }));
    }

    @TestFactory
    Stream<DynamicTest> pixelValuesEqualThePythonOriginals() throws IOException {
        return StreamSupport.stream(TestPictures.json("pixel-values.json").spliterator(), false)
                .map(c -> dynamicTest(c.toString(), () -> {
                    Path model = Files.createTempDirectory(folder, "model");
                    Files.writeString(model.resolve(c.get(1).asText()), c.get(2).toString());
                    Preprocessing preprocessing = Preprocessing.read(model).orElseThrow();
                    InterleavedU8 fitted =
                            preprocessing.fit(TestPictures.picture(c.get(0).asText()));
                    assertEquals(c.get(3).get(0).asInt(), fitted.height);
                    assertEquals(c.get(3).get(1).asInt(), fitted.width);
                    float[] values = new float[3 * fitted.width * fitted.height];
                    preprocessing.normalise(fitted, values, 0);
                    assertEquals(c.get(4).asLong(), crc(values));
                }));
    }

    private static long crc(InterleavedU8 picture) {
        CRC32 crc = new CRC32();
        crc.update(picture.data, 0, 3 * picture.width * picture.height);
        return crc.getValue();
    }

    private static long crc(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }
}
