package org.clipprobe.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.clipprobe.image.Preprocessing.CropRounding;
import org.clipprobe.image.Preprocessing.ShortestEdge;
import org.clipprobe.image.Preprocessing.Squash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreprocessingTest {
    private static final String FILE = "preprocessor_config.json";

    @TempDir
    Path folder;

    @Test
    void aFolderWithoutConfigurationHasNone() throws IOException {
        assertEquals(Optional.empty(), Preprocessing.read(folder));
    }

    @Test
    void clipIsWhatAnEmptyConfigurationMeans() throws IOException {
        Files.writeString(folder.resolve(FILE), "{}");
        assertEquals(Optional.of(Preprocessing.clip(224)), Preprocessing.read(folder));
    }

    @Test
    void openClipTakesTheSizeFromTheModelWhereItHasNoOther() throws IOException {
        Files.writeString(
                folder.resolve("open_clip_config.json"),
                "{\"model_cfg\":{\"vision_cfg\":{\"image_size\":240}},\"preprocess_cfg\":{\"mean\":[0.5,0.5,0.5],"
                        + "\"std\":[0.5,0.5,0.5],\"resize_mode\":\"squash\"}}");
        Preprocessing read = Preprocessing.read(folder).orElseThrow();
        assertEquals(new Squash(240, 240), read.geometry());
        assertEquals(List.of(0.5, 0.5, 0.5), read.mean());
    }

    @Test
    void aFileMuchTooLargeIsNotRead() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve(FILE).toFile(), "rw")) {
            file.setLength(1L << 33);
        }
        IOException e = assertThrows(IOException.class, () -> Preprocessing.read(folder));
        assertEquals(
                folder.resolve(FILE)
                        + ": expected a few kilobytes of JSON, found 8589934592 bytes; fetch the file again",
                e.getMessage());
    }

    @Test
    void theVisionTowersOwnFolderIsSearchedToo() throws IOException {
        Path visual = Files.createDirectory(folder.resolve("visual"));
        Files.writeString(visual.resolve("preprocess_cfg.json"), "{\"size\":[64,64],\"resize_mode\":\"shortest\"}");
        assertEquals(
                new ShortestEdge(64, 64, 64, CropRounding.HALF_EVEN),
                Preprocessing.read(folder).orElseThrow().geometry());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"size\":",
                "{\"size\":0}",
                "{\"size\":{\"longest_edge\":5}}",
                "{\"size\":{\"shortest_edge\":5,\"longest_edge\":9}}",
                "{\"size\":99999999999}",
                "{\"resample\":6}",
                "{\"image_mean\":[0.5]}",
                "{\"image_std\":[0.5,0,0.5]}",
                "{\"do_center_crop\":false}",
                "{\"do_resize\":false,\"do_center_crop\":false}",
                "{\"mean\":[0,0,0],\"resize_mode\":\"sideways\"}"
            })
    void whatCannotBeUnderstoodIsSaidWithTheFile(String json) throws IOException {
        Path file = folder.resolve(FILE);
        Files.writeString(file, json);
        IOException e = assertThrows(IOException.class, () -> Preprocessing.read(folder));
        assertTrue(e.getMessage().startsWith(file + ": expected "), e.getMessage());
    }

    @Test
    void normalisingWritesChannelAfterChannelFromTheOffset() {
        InterleavedU8 picture = new InterleavedU8(1, 2, 3);
        picture.data = new byte[] {0, (byte) 255, 51, 102, 1, 2};
        Preprocessing plain = new Preprocessing(
                new Squash(1, 2), Resampling.BICUBIC, 1 / 255.0, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));
        float[] values = new float[7];
        plain.normalise(picture, values, 1);
        assertArrayEquals(new float[] {0, 0, 0.4f, 1, 1 / 255f, 0.2f, 2 / 255f}, values);
        assertThrows(IllegalArgumentException.class, () -> plain.normalise(picture, values, 2));
        InterleavedU8 other = new InterleavedU8(2, 1, 3);
        assertThrows(IllegalArgumentException.class, () -> plain.normalise(other, values, 0));
    }
}
