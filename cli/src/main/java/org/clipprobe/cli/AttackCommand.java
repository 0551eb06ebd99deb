package org.clipprobe.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.clipprobe.activation.Example;
import org.clipprobe.activation.Facet;
import org.clipprobe.activation.ProbingSet;
import org.clipprobe.attack.run.AttackRun;
import org.clipprobe.cli.argument.AttackArguments;
import org.clipprobe.cli.argument.AttackKind;
import org.clipprobe.cli.argument.ModelArguments;
import org.clipprobe.cli.argument.PictureArguments;
import org.clipprobe.cli.argument.RunArguments;
import org.clipprobe.cli.argument.TemplateArguments;
import org.clipprobe.cli.argument.UsageException;
import org.clipprobe.cli.argument.WordUnitArguments;
import org.clipprobe.cli.console.ConsoleProgress;
import org.clipprobe.model.ClipModel;
import org.clipprobe.run.Progress;
import org.clipprobe.run.Timings;
import picocli.CommandLine.ArgGroup;
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
                    + " the attack's target, by text, place, size, colour, opacity and class, each time next to the"
                    + " same letters shuffled, random letters, a blank label and a true word, with 95 %% intervals. An interrupted run goes on where it was when it is started again.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  clip-probe attack --text pizza",
            "  clip-probe attack PICTURES --text iPod --text library --classes imagenet",
            "  clip-probe attack PICTURES --protocol typod --format markdown --fail-above 0.2",
            "  clip-probe attack PICTURES --text iPod --stage picture",
            "  clip-probe attack --search pizza    which words make it a pizza?",
            "  clip-probe attack --break spider    which words hide spiders?",
            "  clip-probe attack --break all       one word against every class",
            "  clip-probe attack --stroop",
            "  clip-probe attack SCAM --dataset scam --protocol scam",
            "  clip-probe attack RTA100 --dataset rta100 --protocol defense-prefix",
            "  clip-probe attack PICTURES --protocol rta100 --write attacked",
            "",
            "Exit code 3 says that --fail-above was exceeded."
        })
