package org.clipprobe.report.page;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.clipprobe.activation.Example;
import org.clipprobe.run.RunFolder;

/**
 * An example as a report shows it.
 *
 * @param name its name as the reader knows it, such as the picture's file
 * @param thumbnail the small picture of it
 */
public record Illustration(String name, Thumbnail thumbnail) {
    /** Where a run folder keeps thumbnails, one file for each row that is shown. */
    public static final String THUMBNAILS = "thumbnails/";

    /** A small picture, made when it is shown. */
    @FunctionalInterface
    public interface Thumbnail {
        /** The picture as a PNG, JPEG, WebP or GIF file. */
        byte[] encoded() throws IOException;
    }

    /** Illustrations of examples: their pictures at no more than 96 pixels, read or drawn when they are shown. */
    public static List<Illustration> of(List<Example> examples) {
        SmallPictures pictures = new SmallPictures();
        return examples.stream()
                .map(example -> new Illustration(example.id(), () -> pictures.of(example)))
                .toList();
    }

    /**
     * The same, and every thumbnail that is shown is kept in the run folder, so that {@link #kept} has them without the
     * pictures.
     */
    public static List<Illustration> keeping(List<Example> examples, RunFolder folder) {
        List<Illustration> fresh = of(examples);
        return IntStream.range(0, fresh.size())
                .mapToObj(row -> fresh.get(row).keptAs(file(row), folder))
                .toList();
    }

    private Illustration keptAs(String file, RunFolder folder) {
        return new Illustration(name, () -> {
            Path there = folder.file(file);
            if (Files.exists(there)) {
                return Files.readAllBytes(there);
            }
            byte[] encoded = thumbnail.encoded();
            folder.write(file, out -> out.write(encoded));
            return encoded;
        });
    }

    /**
     * Illustrations out of a run folder.
     *
     * @param names one for each row of the run's activations
     */
    public static List<Illustration> kept(List<String> names, Path folder) {
        return IntStream.range(0, names.size())
                .mapToObj(row -> new Illustration(names.get(row), () -> Files.readAllBytes(folder.resolve(file(row)))))
                .toList();
    }

    /**
     * The thumbnail of a row, in a run folder. Browsers tell the format by the first bytes, so that the name does not have
     * to wait for the picture.
     */
    public static String file(int row) {
        return THUMBNAILS + row + ".img";
    }

    /**
     * A picture at no more than {@code edge} pixels, as a file: PNG for drawings, JPEG for photographs.
     *
     * @param picture 8-bit RGB
     */
    public static byte[] encoded(InterleavedU8 picture, int edge) throws IOException {
        return SmallPictures.encoded(picture, edge);
    }
}
