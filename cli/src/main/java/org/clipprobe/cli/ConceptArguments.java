package org.clipprobe.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.clipprobe.activation.Labels;
import org.clipprobe.concept.ConceptSet;
import picocli.CommandLine.Option;

/** The words that units are named from. */
final class ConceptArguments {
    private static final String LABELS = "labels";
    private static final String COMMON = "common";

    @Option(
            names = "--concepts",
            paramLabel = "SET",
            description = "The concept set: a file (one per line, or CSV with columns concept and group), labels (the"
                    + " pictures' own concepts) or common (several thousand English words). Default: labels where"
                    + " PICTURES has any, otherwise common.")
    private String concepts = "";

    ConceptSet set(Labels labels) throws IOException {
        String wanted = concepts.isEmpty() ? (labels.concepts().size() > 1 ? LABELS : COMMON) : concepts;
        return switch (wanted) {
            case LABELS -> ConceptSet.of(labels);
            case COMMON -> ConceptSet.common();
            default -> ConceptSet.read(Path.of(wanted));
        };
    }
}
