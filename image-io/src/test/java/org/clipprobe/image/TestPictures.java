package org.clipprobe.image;

import boofcv.struct.image.InterleavedU8;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;

/** The pictures that {@code src/test/python/make_pictures.py} made. */
final class TestPictures {
    private TestPictures() {}

    static byte[] bytes(String name) throws IOException {
        try (InputStream in = TestPictures.class.getResourceAsStream("/pictures/" + name)) {
            if (in == null) {
                throw new IOException(name + ": not among the test pictures");
            }
            return in.readAllBytes();
        }
    }

    static InterleavedU8 picture(String name) throws IOException {
        return Pictures.decode(bytes(name), name);
    }

    static JsonNode json(String name) throws IOException {
        return new ObjectMapper().readTree(bytes(name));
    }
}
