package org.clipprobe.report.page;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.util.List;
import org.clipprobe.activation.Example;

/**
 * An example as a report shows it.
 *
 * @param name its name as the reader knows it, such as the picture's file
 * @param thumbnail the small picture of it
 */
public record Illustration(String name, Thumbnail thumbnail) {
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
     * A picture at no more than {@code edge} pixels, as a file: PNG for drawings, JPEG for photographs.
     *
     * @param picture 8-bit RGB
     */
    public static byte[] encoded(InterleavedU8 picture, int edge) throws IOException {
        return SmallPictures.encoded(picture, edge);
    }
}
