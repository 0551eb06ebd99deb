package org.clipprobe.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.clipprobe.activation.ContentKey;
import org.clipprobe.activation.Example;
import org.clipprobe.activation.Labels;
import org.clipprobe.activation.ProbingSet;
import org.clipprobe.activation.Progress;
import org.clipprobe.activation.Skipped;
import org.clipprobe.attack.AttackDataset;
import org.clipprobe.attack.AttackGallery;
import org.clipprobe.attack.AttackPictures;
import org.clipprobe.attack.AttackRun;
import org.clipprobe.attack.AttackWriter;
import org.clipprobe.attack.Breakdown;
import org.clipprobe.attack.ClassList;
import org.clipprobe.attack.Outcome;
import org.clipprobe.attack.Proportion;
import org.clipprobe.attack.Protocol;
import org.clipprobe.attack.Summary;
import org.clipprobe.attack.VisionEmbedder;
import org.clipprobe.attack.ZeroShot;
import org.clipprobe.attack.report.AttackReport;
import org.clipprobe.attack.report.WordUnits;
import org.clipprobe.concept.ConceptSet;
import org.clipprobe.model.ClipModel;
import org.clipprobe.report.RunFolder;
import org.clipprobe.report.RunRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code clip-probe attack}: typographic attacks and what they do. */
@Command(
        name = "attack",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Pastes words onto pictures and asks the model what it sees before and after.",
        description = {
            "",
            "Classifies every picture zero-shot, attacks it, classifies it again, and reports how often the answer became"
                    + " the attack's target, by text, place, size, colour, opacity and class, with Wilson 95 %"
                    + " intervals.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  clip-probe attack --text pizza",
            "  clip-probe attack PICTURES --text iPod --text library --classes imagenet",
            "  clip-probe attack PICTURES --protocol typod --fail-above 0.2",
            "  clip-probe attack PICTURES --protocol rta100 --write attacked",
            "  clip-probe attack SCAM --dataset scam",
            "  clip-probe attack --search pizza"
        })
