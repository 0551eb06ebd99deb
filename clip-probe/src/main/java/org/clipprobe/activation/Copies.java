package org.clipprobe.activation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.clipprobe.run.ContentKey;
import org.clipprobe.run.Skipped;

/**
 * Finds files with equal bytes. A copy is no second observation: of one concept it counts once, and where it has another
 * concept it has the same source. Only files of one size with the same beginning are read to their end.
 */
final class Copies {
    private static final int BEGINNING = 4096;

    /** What copies that are counted once have in common. */
    private record Same(ContentKey content, Optional<String> concept) {}

    private Copies() {}

    /**
     * The examples without copies, by id; of those with equal bytes the first stays.
     *
     * @param skipped receives the copies
     * @param notes receives how many there are
     */
    static List<Example> once(List<Example> examples, List<Skipped> skipped, List<String> notes) {
        List<Example> sorted =
                examples.stream().sorted(Comparator.comparing(Example::id)).toList();
        Map<Example, ContentKey> alike = alike(sorted);
        Map<ContentKey, Example> first = new HashMap<>();
        Map<Same, Example> counted = new HashMap<>();
        List<Example> kept = new ArrayList<>();
        int copies = 0;
        int other = 0;
        for (Example example : sorted) {
            ContentKey key = alike.get(example);
            if (key == null) {
                kept.add(example);
                continue;
            }
            Example original = first.putIfAbsent(key, example);
            Example same = counted.putIfAbsent(new Same(key, example.concept()), example);
            if (original == null) {
                kept.add(example);
            } else if (same == null) {
                other++;
                kept.add(example.source().equals(example.id()) ? example.withSource(original.source()) : example);
            } else {
                copies++;
                skipped.add(new Skipped(example.id(), "a copy of " + same.id() + ", byte by byte; counted once"));
            }
        }
        if (copies > 0) {
            notes.add(copies + (copies == 1 ? " picture is a copy of another" : " pictures are copies of others")
                    + ", byte by byte; each is counted once");
        }
        if (other > 0) {
            notes.add(other + (other == 1 ? " picture is a copy of one" : " pictures are copies of some")
                    + " with another concept; check the labels");
        }
        return kept;
    }

    /** The content of every file that another has the size and beginning of. */
    private static Map<Example, ContentKey> alike(List<Example> examples) {
        List<Example> sized = sharing(examples, path -> Long.toString(Files.size(path)));
        List<Example> begun = sharing(sized, path -> Files.size(path) + " " + beginning(path));
        Map<Example, ContentKey> keys = new HashMap<>();
        for (Example example : begun) {
            try {
                keys.put(example, ContentKey.of(path(example)));
            } catch (IOException e) {
                // what cannot be read is named when it is looked at
            }
        }
        return keys;
    }

    private static String beginning(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return ContentKey.of(in.readNBytes(BEGINNING)).hex();
        }
    }

    private interface Property {
        String of(Path path) throws IOException;
    }

    /** Those that share a property with another one. */
    private static List<Example> sharing(List<Example> examples, Property property) {
        return examples.parallelStream()
                .collect(Collectors.groupingBy(example -> value(example, property)))
                .entrySet()
                .stream()
                .filter(group -> !group.getKey().isEmpty() && group.getValue().size() > 1)
                .map(Map.Entry::getValue)
                .flatMap(List::stream)
                .toList();
    }

    private static String value(Example example, Property property) {
        try {
            return property.of(path(example));
        } catch (IOException e) {
            return "";
        }
    }

    private static Path path(Example example) {
        return ((Example.PictureFile) example.pixels()).path();
    }
}
