package org.clipprobe.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.clipprobe.run.ContentKey;

/** A few of the sample's concepts as a picture folder, and what a run folder holds. */
final class SmallPictures {
    private static final List<String> NAMES = List.of(
            "spider", "pizza", "ghost", "robot", "rocket", "cat", "cactus", "fish", "rabbit", "guitar", "bell", "piano",
            "tree", "shirt", "truck", "mosque");

    private SmallPictures() {}

    /** Copies all pictures of the first {@code concepts} concepts. */
    static Path copy(Path target, int concepts) throws IOException {
        Path samples = Command.ROOT.resolve("samples/pictures");
        for (String concept : NAMES.subList(0, concepts)) {
            try (Stream<Path> files = Files.walk(samples.resolve(concept))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path to = target.resolve(samples.relativize(file).toString());
                    Files.createDirectories(to.getParent());
                    Files.copy(file, to);
                }
            }
        }
        return target;
    }

    /** Every table and matrix of a run by name; its page and provenance name the run itself and are left out. */
    static Map<String, String> tables(Path run) throws IOException {
        Map<String, String> tables = new TreeMap<>();
        try (Stream<Path> files = Files.walk(run)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = run.relativize(file).toString();
                if (!name.equals("report.html") && !name.equals("run.json") && !name.startsWith("thumbnails")) {
                    tables.put(name, ContentKey.of(file).hex());
                }
            }
        }
        return tables;
    }
}