final class AttackCommand implements Callable<Integer> {
    private static final double CLIP_LOGIT_SCALE = 100;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "PICTURES", description = PictureArguments.PICTURES)
    private Path from;

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
            names = "--classes",
            paramLabel = "LIST",
            description =
                    "The classes to choose from: a file with one per line, labels (the pictures' own) or imagenet."
                            + " Default: labels.")
    private String classes = "labels";

    @Option(
            names = "--classes-as-given",
            description = "Leaves the classes as they are; otherwise the attack's words are added to them.")
    private boolean classesAsGiven;

    @Option(
            names = "--write",
            paramLabel = "DIR",
            description = "Only writes the attacked pictures, with metadata.csv, as a training or test set.")
    private Path write;

    @Option(
            names = "--dataset",
            paramLabel = "KIND",
            description = "PICTURES is a data set made by others (scam, paint, rta100, disentangling, or csv with"
                    + " file_name, object_label, attack_word): object against attack word, set by set.")
    private Optional<AttackDataset.Kind> dataset = Optional.empty();

    @Option(
            names = "--search",
            paramLabel = "TARGET",
            description =
                    "Looks for the words, sizes and places that make pictures a TARGET at the least cover, against"
                            + " random search at the same budget. Tries --text, or the classes and common words.")
    private String search = "";

    @Option(
            names = "--budget",
            paramLabel = "N",
            description = "Attacked pictures that --search may ask the model about. Default: ${DEFAULT-VALUE}.")
    private long budget = 5_000;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "text, or markdown for a pull request. Default: text.")
    private Format format = Format.TEXT;

    @Option(
            names = "--fail-above",
            paramLabel = "RATE",
            description = "Ends with exit code 3 when the attack success is above this rate.")
    private Double failAbove;

    @Mixin
    private WordUnitArguments wordUnits;

    @Mixin
    private TemplateArguments templates;

    @Mixin
    private PictureArguments pictures;

    @Mixin
    private ModelArguments model;

    @Mixin
    private RunArguments run;

    /** How the answer is printed. */
    enum Format {
        TEXT,
        MARKDOWN
    }

    @Override
    public Integer call() throws Exception {
        Protocol wanted = protocol();
        if (failAbove != null && !(failAbove >= 0 && failAbove <= 1)) {
            throw new UsageException("--fail-above: expected a rate from 0 to 1, found " + failAbove);
        }
        Progress progress = ConsoleProgress.standard();
        if (dataset.isPresent()) {
            return ask(progress);
        }
        ProbingSet set = PictureArguments.read(from);
        List<AttackRun.Picture> wantedPictures = pictures(set);
        List<String> classList = classList(set, wanted);
        Timings timings = new Timings();
        try (ClipModel opened = model.open(progress)) {
            if (!search.isEmpty()) {
                return search(opened, set, wantedPictures, progress, timings);
            }
            if (write != null) {
                return writeOnly(opened, wantedPictures, wanted, classList, progress);
            }
            if (wordUnits.wanted()) {
                wordUnits.prepare(opened.requireVision());
            }
            try (RunFolder folder = run.begin("attack");
                    VisionEmbedder embedder = VisionEmbedder.open(opened, wordUnits.captures(), List.of())) {
                return attack(opened, embedder, folder, set, wantedPictures, wanted, classList, timings, progress);
            }
        }
    }

    private int attack(
            ClipModel opened,
            VisionEmbedder embedder,
            RunFolder folder,
            ProbingSet set,
            List<AttackRun.Picture> wantedPictures,
            Protocol wanted,
            List<String> classList,
            Timings timings,
            Progress progress)
            throws IOException {
        ZeroShot zeroShot = new ZeroShot(
                classList,
                templates.embed(opened, classList, pictures.store("text"), progress),
                opened.logitScale().orElse(CLIP_LOGIT_SCALE));
        timings.done("opening");
        Breakdown breakdown = new Breakdown();
        AttackGallery gallery = new AttackGallery();
        AttackRun.Options options = new AttackRun.Options(
                pictures.collectorOptions(model.threads()).batch(),
                model.threads(),
                run.seed(),
                journal(opened, wanted, classList));
        AttackRun.Result result;
        try (AttackTables tables = new AttackTables(folder)) {
            result = new AttackRun(embedder, zeroShot, wanted, options)
                    .run(wantedPictures, progress, (trial, before, after) -> {
                        breakdown.accept(trial);
                        gallery.accept(trial);
                        tables.accept(trial);
                        wordUnits.accept(trial, before, after);
                    });
            timings.done("attacking");
            tables.write(breakdown, wanted);
        }
        List<WordUnits> behind =
                wordUnits.weigh(embedder, opened.requireVision().preprocessing().geometry(), run.seed());
        timings.done("weighing units");
        List<Skipped> skipped = new ArrayList<>(set.skipped());
        skipped.addAll(result.skipped());
        RunRecord record = Provenance.write(folder, spec, run.seed(), opened, hashes(wantedPictures), skipped, timings);
        Map<String, Path> files = new HashMap<>();
        wantedPictures.forEach(picture -> files.put(picture.id(), picture.file()));
        AttackPictures again = new AttackPictures(files::get, embedder::fit, run.seed());
        new AttackReport(breakdown, gallery, again, behind, record).write(folder);
        folder.commit();
        return answer(breakdown, result, skipped, opened, folder);
    }

    private int ask(Progress progress) throws IOException {
        if (from == null) {
            throw new UsageException("--dataset: expected the data set's folder as PICTURES, found none");
        }
        Timings timings = new Timings();
        DatasetRun run = new DatasetRun(AttackDataset.read(dataset.orElseThrow(), from));
        try (RunFolder folder = this.run.begin("attack");
                ClipModel opened = model.open(progress);
                VisionEmbedder embedder = VisionEmbedder.open(opened)) {
            ZeroShot classes = new ZeroShot(
                    run.names(),
                    templates.embed(opened, run.names(), pictures.store("text"), progress),
                    opened.logitScale().orElse(CLIP_LOGIT_SCALE));
            timings.done("opening");
            run.ask(
                    embedder,
                    classes,
                    pictures.collectorOptions(model.threads()).batch(),
                    progress);
            timings.done("looking at pictures");
            run.write(folder);
            Provenance.write(folder, spec, this.run.seed(), opened, List.of(), run.skipped(), timings);
            folder.commit();
            Answer answer = new Answer(spec, this.run.json());
            run.lines().forEach(answer::line);
            answer.warn(opened.notes(), run.skipped());
            answer.finish(
                    Map.of("folder", folder.target().toString(), "sets", run.sets(), "skipped", run.skipped()),
                    "tables: " + folder.target());
        }
        return 0;
    }

    private int search(
            ClipModel opened,
            ProbingSet set,
            List<AttackRun.Picture> wantedPictures,
            Progress progress,
            Timings timings)
            throws IOException {
        Set<String> names = new LinkedHashSet<>(classList(set, Protocol.plain("search")));
        Set<String> words = new LinkedHashSet<>(texts.isEmpty() ? names : texts);
        if (texts.isEmpty()) {
            words.addAll(ConceptSet.common().texts());
        }
        names.add(search);
        List<String> classNames = List.copyOf(names);
        SearchRun found = new SearchRun(search);
        try (RunFolder folder = run.begin("attack");
                VisionEmbedder embedder = VisionEmbedder.open(opened)) {
            ZeroShot classes = new ZeroShot(
                    classNames,
                    templates.embed(opened, classNames, pictures.store("text"), progress),
                    opened.logitScale().orElse(CLIP_LOGIT_SCALE));
            found.run(
                    embedder,
                    classes,
                    wantedPictures,
                    List.copyOf(words),
                    opened.requireVision().preprocessing().geometry(),
                    pictures.collectorOptions(model.threads()).batch(),
                    budget,
                    run.seed());
            timings.done("searching");
            found.write(folder);
            List<Skipped> skipped = new ArrayList<>(set.skipped());
            skipped.addAll(found.skipped());
            Provenance.write(folder, spec, run.seed(), opened, hashes(wantedPictures), skipped, timings);
            folder.commit();
            Answer answer = new Answer(spec, run.json());
            found.lines().forEach(answer::line);
            answer.warn(opened.notes(), skipped);
            answer.finish(found.facts(), "tables: " + folder.target());
        }
        return 0;
    }

    private int writeOnly(
            ClipModel opened,
            List<AttackRun.Picture> wantedPictures,
            Protocol wanted,
            List<String> classList,
            Progress progress)
            throws IOException {
        AttackWriter writer =
                new AttackWriter(wanted, classList, opened.requireVision().preprocessing()::fit, run.seed());
        try (RunFolder folder = Interruption.watch(RunFolder.begin(write))) {
            List<Skipped> skipped = writer.write(wantedPictures, folder, progress);
            folder.commit();
            Answer answer = new Answer(spec, run.json());
            answer.warn(opened.notes(), skipped);
            answer.finish(
                    Map.of("folder", folder.target().toString(), "skipped", skipped),
                    "attacked pictures: " + folder.target());
        }
        return 0;
    }

    /** Where an interrupted run of the same attacks on the same model is taken up again. */
    private Optional<Path> journal(ClipModel opened, Protocol wanted, List<String> classList) throws IOException {
        String name = ContentKey.of(
                        opened.fingerprint(),
                        model.device(),
                        wanted.json(),
                        String.join("\n", classList),
                        templates.templates().name(),
                        wordUnits.captures().toString(),
                        Long.toString(run.seed()))
                .hex();
        return pictures.store("attacks").map(folder -> folder.resolve(name + ".journal"));
    }

    private static List<RunRecord.ExampleFile> hashes(List<AttackRun.Picture> pictures) {
        List<RunRecord.ExampleFile> files = new ArrayList<>();
        for (AttackRun.Picture picture : pictures) {
            try {
                files.add(new RunRecord.ExampleFile(
                        picture.id(),
                        ContentKey.of(Files.readAllBytes(picture.file())).hex()));
            } catch (IOException e) {
                // a picture that cannot be read is among the skipped
            }
        }
        return files;
    }

    private Protocol protocol() throws IOException {
        Protocol base;
        if (protocol.isEmpty()) {
            base = Protocol.plain("plain");
        } else if (Protocol.named(protocol.toLowerCase(Locale.ROOT)).isPresent()) {
            base = Protocol.named(protocol.toLowerCase(Locale.ROOT)).get();
        } else if (Files.exists(Path.of(protocol))) {
            base = Protocol.read(Path.of(protocol));
        } else {
            throw new UsageException(
                    "--protocol: expected distill, rta100, typod or a JSON file, found '" + protocol + "'");
        }
        return texts.isEmpty()
                ? base
                : base.withTexts(texts.stream().map(Protocol.Wording::of).toList());
    }

    private static List<AttackRun.Picture> pictures(ProbingSet set) {
        List<AttackRun.Picture> pictures = new ArrayList<>();
        for (Example example : set.examples()) {
            if (example.source() instanceof Example.PictureFile file
                    && !example.facet().equals(Labels.WORD)) {
                pictures.add(new AttackRun.Picture(example.id(), example.concept(), file.path()));
            }
        }
        return pictures;
    }

    private List<String> classList(ProbingSet set, Protocol wanted) throws IOException {
        Set<String> names = new LinkedHashSet<>(
                switch (classes) {
                    case "labels" -> set.concepts();
                    case "imagenet" -> ClassList.imagenet().names();
                    default -> ClassList.read(Path.of(classes)).names();
                });
        if (!classesAsGiven) {
            Set<String> known = new LinkedHashSet<>();
            names.forEach(name -> known.add(name.toLowerCase(Locale.ROOT)));
            wanted.texts().stream()
                    .map(Protocol.Wording::target)
                    .filter(target -> !target.isBlank() && known.add(target.toLowerCase(Locale.ROOT)))
                    .forEach(names::add);
        }
        if (names.size() < 2) {
            throw new UsageException("--classes: expected at least 2 classes, found " + names
                    + "; name a list with --classes FILE or --classes imagenet");
        }
        return List.copyOf(names);
    }

    private int answer(
            Breakdown breakdown, AttackRun.Result result, List<Skipped> skipped, ClipModel opened, RunFolder folder)
            throws IOException {
        Summary all = breakdown.all();
        Answer answer = new Answer(spec, run.json());
        AttackAnswer.lines(breakdown, result, format == Format.MARKDOWN).forEach(answer::line);
        answer.warn(opened.notes(), skipped);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("folder", folder.target().toString());
        facts.put("trials", all.trials());
        facts.put("pictures", all.pictures());
        facts.put("success", share(all.success()));
        facts.put("accuracy_before", share(all.accuracyBefore()));
        facts.put("accuracy_after", share(all.accuracyAfter()));
        Map<String, Long> outcomes = new LinkedHashMap<>();
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome.name().toLowerCase(Locale.ROOT), all.outcomes().getOrDefault(outcome, 0L));
        }
        facts.put("outcomes", outcomes);
        facts.put("skipped", skipped);
        answer.finish(facts, "report: " + folder.target().resolve(AttackReport.PAGE));
        boolean exceeded = failAbove != null && all.success().share() > failAbove;
        if (exceeded) {
            spec.commandLine()
                    .getErr()
                    .printf(
                            Locale.ROOT,
                            "clip-probe: attack success %.3f is above the limit of %.3f%n",
                            all.success().share(),
                            failAbove);
            spec.commandLine().getErr().flush();
        }
        return exceeded ? Main.LIMIT_EXCEEDED : 0;
    }

    private static Map<String, Object> share(Proportion proportion) {
        Map<String, Object> share = new LinkedHashMap<>();
        share.put("share", proportion.share());
        share.put("low", proportion.low());
        share.put("high", proportion.high());
        share.put("of", proportion.trials());
        return share;
    }
}
