package org.clipprobe.cli.argument;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.clipprobe.activation.Labels;
import org.clipprobe.concept.set.ConceptSet;
import picocli.CommandLine.Option;

/** The words that units are named from. */
public final class ConceptArguments {
    private static final String LABELS = "labels";
    private static final String COMMON = "common";

    @Option(
            names = "--concepts",
            paramLabel = "SET",
            description = "The concept set: a file (one per line, or CSV with columns concept and group), labels (the"
                    + " pictures' own concepts) or common (several thousand English words and brands). Default:"
                    + " labels where"
                    + " PICTURES has any, otherwise common.")
    private String concepts = "";

    /**
     * Reads the set before pictures are looked at, so that a bad list is said at once.
     *
     * @param expected the labels of the pictures as their folder has them
     * @return the set; empty for the labels of those pictures that can be read, where they have any
     */
    public Optional<ConceptSet> read(Labels expected) throws IOException {
        boolean labelled = ConceptSet.of(expected).size() > 1;
        String wanted = concepts.isEmpty() ? (labelled ? LABELS : COMMON) : concepts;
        if (wanted.equals(LABELS)) {
            if (!labelled) {
                throw new UsageException(
                        "--concepts labels: expected pictures with at least 2 labels, found fewer; sort"
                                + " them into folders CONCEPT/*.png, or use --concepts common or a file");
            }
            return Optional.empty();
        }
        return Optional.of(wanted.equals(COMMON) ? ConceptSet.common() : ConceptSet.read(Path.of(wanted)));
    }
}
