package org.clipprobe.cli.argument;

import java.nio.file.Path;
import java.util.Optional;
import org.clipprobe.attack.dataset.AttackDataset;
import picocli.CommandLine.Option;

/** What is done instead of attacking all pictures; at most one of these. */
public final class AttackKind {
    /** Stands for all classes in {@code --break}. */
    public static final String ALL = "all";

    @Option(
            names = "--search",
            paramLabel = "TARGET",
            description = "Looks for the words, sizes, colours and places that turn pictures into a TARGET at the least"
                    + " cover, against random search at the same budget. Tries --text, or the classes and several"
                    + " thousand common words.")
    private Optional<String> search = Optional.empty();

    @Option(
            names = "--break",
            paramLabel = "CLASS",
            description =
                    "The same search for words that make answers wrong on pictures of CLASS, or with 'all' for one"
                            + " word that breaks pictures of every class.")
    private Optional<String> broken = Optional.empty();

    @Option(
            names = "--stroop",
            description = "Names of colours, written in other colours: which of the two does the model follow? Needs no"
                    + " PICTURES.")
    private boolean stroop;

    @Option(
            names = "--dataset",
            paramLabel = "KIND",
            description = "PICTURES is a data set made by others (scam, paint, rta100, disentangling, or csv with"
                    + " file_name, object_label, attack_word): object against attack word, set by set.")
    private Optional<AttackDataset.Kind> dataset = Optional.empty();

    @Option(
            names = "--write",
            paramLabel = "DIR",
            description = "Only writes the attacked pictures, with metadata.csv, as a training or test set.")
    private Optional<Path> write = Optional.empty();

    /** The class that a search is to evoke. */
    public Optional<String> target() {
        return search;
    }

    /** The class that a search is to break. */
    public Optional<String> broken() {
        return broken;
    }

    public boolean isSearch() {
        return search.isPresent() || broken.isPresent();
    }

    /** The option of this kind; empty when all pictures are attacked. */
    public Optional<String> option() {
        return search.map(given -> "--search")
                .or(() -> broken.map(given -> "--break"))
                .or(() -> stroop ? Optional.of("--stroop") : Optional.empty())
                .or(() -> dataset.map(given -> "--dataset"))
                .or(() -> write.map(folder -> "--write"));
    }

    public boolean stroop() {
        return stroop;
    }

    public Optional<AttackDataset.Kind> dataset() {
        return dataset;
    }

    public Optional<Path> write() {
        return write;
    }
}