final class AttackCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "PICTURES", description = PictureArguments.PICTURES)
    private Path from;

    @Mixin
    private AttackArguments attack;

    @ArgGroup(heading = "%nInstead of attacking all pictures, one of:%n")
    private AttackKind kind = new AttackKind();

    @Option(
            names = "--budget",
            paramLabel = "N",
            description = "Pictures that a search may send through the model. Default: ${DEFAULT-VALUE}.")
    private long budget = 10_000;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "text, or markdown for a pull request. Default: text.")
    private Format format = Format.TEXT;

    @Option(
            names = "--fail-above",
            paramLabel = "RATE",
            description = "Ends with exit code 3 when the attack success is above this rate: of all attacks, of the"
                    + " strongest one that a search found, or of the set that fares worst.")
    private Optional<Double> failAbove = Optional.empty();

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
        check();
        Progress progress = ConsoleProgress.standard();
        AttackSetting.Limit limit = new AttackSetting.Limit(format == Format.MARKDOWN, failAbove);
        Timings timings = new Timings();
        try (ClipModel opened = model.open(progress)) {
            AttackSetting setting =
                    new AttackSetting(spec, opened, model, pictures, templates, run, limit, progress, timings);
            if (kind.stroop()) {
                return new StroopRun(setting).run();
            }
            if (kind.dataset().isPresent()) {
                return new DatasetRun(setting, attack.datasetProtocol(templates.templates()))
                        .run(kind.dataset().get(), from);
            }
            ProbingSet set = attacked();
            if (kind.isSearch()) {
                return new SearchRun(setting, attack, wordUnits, budget).run(kind, set, files(set));
            }
            PictureAttack pasting = new PictureAttack(setting, attack, set, files(set));
            return kind.write().isPresent() ? pasting.write(kind.write().get()) : pasting.run(wordUnits);
        }
    }

    /** The labelled pictures; where no picture has a label but there are classes to choose from, all of them. */
    private ProbingSet attacked() throws IOException {
        ProbingSet all = pictures.read(from, spec);
        ProbingSet labelled = all.labelled();
        if (!labelled.examples().isEmpty()) {
            return labelled;
        }
        if (attack.choosesLabels()) {
            throw new UsageException(
                    from + ": expected pictures in folders named by what they show, CONCEPT/*.png, or a"
                            + " metadata.csv with a column concept, found pictures without either; name the classes to choose"
                            + " from with --classes FILE or --classes imagenet");
        }
        return all;
    }

    private void check() throws IOException {
        if (failAbove.isPresent() && !(failAbove.get() >= 0 && failAbove.get() <= 1)) {
            throw new UsageException("--fail-above: expected a rate from 0 to 1, found " + failAbove.get());
        }
        if (failAbove.isPresent() && (kind.stroop() || kind.write().isPresent())) {
            throw new UsageException("--fail-above: --stroop and --write have no attack success to compare with it");
        }
        List<String> unused = unused();
        if (!unused.isEmpty()) {
            throw new UsageException(
                    unused.get(0) + ": has no meaning with " + kind.option().orElseThrow() + "; use only one of them");
        }
        if (kind.isSearch() && kind.target().or(kind::broken).orElseThrow().isBlank()) {
            throw new UsageException(kind.option().orElseThrow() + ": expected a class, found an empty text");
        }
        if (kind.dataset().isPresent() && from == null) {
            throw new UsageException("--dataset: expected the data set's folder as PICTURES, found none");
        }
        if (kind.write().isPresent() && from != null && inside(kind.write().get(), from)) {
            throw new UsageException("--write: expected a folder outside of " + from + ", found "
                    + kind.write().get() + "; attacked pictures would be among the pictures");
        }
        if (kind.write().isPresent() && spec.commandLine().getParseResult().hasMatchedOption("--out")) {
            throw new UsageException(
                    "--out: has no meaning with --write, which names the folder; use only one of them");
        }
        if (budget < 1) {
            throw new UsageException("--budget: expected 1 or more, found " + budget);
        }
        if (attack.scored() && kind.dataset().isEmpty()) {
            throw new UsageException("--scoring: scores a data set; add --dataset KIND");
        }
        if (kind.dataset().isPresent()) {
            attack.datasetProtocol(templates.templates());
            if (attack.hasProtocol() && spec.commandLine().getParseResult().hasMatchedOption("--templates")) {
                throw new UsageException("--templates: the protocol has its own; leave one of them out");
            }
        } else {
            attack.protocol();
        }
    }

    /** Options that were given and would be passed over. */
    private List<String> unused() {
        List<Optional<String>> unused = new ArrayList<>();
        if (kind.stroop()) {
            unused.add(attack.given());
        }
        if (kind.dataset().isPresent()) {
            unused.add(attack.givenForPictures());
        }
        if (kind.isSearch()) {
            unused.add(attack.styled());
        }
        if (kind.option().isPresent() && !kind.isSearch()) {
            unused.add(wordUnits.wanted() ? Optional.of("--units-of") : Optional.empty());
        }
        if (kind.stroop()) {
            unused.add(Optional.ofNullable(from).map(folder -> "PICTURES"));
        }
        return unused.stream().flatMap(Optional::stream).toList();
    }

    private static boolean inside(Path folder, Path of) {
        return folder.toAbsolutePath()
                        .normalize()
                        .startsWith(of.toAbsolutePath().normalize())
                && !folder.toAbsolutePath()
                        .normalize()
                        .equals(of.toAbsolutePath().normalize());
    }

    private static List<AttackRun.Picture> files(ProbingSet set) {
        List<AttackRun.Picture> pictures = new ArrayList<>();
        for (Example example : set.examples()) {
            if (example.pixels() instanceof Example.PictureFile file
                    && !example.facet().equals(Facet.WORD)) {
                pictures.add(new AttackRun.Picture(
                        example.id(), example.concept().orElse(""), file.path(), example.source()));
            }
        }
        return pictures;
    }
}
