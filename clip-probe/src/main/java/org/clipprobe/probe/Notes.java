package org.clipprobe.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a reader of a result has to know of the probing set. */
final class Notes {
    private static final int NAMED = 5;

    private Notes() {}

    static List<String> of(Design design, MultimodalOptions options, List<LayerResult> layers) {
        List<String> notes = new ArrayList<>();
        List<String> untested = untested(design);
        if (!untested.isEmpty()) {
            notes.add(untested.size() + " of " + design.labels().concepts().size()
                    + " concepts lack examples in a facet and were not tested: " + named(untested) + ".");
        }
        int concepts = design.tested().length;
        if (concepts * options.fdr() <= 1) {
            notes.add("With " + concepts + " concepts a unit's picture and word agree by coincidence one time in "
                    + concepts + ", so that no pair can keep a false discovery rate of " + options.fdr()
                    + ": use more than " + (int) Math.floor(1 / options.fdr()) + " concepts.");
        }
        if (design.unmatched().length > 0) {
            notes.add(
                    design.unmatched().length + " concepts have so few sources in a facet, or so many, that fewer than "
                            + options.enoughPeers() + " others can be compared with them, and were not tested: "
                            + named(names(design, design.unmatched())) + ".");
        }
        List<String> narrow = single(design);
        if (!narrow.isEmpty()) {
            notes.add("Facets with a single source for most concepts: " + String.join(", ", narrow)
                    + ". Two or more drawings or photographs of each concept find more units at the same rate; variants of"
                    + " one picture do not.");
        }
        if (design.facets().size() - (design.words() ? 1 : 0) < 2
                || design.facets().size() < 3) {
            notes.add(
                    "With one facet of pictures nothing can be held out to confirm the units with: add another, such as"
                            + " drawings next to photographs.");
        }
        boolean spelled = IntStream.range(0, concepts).anyMatch(c -> design.spelling()[c].rows().length > 0);
        if (!spelled && design.words()) {
            notes.add("There are no near spellings, so that units which read letters are not told apart.");
        }
        for (LayerResult layer : layers) {
            if (layer.untestedUnits() > 0) {
                notes.add(layer.capture().at().name() + ": " + layer.untestedUnits()
                        + " units have one value for all examples, or one that is not finite, and were not tested.");
            }
        }
        return notes;
    }

    private static List<String> untested(Design design) {
        List<String> names = new ArrayList<>(design.labels().concepts());
        names.removeAll(names(design, design.tested()));
        names.removeAll(names(design, design.unmatched()));
        return names;
    }

    private static List<String> names(Design design, int[] concepts) {
        return IntStream.of(concepts).mapToObj(design.labels().concepts()::get).toList();
    }

    /** The facets of pictures that show most concepts by a single source. */
    private static List<String> single(Design design) {
        int tested = design.tested().length;
        return IntStream.range(
                        0, design.words() ? design.last() : design.facets().size())
                .filter(f -> IntStream.range(0, tested)
                                .filter(c -> design.cells().get(f).used()[c].length == 1)
                                .count()
                        > tested / 2)
                .mapToObj(f -> design.facets().get(f).name())
                .toList();
    }

    private static String named(List<String> names) {
        String first = names.stream().limit(NAMED).collect(Collectors.joining(", "));
        return names.size() > NAMED ? first + " and " + (names.size() - NAMED) + " more" : first;
    }
}
