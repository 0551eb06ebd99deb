package org.clipprobe.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.clipprobe.activation.Labels;

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
        if (concepts * options.fdr() < 1) {
            notes.add("With " + concepts + " concepts a unit's picture and word agree by coincidence one time in "
                    + concepts + ", so that no pair can keep a false discovery rate of " + options.fdr()
                    + ": use at least " + (int) Math.ceil(1 / options.fdr()) + " concepts.");
        }
        List<String> single = single(design);
        if (!single.isEmpty()) {
            notes.add(single.size() + " concepts have a facet with a single example, which no split into halves can"
                    + " confirm: " + named(single) + ".");
        }
        boolean spelled = IntStream.range(0, concepts).anyMatch(c -> design.spelling()[c].rows().length > 0);
        if (!spelled && design.facets().contains(Labels.WORD)) {
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
        IntStream.of(design.tested()).mapToObj(design.labels().concepts()::get).forEach(names::remove);
        return names;
    }

    private static List<String> single(Design design) {
        return IntStream.range(0, design.tested().length)
                .filter(c -> design.cells().stream().anyMatch(cell -> cell.counts()[c] == 1))
                .mapToObj(c -> design.labels().concepts().get(design.tested()[c]))
                .toList();
    }

    private static String named(List<String> names) {
        String first = names.stream().limit(NAMED).collect(Collectors.joining(", "));
        return names.size() > NAMED ? first + " and " + (names.size() - NAMED) + " more" : first;
    }
}
