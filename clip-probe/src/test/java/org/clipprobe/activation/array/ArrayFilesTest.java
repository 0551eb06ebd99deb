package org.clipprobe.activation.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArrayFilesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"NPY,FLOAT32", "NPY,FLOAT16", "SAFETENSORS,FLOAT32", "SAFETENSORS,FLOAT16"})
    void whatIsWrittenIsRead(ArrayFormat format, NumberType type) throws IOException {
        Path file = folder.resolve("vision.3.mlp" + format.suffix());
        try (ArrayWriter writer =
                ArrayWriter.create(file, format, type, "vision.3.mlp", List.of(2, 3), Map.of("pooling", "none"))) {
            writer.append(new float[] {1, 2, 3, 4, 5, 6, -1, -2, -3, -4, -5, -6, 99}, 2);
            writer.append(new float[] {0.5f, 0, 0, 0, 0, 65504}, 1);
            assertEquals(0, writer.overflowed());
        }
        try (ArrayReader reader = ArrayReader.open(file)) {
            assertEquals(List.of(3L, 2L, 3L), reader.shape());
            assertEquals("vision.3.mlp", reader.name());
            assertEquals(type, reader.type());
            assertEquals(format == ArrayFormat.NPY ? Map.of() : Map.of("pooling", "none"), reader.metadata());
            float[] rows = new float[12];
            reader.read(1, 2, rows);
            assertArrayEquals(new float[] {-1, -2, -3, -4, -5, -6, 0.5f, 0, 0, 0, 0, 65504}, rows);
        }
    }

    @Test
    void convertedFilesHoldTheSame() throws IOException {
        Path file = folder.resolve("units.npy");
        try (ArrayWriter writer =
                ArrayWriter.create(file, ArrayFormat.NPY, NumberType.FLOAT32, "units", List.of(2), Map.of())) {
            writer.append(new float[] {1, 1e6f, 3, 4}, 2);
        }
        assertEquals(1, ArrayWriter.convert(file, ArrayFormat.SAFETENSORS, NumberType.FLOAT16, Map.of("a", "b")));
        assertArrayEquals(new String[] {"units.safetensors"}, folder.toFile().list());
        try (ArrayReader reader = ArrayReader.open(folder.resolve("units.safetensors"), "units")) {
            float[] all = new float[4];
            reader.read(0, 2, all);
            assertArrayEquals(new float[] {1, Float.POSITIVE_INFINITY, 3, 4}, all);
        }
    }

    @Test
    void everyHalfComesBack() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = Half.toFloat((short) bits);
            if (!Float.isNaN(value)) {
                assertEquals((short) bits, Half.of(value));
            } else {
                assertTrue(Float.isNaN(Half.toFloat(Half.of(value))));
            }
        }
    }

    /** The nearest of the neighbours, the even one of two that are as near: as IEEE 754 asks for. */
    @Test
    void halvesAreRoundedToTheNearest() {
        for (int bits = 0; bits < 0x7BFF; bits++) {
            float low = Half.toFloat((short) bits);
            float high = Half.toFloat((short) (bits + 1));
            float middle = (low + high) / 2;
            int even = bits % 2 == 0 ? bits : bits + 1;
            assertEquals((short) even, Half.of(middle));
            assertEquals((short) bits, Half.of(Math.nextDown(middle)));
            assertEquals((short) (bits + 1), Half.of(Math.nextUp(middle)));
        }
        assertEquals(Float.POSITIVE_INFINITY, Half.toFloat(Half.of(65520)));
        assertEquals(65504, Half.toFloat(Half.of(65519)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}|12|over the one before",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[0,3]},\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[3,11]}}|11|multiple of 4",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}|12|without a gap",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}|12|nothing behind",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,16]}}|8|inside the 8 bytes",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}|8|expected 12 bytes for a",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,0]}}|0|a size that a file can have",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}|8|whole numbers in the shape",
                "{\"a\":{\"dtype\":\"F31\",\"shape\":[2],\"data_offsets\":[0,8]}}|8|a type such as F32",
                "{\"a\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]}}|8|F32, F16 or BF16",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}}|4|rows of F32",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}|8|Duplicate",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[900000000000,0],\"data_offsets\":[0,0]}}|0|rows of 1 to",
                "[1, 2]|0|a JSON object",
                "{}|0|one tensor",
                "{\"a\":|0|text that is none"
            })
    void wrongHeadersAreToldInASentence(String header, int bytes, String told) throws IOException {
        String message = assertThrows(IOException.class, () -> ArrayReader.open(safetensors(header, bytes)))
                .getMessage();
        assertTrue(message.startsWith(folder.toString()) && message.contains(told), message);
        assertTrue(message.lines().count() == 1 && message.length() < 400, message);
    }

    @Test
    void headersOf2GigabytesAreNotReserved() throws IOException {
        for (long length : new long[] {2L << 30, Long.MAX_VALUE, -1, 0}) {
            byte[] file = ByteBuffer.allocate(64)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(length)
                    .array();
            String message = assertThrows(
                            IOException.class, () -> ArrayReader.open(Files.write(folder.resolve("big"), file)))
                    .getMessage();
            assertTrue(message.contains("found a header of"), message);
        }
    }

    private Path safetensors(String header, int bytes) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(Long.BYTES + json.length + bytes).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(json.length).put(json);
        return Files.write(folder.resolve("made.safetensors"), file.array());
    }

    /** Whatever bytes a file holds: numbers, or one sentence. */
    @ParameterizedTest
    @CsvSource({"SAFETENSORS,10000", "NPY,2000"})
    void mutatedFilesNeverCrash(ArrayFormat format, int mutations) throws IOException {
        Path file = folder.resolve("good" + format.suffix());
        try (ArrayWriter writer =
                ArrayWriter.create(file, format, NumberType.FLOAT32, "a", List.of(3), Map.of("pooling", "max"))) {
            writer.append(new float[12], 4);
        }
        byte[] good = Files.readAllBytes(file);
        SplittableRandom random = new SplittableRandom(7);
        int read = 0;
        // Written over and over: a new file each time would take most of the time.
        try (FileChannel target = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int i = 0; i < mutations; i++) {
                byte[] bytes = mutated(good, random);
                target.write(ByteBuffer.wrap(bytes), 0);
                target.truncate(bytes.length);
                read += reads(file) ? 1 : 0;
            }
        }
        assertTrue(read > 0 && read < mutations, read + " of the mutated files were read");
    }

    private static boolean reads(Path file) {
        try (ArrayReader reader = ArrayReader.open(file)) {
            int rows = (int) Math.min(reader.rows(), 4);
            reader.read(0, rows, new float[Math.multiplyExact(rows, reader.rowLength())]);
            return true;
        } catch (IOException e) {
            assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
            assertTrue(e.getMessage().length() < 600, e.getMessage());
            return false;
        }
    }

    private static byte[] mutated(byte[] good, SplittableRandom random) {
        byte[] bytes = good.clone();
        if (random.nextInt(8) == 0) {
            return java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 64));
        }
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            // Most in the header, where numbers decide.
            int at = random.nextInt(random.nextInt(4) == 0 ? bytes.length : Math.min(bytes.length, 128));
            bytes[at] = (byte) (random.nextBoolean() ? '0' + random.nextInt(10) : random.nextInt(256));
        }
        return bytes;
    }
}
