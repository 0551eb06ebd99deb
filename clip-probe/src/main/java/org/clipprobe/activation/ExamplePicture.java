package org.clipprobe.activation;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.nio.file.Files;
import org.clipprobe.image.Pictures;
import org.clipprobe.image.text.TextPainter;
import org.clipprobe.run.ContentKey;

/**
 * An example that was opened and not yet decoded.
 *
 * @param key SHA-256 of its file, or of the full description of its drawing
 * @param pixels decodes or draws it
 */
record ExamplePicture(ContentKey key, Decoder pixels) {
    /** Makes the picture. */
    @FunctionalInterface
    interface Decoder {
        InterleavedU8 decode() throws IOException;
    }

    static ExamplePicture open(Example example, TextPainter painter) throws IOException {
        if (example.pixels() instanceof Example.PictureFile file) {
            byte[] bytes = Files.readAllBytes(file.path());
            return new ExamplePicture(ContentKey.of(bytes), () -> Pictures.decode(bytes, example.id()));
        }
        if (example.pixels() instanceof Example.DrawnWord word) {
            ContentKey key = ContentKey.of("drawn word", word.rendering().toString());
            return new ExamplePicture(key, () -> word.rendering().paint(painter));
        }
        throw new IllegalStateException("unknown pixels " + example.pixels());
    }
}
