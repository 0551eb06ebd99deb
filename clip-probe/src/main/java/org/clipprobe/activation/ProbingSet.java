package org.clipprobe.activation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.clipprobe.run.Skipped;

/**
 * Examples with, for each, a concept and a facet, in the order of their ids.
 *
 * @param examples what there is to look at
 * @param skipped what was found beside it and left out, with the reason
 */
public record ProbingSet(List<Example> examples, List<Skipped> skipped) {
    public ProbingSet {
        examples = examples.stream().sorted(Comparator.comparing(Example::id)).toList();
        skipped = skipped.stream().sorted(Comparator.comparing(Skipped::file)).toList();
    }

    /**
     * Reads a picture folder: {@code CONCEPT/FACET/*.png}, {@code CONCEPT/*.png} (facet {@code photo}), pictures at the
     * top (concept and facet unknown: {@code -}), or any of these with a {@code metadata.csv} (columns
     * {@code file_name}, {@code concept}, {@code facet}) that then decides. Pictures are told by name or first bytes;
     * none is decoded here.
     *
     * @throws IOException when the folder is not there, cannot be read, or holds no picture at all
     */
    public static ProbingSet read(Path folder) throws IOException {
        return PictureFolder.read(folder);
    }

    /** The same set with more examples, such as drawn words. */
    public ProbingSet with(List<Example> more) {
        List<Example> all = new ArrayList<>(examples);
        all.addAll(more);
        return new ProbingSet(all, skipped);
    }

    /** The same set with only the examples that {@code keep} holds for, and {@code more} named as skipped. */
    public ProbingSet without(Predicate<Example> drop, List<Skipped> more) {
        List<Skipped> all = new ArrayList<>(skipped);
        all.addAll(more);
        return new ProbingSet(examples.stream().filter(drop.negate()).toList(), all);
    }

    /** The concepts' names, sorted. */
    public List<String> concepts() {
        return List.copyOf(new TreeSet<>(examples.stream().map(Example::concept).toList()));
    }

    /** What each example, in order, is an example of. */
    public Labels labels() {
        List<String> concepts = concepts();
        TreeSet<String> names =
                new TreeSet<>(examples.stream().map(Example::facet).toList());
        List<String> facets = new ArrayList<>(names);
        if (facets.remove(Labels.WORD)) {
            facets.add(Labels.WORD);
        }
        int[] concept = examples.stream()
                .mapToInt(e -> java.util.Collections.binarySearch(concepts, e.concept()))
                .toArray();
        int[] facet = examples.stream().mapToInt(e -> facets.indexOf(e.facet())).toArray();
        return new Labels(concepts, facets, concept, facet);
    }
}
