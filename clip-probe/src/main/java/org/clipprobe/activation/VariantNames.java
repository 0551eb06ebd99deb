package org.clipprobe.activation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sources that the names of files say: {@code pizza/flat/noto-1.png} and {@code pizza/flat/noto-2.png} are of one. */
final class VariantNames {
    private static final Pattern NUMBERED = Pattern.compile("(.+)-\\d+\\.[^./]+");

    /** What variants of one source have in common. */
    private record Origin(Optional<String> concept, Facet facet, String name) {}

    private VariantNames() {}

    /** The examples, sorted by id, with the first variant's id as the source of all. */
    static List<Example> joined(List<Example> examples) {
        Map<Origin, String> sources = new HashMap<>();
        return examples.stream().map(example -> joined(example, sources)).toList();
    }

    private static Example joined(Example example, Map<Origin, String> sources) {
        Matcher name = NUMBERED.matcher(example.id());
        boolean own = example.source().equals(example.id());
        if (!own || !(example.pixels() instanceof Example.PictureFile) || !name.matches()) {
            return example;
        }
        Origin origin = new Origin(example.concept(), example.facet(), name.group(1));
        String source = sources.computeIfAbsent(origin, first -> example.id());
        return example.withSource(source);
    }
}
