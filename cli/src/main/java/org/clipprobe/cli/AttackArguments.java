package org.clipprobe.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.clipprobe.attack.ClassList;
import org.clipprobe.attack.Protocol;
import org.clipprobe.attack.Stage;
import picocli.CommandLine.Option;

/** What is written onto the pictures and how, and the classes that the model chooses from. */
final class AttackArguments {
    private static final String LABELS = "labels";

    @Option(
            names = "--text",
            paramLabel = "TEXT",
            description =
                    "What is written, also the class it is to evoke; several by repeating. Default: a wrong class of"
                            + " each picture, by chance.")
    private List<String> texts = new ArrayList<>();

    @Option(
            names = "--protocol",
            paramLabel = "NAME",
            description = "distill (eight coordinates, one font), rta100 (random class, colour, font, size and place),"
                    + " typod (sizes × opacities × colours × a 4×4 grid), or a JSON file. Default: white letters, once,"
                    + " in the middle.")
    private String protocol = "";

    @Option(
            names = "--stage",
            paramLabel = "STAGE",
            description = "Where the words are pasted: input (the pixels that the model sees, after resize and crop) or"
                    + " picture (the picture as it is on disk, before). Default: the protocol's, usually input.")
    private Optional<Pasted> stage = Optional.empty();

    @Option(
            names = "--classes",
            paramLabel = "LIST",
            description =
                    "The classes to choose from: a file with one per line (# begins a comment), labels (the pictures' own) or imagenet."
                            + " Default: labels.")
    private String classes = LABELS;

    @Option(
            names = "--classes-as-given",
            description = "Leaves the classes as they are; otherwise the attack's words are added to them.")
    private boolean classesAsGiven;

    /** Where the words are pasted. */
    enum Pasted {
        INPUT,
        PICTURE;

        Stage stage() {
            return this == INPUT ? Stage.MODEL_INPUT : Stage.PICTURE;
        }
    }

    /** Each once, its letters composed (NFC) as classes and concepts are. */
    List<String> texts() {
        return texts.stream()
                .map(text -> Normalizer.normalize(text, Normalizer.Form.NFC))
                .distinct()
                .toList();
    }

    /** Whether the classes are the pictures' own. */
    boolean choosesLabels() {
        return classes.equals(LABELS);
    }

    /** The first given option that says how words are written; empty when none was. */
    Optional<String> styled() {
        return !protocol.isEmpty() ? Optional.of("--protocol") : stage.map(given -> "--stage");
    }

    /** The first given option of all of these; empty when none was. */
    Optional<String> given() {
        return !texts.isEmpty()
                ? Optional.of("--text")
                : styled().or(() -> classes.equals(LABELS) ? Optional.empty() : Optional.of("--classes"));
    }

    Protocol protocol() throws IOException {
        Protocol base = named();
        Protocol staged = stage.map(wanted -> base.withStage(wanted.stage())).orElse(base);
        return texts.isEmpty()
                ? staged
                : staged.withTexts(texts().stream().map(Protocol.Wording::of).toList());
    }

    private Protocol named() throws IOException {
        if (protocol.isEmpty()) {
            return Protocol.plain("plain");
        }
        Optional<Protocol> known = Protocol.named(protocol.toLowerCase(Locale.ROOT));
        if (known.isPresent()) {
            return known.get();
        }
        if (Files.exists(Path.of(protocol))) {
            return Protocol.read(Path.of(protocol));
        }
        throw new UsageException(
                "--protocol: expected distill, rta100, typod or a JSON file, found '" + protocol + "'");
    }

    /**
     * The class list.
     *
     * @param labels the pictures' own classes
     * @param targets what attacks are to evoke; added unless the classes are to stay as they are
     */
    List<String> classes(Iterable<String> labels, List<String> targets) throws IOException {
        LinkedHashSet<String> names = new LinkedHashSet<>();
        switch (classes) {
            case LABELS -> labels.forEach(names::add);
            case "imagenet" -> names.addAll(ClassList.imagenet().names());
            default -> names.addAll(ClassList.read(Path.of(classes)).names());
        }
        if (!classesAsGiven && !names.isEmpty()) {
            names.addAll(new ClassList(List.copyOf(names)).with(targets).names());
        }
        if (names.size() < 2) {
            throw new UsageException("--classes: expected at least 2 classes, found " + names
                    + "; name a list with --classes FILE or --classes imagenet");
        }
        return List.copyOf(names);
    }
}
