package org.clipprobe;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.clipprobe.image.Pictures;
import org.clipprobe.run.ContentKey;

/** The program's own files: what another build computes is not taken for what this one does. */
final class ProgramFiles {
    private static final List<Class<?>> ONE_OF_EACH = List.of(ClipProbe.class, Pictures.class);

    private ProgramFiles() {}

    /** The key of this program's classes, of its libraries by their names, which hold their versions, and of Java. */
    static ContentKey key() throws IOException {
        List<String> parts = new ArrayList<>(List.of(System.getProperty("java.version")));
        for (Class<?> type : ONE_OF_EACH) {
            parts.add(contents(place(type)));
        }
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            parts.add(Path.of(entry).toFile().getName());
        }
        return ContentKey.of(parts.toArray(String[]::new));
    }

    private static Path place(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(type + ": no place", e);
        }
    }

    /** A jar, or a folder of classes when it runs out of a build. */
    private static String contents(Path place) throws IOException {
        List<String> keys = new ArrayList<>();
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                keys.add(place.relativize(file).toString());
                keys.add(ContentKey.of(Files.readAllBytes(file)).hex());
            }
        }
        return ContentKey.of(keys.toArray(String[]::new)).hex();
    }
}
