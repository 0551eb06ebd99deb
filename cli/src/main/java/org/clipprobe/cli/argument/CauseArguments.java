package org.clipprobe.cli.argument;

import java.io.IOException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.clipprobe.attack.ClassList;
import org.clipprobe.attack.Protocol;
import picocli.CommandLine.Option;

/** The attacks whose cause is asked for, and the classes that the model chooses from. */
public final class CauseArguments {
    private static final String LABELS = "labels";

    @Option(
            names = "--text",
            paramLabel = "TEXT",
            description =
                    "What is written, also the class it is to evoke; several by repeating. Default: a wrong class of"
                            + " each picture, by chance.")
    private List<String> texts = new ArrayList<>();

    @Option(
            names = "--classes",
            paramLabel = "LIST",
            description = "The classes to choose from: a file with one per line (# begins a comment), labels (the"
                    + " pictures' own) or imagenet. Default: labels.")
    private String classes = LABELS;

    @Option(
            names = "--attacks",
            paramLabel = "N",
            description = "Attacked pictures that are used at most, half of them to choose, half to judge, as many of"
                    + " each class as of any other. Default: ${DEFAULT-VALUE}.")
    private int attacks = 240;

    public List<String> texts() {
        return texts.stream()
                .map(text -> Normalizer.normalize(text, Normalizer.Form.NFC))
                .distinct()
                .toList();
    }

    public int attacks() throws UsageException {
        if (attacks < 4) {
            throw new UsageException("--attacks: expected 4 or more, found " + attacks);
        }
        return attacks;
    }

    /** White letters, once, in the middle of what the model sees. */
    public Protocol protocol() throws UsageException {
        if (texts.stream().anyMatch(String::isBlank)) {
            throw new UsageException("--text: expected a word, found an empty text");
        }
        Protocol plain = Protocol.plain("plain");
        return texts.isEmpty()
                ? plain
                : plain.withTexts(texts().stream().map(Protocol.Wording::of).toList());
    }

    /** The classes; a text that is none of them is one in its own trials. */
    public AttackArguments.Choice choice(Iterable<String> labels) throws IOException {
        LinkedHashSet<String> names = new LinkedHashSet<>();
        switch (classes) {
            case LABELS -> labels.forEach(names::add);
            case "imagenet" -> names.addAll(ClassList.imagenet().names());
            default -> names.addAll(ClassList.read(Path.of(classes)).names());
        }
        if (names.size() < 2) {
            throw new UsageException("--classes: expected at least 2 classes, found " + names
                    + "; name a list with --classes FILE or --classes imagenet");
        }
        List<String> guests =
                new ArrayList<>(new ClassList(List.copyOf(names)).with(texts()).names());
        guests.removeAll(names);
        return new AttackArguments.Choice(List.copyOf(names), guests);
    }
}
