package org.clipprobe.cli.argument;

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
import org.clipprobe.attack.Controls;
import org.clipprobe.attack.Protocol;
import org.clipprobe.attack.Stage;
import org.clipprobe.attack.dataset.DatasetProtocol;
import org.clipprobe.concept.set.PromptTemplates;
import picocli.CommandLine.Option;

/** What is written onto the pictures and how, and the classes that the model chooses from. */
public final class AttackArguments {
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
                    + " in the middle. For --dataset how it is scored: scam, defense-prefix or mirrorclip.")
    private String protocol = "";

    @Option(
            names = "--scoring",
            paramLabel = "all|two-way",
            description = "What the model chooses among for --dataset: object and attack word, or all labels and attack"
                    + " words of the data set. Default: the protocol's, otherwise two-way.")
    private Optional<String> scoring = Optional.empty();

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
            description = "Adds no class. Otherwise a text or target that you name and that is none of the classes is"
                    + " one in its own trials, and in no others.")
    private boolean classesAsGiven;

    @Option(
            names = "--controls",
            paramLabel = "usual|none",
            description = "What each attack is compared with: usual (an anagram, random letters, a blank label, the"
                    + " picture's own class, each in the same place) or none. Default: usual.")
    private ControlChoice controls = ControlChoice.USUAL;

    /** Which controls are made. */
    enum ControlChoice {
        USUAL,
        NONE
    }

    /**
     * What a model chooses from.
     *
     * @param classes of every trial
     * @param guests texts that are a class in their own trials only
     */
    public record Choice(List<String> classes, List<String> guests) {}

    public Controls controls() throws IOException {
        return controls == ControlChoice.NONE ? Controls.none() : Controls.usual();
    }

    /** Where the words are pasted. */
    enum Pasted {
        INPUT,
        PICTURE;

        Stage stage() {
            return this == INPUT ? Stage.MODEL_INPUT : Stage.PICTURE;
        }
    }

    /** Each once, its letters composed (NFC) as classes and concepts are. */
    public List<String> texts() {
        return texts.stream()
                .map(text -> Normalizer.normalize(text, Normalizer.Form.NFC))
                .distinct()
                .toList();
    }

    /** Whether the classes are the pictures' own. */
    public boolean choosesLabels() {
        return classes.equals(LABELS);
    }

    /** The first given option that says how words are written; empty when none was. */
    public Optional<String> styled() {
        return !protocol.isEmpty() ? Optional.of("--protocol") : stage.map(given -> "--stage");
    }

    /** The first given option of all of these; empty when none was. */
    public Optional<String> given() {
        return !texts.isEmpty()
                ? Optional.of("--text")
                : styled().or(() -> classes.equals(LABELS) ? Optional.empty() : Optional.of("--classes"))
                        .or(() -> controls == ControlChoice.USUAL ? Optional.empty() : Optional.of("--controls"));
    }

    /** How a data set is scored; templates are the protocol's, or else these. */
    public DatasetProtocol datasetProtocol(PromptTemplates templates) throws UsageException {
        DatasetProtocol base = protocol.isEmpty()
                ? new DatasetProtocol("", "", DatasetProtocol.Scoring.TWO_WAY, templates)
                : DatasetProtocol.named(protocol)
                        .orElseThrow(() -> new UsageException(
                                "--protocol: with --dataset expected scam, defense-prefix or mirrorclip, found '"
                                        + protocol + "'"));
        return scoring.isEmpty() ? base : base.withScoring(scoring());
    }

    private DatasetProtocol.Scoring scoring() throws UsageException {
        return switch (scoring.orElseThrow()) {
            case "all" -> DatasetProtocol.Scoring.ALL;
            case "two-way" -> DatasetProtocol.Scoring.TWO_WAY;
            default -> throw new UsageException("--scoring: expected all or two-way, found '" + scoring.get() + "'");
        };
    }

    /** The first given option that says what is written on pictures or chosen from, which no data set needs. */
    public Optional<String> givenForPictures() {
        return !texts.isEmpty()
                ? Optional.of("--text")
                : stage.map(given -> "--stage")
                        .or(() -> classes.equals(LABELS) ? Optional.empty() : Optional.of("--classes"))
                        .or(() -> controls == ControlChoice.USUAL ? Optional.empty() : Optional.of("--controls"));
    }

    /** Whether {@code --scoring} was given. */
    public boolean scored() {
        return scoring.isPresent();
    }

    /** Whether {@code --protocol} was given. */
    public boolean hasProtocol() {
        return !protocol.isEmpty();
    }

    public Protocol protocol() throws IOException {
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
        if (DatasetProtocol.named(protocol).isPresent()) {
            throw new UsageException("--protocol " + protocol + ": scores a data set; add --dataset KIND");
        }
        throw new UsageException(
                "--protocol: expected distill, rta100, typod or a JSON file, found '" + protocol + "'");
    }

    /**
     * The class list.
     *
     * @param labels the pictures' own classes
     * @param named what the user named to be evoked; a class in its own trials unless the classes are to stay as they are
     */
    public Choice classes(Iterable<String> labels, List<String> named) throws IOException {
        LinkedHashSet<String> names = new LinkedHashSet<>();
        switch (classes) {
            case LABELS -> labels.forEach(names::add);
            case "imagenet" -> names.addAll(ClassList.imagenet().names());
            default -> names.addAll(ClassList.read(Path.of(classes)).names());
        }
        List<String> guests = new ArrayList<>();
        if (!classesAsGiven && !names.isEmpty()) {
            guests.addAll(new ClassList(List.copyOf(names)).with(named).names());
            guests.removeAll(names);
        }
        if (names.size() + Math.min(1, guests.size()) < 2) {
            throw new UsageException("--classes: expected at least 2 classes, found " + names
                    + "; name a list with --classes FILE or --classes imagenet");
        }
        return new Choice(List.copyOf(names), guests);
    }
}
