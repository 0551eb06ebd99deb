package org.clipprobe.activation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.clipprobe.run.Skipped;

/**
 * Examples with, for each, a concept and a facet, in the order of their ids.
 *
 * @param examples what there is to look at
 * @param skipped what was found next to it and left out, with the reason
 * @param notes what was assumed when it was read, for people
 * @param families the family of each concept that has one, such as animal or food
 */
public record ProbingSet(
        List<Example> examples, List<Skipped> skipped, List<String> notes, Map<String, String> families) {
    public ProbingSet {
        examples = examples.stream().sorted(Comparator.comparing(Example::id)).toList();
        skipped = skipped.stream().sorted(Comparator.comparing(Skipped::file)).toList();
        notes = List.copyOf(notes);
        families = Collections.unmodifiableMap(new TreeMap<>(families));
    }

    /** A set without notes and families. */
    public ProbingSet(List<Example> examples, List<Skipped> skipped) {
        this(examples, skipped, List.of(), Map.of());
    }

    /**
     * Reads a picture folder: {@code CONCEPT/FACET/*.png}, {@code CONCEPT/*.png} (facet {@code photo}),
     * {@code SPLIT/CONCEPT/*.png} ({@code train}, {@code val}, {@code test}), pictures at the top (of no known concept),
     * or any of these with a {@code metadata.csv}, {@code .tsv} or {@code .jsonl} at the top or in a folder
     * below, which then decides. Its columns are {@code file_name}, {@code concept} (or {@code label},
     * {@code object_label}, {@code text}), {@code facet}, {@code source} and {@code family}. Pictures are known by name
     * or first bytes; none is decoded here. Files with equal bytes and concept count once.
     *
     * @throws IOException when the folder is not there, cannot be read, or holds no picture at all, or a table has no
     *     column that could be used
     */
    public static ProbingSet read(Path folder) throws IOException {
        return FolderExamples.read(folder);
    }

    /** The same set with more examples, such as drawn words. */
    public ProbingSet with(List<Example> more) {
        List<Example> all = new ArrayList<>(examples);
        all.addAll(more);
        return new ProbingSet(all, skipped, notes, families);
    }

    /**
     * The same set, with files of one folder, concept and facet that are named {@code NAME-1.png}, {@code NAME-2.png}, …
     * as variants of one source, the first of them. Files whose source is known from elsewhere keep it. Cameras name
     * photographs in the same way, so that only who made the files can say that this holds.
     */
    public ProbingSet variantsByName() {
        return new ProbingSet(VariantNames.joined(examples), skipped, notes, families);
    }

    /** The same set without the examples that {@code drop} holds for, and {@code more} named as skipped. */
    public ProbingSet without(Predicate<Example> drop, List<Skipped> more) {
        List<Skipped> all = new ArrayList<>(skipped);
        all.addAll(more);
        return new ProbingSet(examples.stream().filter(drop.negate()).toList(), all, notes, families);
    }

    /** The same set with only those examples whose concept is known; the others are named as skipped. */
    public ProbingSet labelled() {
        List<Skipped> unknown = examples.stream()
                .filter(example -> !example.labelled())
                .map(example -> new Skipped(
                        example.id(), "without a concept: it is in no concept's folder, no table" + " names one"))
                .toList();
        return unknown.isEmpty() ? this : without(example -> !example.labelled(), unknown);
    }

    /** The concepts' names, sorted. */
    public List<String> concepts() {
        return List.copyOf(new TreeSet<>(
                examples.stream().flatMap(example -> example.concept().stream()).toList()));
    }

    /** What each example, in order, is an example of. */
    public Labels labels() {
        return Labels.of(
                examples.stream().map(Example::concept).toList(),
                examples.stream().map(Example::facet).toList(),
                examples.stream().map(Example::source).toList());
    }
}
