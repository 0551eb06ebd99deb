package org.clipprobe.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PicturesTest {
    @TempDir
    Path folder;

    @Test
    void theFormatIsToldByTheContentNotByTheName() throws IOException {
        Path file = folder.resolve("really a <b> 'jpeg' ümläut.png");
        Files.write(file, TestPictures.bytes("jpeg-444-q92.jpg"));
        assertArrayEquals(TestPictures.picture("jpeg-444-q92.jpg").data, Pictures.read(file).data);
    }

    @Test
    void messagesBeginWithTheFileAndSayWhatWasFound() throws IOException {
        Path missing = folder.resolve("missing.png");
        assertEquals(missing + ": there is no such file", message(missing));
        assertEquals(folder + ": expected a picture file, found a folder", message(folder));
        Path empty = Files.createFile(folder.resolve("empty.jpg"));
        assertTrue(message(empty).endsWith("found an empty file"), message(empty));
        Path text = Files.write(folder.resolve("text.jpg"), "not a picture".getBytes(StandardCharsets.UTF_8));
        assertTrue(message(text).contains("6e 6f 74"), message(text));
    }

    @ParameterizedTest
    @CsvSource({
        "AVIF, 0000001c66747970617669660000000061766966",
        "AVIF, 00000020667479706d6966310000000061766966",
        "HEIC, 0000001c66747970686569630000000068656963",
        "HEIC, 00000018667479706d69663100000000686569636d696631",
        "HEIF, 00000014667479706d696631000000006d696631",
        "MP4, 0000001c6674797069736f6d0000020069736f6d",
        "JPEG 2000, 0000000c6a5020200d0a870a00000014667479706a703220",
        "JPEG 2000, ff4fff510029",
        "JPEG XL, 0000000c4a584c200d0a870a",
        "JPEG XL, ff0a0001",
        "PDF, 255044462d312e37",
    })
    void formatsThatAreNotReadAreNamedWhateverTheFileIsCalled(String format, String start) throws IOException {
        Path file = Files.write(folder.resolve("a.jpg"), HexFormat.of().parseHex(start));
        String message = message(file);
        assertTrue(
                message.startsWith(file + ": ")
                        && message.contains("found " + (format.equals("MP4") ? "an MP4" : format)),
                message);
        assertTrue(message.contains("convert it"), message);
    }

    private static String message(Path file) {
        return assertThrows(PictureException.class, () -> Pictures.read(file)).getMessage();
    }

    @Test
    void hugePicturesAreRefusedBeforeAnythingIsAllocated() throws IOException {
        byte[] bomb = TestPictures.bytes("png-bomb.png");
        long before = allocated();
        PictureException e = assertThrows(PictureException.class, () -> Pictures.decode(bomb, "bomb.png"));
        assertTrue(allocated() - before < 10_000_000);
        assertTrue(e.getMessage().contains("60000 × 60000"), e.getMessage());
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean())
                .getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    @Test
    void pngKeepsEveryPixelAndIsTheSameEachTime() throws IOException {
        InterleavedU8 picture = TestPictures.picture("jpeg-422-q35.jpg");
        byte[] png = Pictures.png(picture);
        assertArrayEquals(picture.data, Pictures.decode(png, "round trip").data);
        assertArrayEquals(png, Pictures.png(picture));
        InterleavedU8 part = picture.subimage(3, 5, 20, 30);
        InterleavedU8 read = Pictures.decode(Pictures.png(part), "part");
        assertEquals(17, read.width);
        assertEquals(part.get24(16, 24), read.get24(16, 24));
    }

    @Test
    void resizingASubImageEqualsResizingItsCopy() throws IOException {
        InterleavedU8 part = TestPictures.picture("png-rgb8.png").subimage(4, 2, 31, 27);
        InterleavedU8 copy = part.clone();
        assertFalse(copy.isSubimage());
        for (Resampling filter : Resampling.values()) {
            assertArrayEquals(Resize.resize(copy, 13, 40, filter).data, Resize.resize(part, 13, 40, filter).data);
        }
    }

    @Test
    void thumbnailsShrinkAndNeverGrow() throws IOException {
        InterleavedU8 picture = TestPictures.picture("jpeg-444-q92.jpg");
        InterleavedU8 small = Pictures.decode(Thumbnails.jpeg(picture, 32), "thumbnail");
        assertEquals(32, small.width);
        assertEquals(21, small.height);
        assertArrayEquals(Thumbnails.jpeg(picture, 32), Thumbnails.jpeg(picture, 32));
        assertArrayEquals(picture.data, Pictures.decode(Thumbnails.png(picture, 500), "thumbnail").data);
        assertThrows(IllegalArgumentException.class, () -> Thumbnails.shrink(picture, 0));
    }
}
