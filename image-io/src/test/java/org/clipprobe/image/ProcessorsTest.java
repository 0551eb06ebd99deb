package org.clipprobe.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each class of Hugging Face image processors, bit for bit as transformers' own does it with Pillow. */
class ProcessorsTest {
    private static final Path ROOT = Path.of(System.getProperty("clipprobe.root"));
    private static final Path SMALL = ROOT.resolve("image-io/src/test/resources/processors");
    private static final Path SHARED = ROOT.resolve("../shared").normalize();
    private static final List<String> PHOTOS = List.of(
            "n01491361_tiger_shark",
            "n01685808_whiptail",
            "n02007558_flamingo",
            "n02105412_kelpie",
            "n02125311_cougar");

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> smallPicture() throws IOException {
        List<Path> cases = folders(SMALL, "");
        assertFalse(cases.isEmpty());
        return cases.stream()
                .map(kind -> DynamicTest.dynamicTest(
                        kind.getFileName().toString(),
                        () -> assertArrayEquals(
                                Npy.floats(kind.resolve("pixel_values.npy")),
                                prepared(kind, List.of(SMALL.resolve("picture.png"))))));
    }

    @TestFactory
    Stream<DynamicTest> photographs() throws IOException {
        Path zoo = SHARED.resolve("zoo");
        assumeTrue(Files.isDirectory(zoo), "no shared folder beside the project");
        List<Path> photos = PHOTOS.stream()
                .map(name -> SHARED.resolve("data/photos/" + name + ".JPEG"))
                .toList();
        return folders(zoo, "pre_").stream()
                .map(kind -> DynamicTest.dynamicTest(
                        kind.getFileName().toString(),
                        () -> assertArrayEquals(
                                Npy.floats(kind.resolve("golden/pil.npy")), prepared(kind.resolve("model"), photos))));
    }

    private static List<Path> folders(Path parent, String prefix) throws IOException {
        try (Stream<Path> all = Files.list(parent)) {
            return all.filter(Files::isDirectory)
                    .filter(kind -> kind.getFileName().toString().startsWith(prefix))
                    .sorted()
                    .toList();
        }
    }

    private static float[] prepared(Path model, List<Path> pictures) throws IOException {
        Preprocessing preprocessing = Preprocessing.read(model).orElseThrow();
        int size =
                3 * preprocessing.geometry().width() * preprocessing.geometry().height();
        float[] values = new float[size * pictures.size()];
        for (int i = 0; i < pictures.size(); i++) {
            InterleavedU8 picture = Pictures.read(pictures.get(i));
            preprocessing.normalise(preprocessing.fit(picture), values, i * size);
        }
        return values;
    }

    /** transformers 4 wrote a processor_config.json without the image processor. */
    @Test
    void aProcessorConfigWithoutPicturesIsPassedOver() throws IOException {
        Files.writeString(folder.resolve("processor_config.json"), "{\"processor_class\":\"CLIPProcessor\"}");
        assertTrue(Preprocessing.read(folder).isEmpty());
        Files.writeString(folder.resolve("preprocessor_config.json"), "{}");
        assertEquals(Preprocessing.clip(224), Preprocessing.read(folder).orElseThrow());
    }

    @Test
    void theNestedProcessorGoesFirst() throws IOException {
        Files.writeString(
                folder.resolve("processor_config.json"),
                "{\"image_processor\":{\"image_processor_type\":\"SiglipImageProcessor\"}}");
        Files.writeString(folder.resolve("preprocessor_config.json"), "{}");
        assertEquals(
                List.of(0.5, 0.5, 0.5), Preprocessing.read(folder).orElseThrow().mean());
    }

    /** What is not supported, or not known, is said, and what to do. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'image_processor_type':'Siglip2ImageProcessor'} | NaFlex",
                "{'image_processor_type':'Owlv2ImageProcessor'} | do_pad",
                "{'image_processor_type':'ConvNextImageProcessor','size':{'shortest_edge':224},'resample':3,"
                        + "'image_mean':[0,0,0],'image_std':[1,1,1],'crop_pct':0.9} | crop_pct",
                "{'image_processor_type':'MysteryImageProcessor','size':{'height':8,'width':8},'resample':3} | image_mean",
                "{'image_processor_type':'MysteryImageProcessor','size':8,'resample':3,'do_normalize':false} | height"
            },
            quoteCharacter = '"')
    void unsupported(String json, String says) throws IOException {
        Path file = folder.resolve("preprocessor_config.json");
        Files.writeString(file, json.replace('\'', '"'));
        String message = assertThrows(IOException.class, () -> Preprocessing.read(folder))
                .getMessage();
        assertTrue(message.startsWith(file + ": expected ") && message.contains(says), message);
    }

    @Test
    void aClassThatIsNotKnownAndSaysEverythingIsUsed() throws IOException {
        Files.writeString(
                folder.resolve("preprocessor_config.json"),
                "{\"image_processor_type\":\"MysteryImageProcessor\",\"size\":{\"height\":8,\"width\":9},"
                        + "\"resample\":2,\"image_mean\":0.5,\"image_std\":0.5}");
        Preprocessing read = Preprocessing.read(folder).orElseThrow();
        assertEquals(new Preprocessing.Squash(9, 8), read.geometry());
        assertEquals(Resampling.BILINEAR, read.resampling());
        float[] values = new float[3 * 72];
        read.normalise(new InterleavedU8(9, 8, 3), values, 0);
        float[] black = new float[3 * 72];
        Arrays.fill(black, -1);
        assertArrayEquals(black, values);
    }
}
