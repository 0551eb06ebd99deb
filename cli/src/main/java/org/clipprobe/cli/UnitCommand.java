package org.clipprobe.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.clipprobe.activation.Labels;
import org.clipprobe.activation.ProbingSet;
import org.clipprobe.cli.argument.ConceptArguments;
import org.clipprobe.cli.argument.ModelArguments;
import org.clipprobe.cli.argument.NamingMethod;
import org.clipprobe.cli.argument.PictureArguments;
import org.clipprobe.cli.argument.RunArguments;
import org.clipprobe.cli.argument.TemplateArguments;
import org.clipprobe.cli.argument.UnitChoice;
import org.clipprobe.cli.argument.UsageException;
import org.clipprobe.cli.console.ConsoleProgress;
import org.clipprobe.concept.naming.NamingOptions;
import org.clipprobe.concept.set.ConceptException;
import org.clipprobe.concept.set.ConceptSet;
import org.clipprobe.concept.similarity.Membership;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.TextTower;
import org.clipprobe.model.Unit;
import org.clipprobe.model.VisionTower;
import org.clipprobe.report.NamingReport;
import org.clipprobe.report.ProbeReport;
import org.clipprobe.report.UnitPages;
import org.clipprobe.report.page.Illustration;
import org.clipprobe.result.ExampleRow;
import org.clipprobe.run.Progress;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunRecord;
import org.clipprobe.run.Timings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code clip-probe unit}: what units respond to. */
@Command(
        name = "unit",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "What a unit responds to, in words, with evidence.",
        description = {
            "",
            "Names units from a concept set on half of the pictures' sources, says what each name is worth on the"
                    + " other half (AUC and MAD against control pictures, how much better activations are predicted from"
                    + " the name than from random directions) and when there is no good name. Writes report.html, a"
                    + " page for each of them and for the units most like them, and a search.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  clip-probe unit vision.3.mlp:178",
            "  clip-probe unit vision.3.mlp:100-120 PICTURES --concepts common",
            "  clip-probe unit vision.3.mlp --method rank-reorder",
            "  clip-probe unit --all PICTURES --model MODEL"
        })
final class UnitCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "UNITS",
            description = "A unit (vision.3.mlp:117), a range of them (vision.3.mlp:100-120) or a hook point"
                    + " (vision.3.mlp, '*' stands for anything). Left out with --all.")
    private String first = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "PICTURES", description = PictureArguments.PICTURES)
    private Path second;

    @Option(names = "--all", description = "The hidden MLP neurons of every block.")
    private boolean all;

    @Option(
            names = "--method",
            paramLabel = "NAME",
            description =
                    "How concepts are scored: softwpmi, wpmi, rank-reorder, cos-cubed, cosine, or auc, which goes by the"
                            + " labels where they know every concept of the set. Default: softwpmi.")
    private NamingMethod method = NamingMethod.SOFTWPMI;

    @Option(
            names = "--words",
            paramLabel = "N",
            description = "How often each label is drawn as a picture of its word. Default: ${DEFAULT-VALUE}.")
    private int words = 4;

    @Mixin
    private ConceptArguments concepts;

    @Mixin
    private TemplateArguments templates;

    @Mixin
    private PictureArguments pictures;

    @Mixin
    private ModelArguments model;

    @Mixin
    private RunArguments run;

    @Override
    public Integer call() throws Exception {
        if (!all && first.isEmpty()) {
            throw new UsageException("unit: expected units such as vision.3.mlp:117, or --all");
        }
        if (all && second != null) {
            throw new UsageException(
                    "unit --all: expected no units next to it, found '" + first + "'; use only one of them");
        }
        templates.templates();
        Timings timings = new Timings();
        Progress progress = ConsoleProgress.standard();
        ProbingSet read = pictures.read(all && !first.isEmpty() ? Path.of(first) : second, spec);
        Function<Labels, ConceptSet> wanted = concepts.read(read.labels());
        noteUnlabelled(read.labels(), wanted.apply(read.labels()));
        try (RunFolder folder = run.begin("unit");
                ClipModel opened = model.open(progress)) {
            VisionTower tower = opened.requireVision();
            UnitChoice choice = UnitChoice.of(tower, all ? "" : first);
            noteCut(opened.requireText(), wanted.apply(read.labels()));
            ProbingSet set = Study.withWords(read, tower.preprocessing().geometry(), words, run.seed());
            Looking looking = new Looking(opened, model, pictures, timings);
            try (Study study = Study.of(
                    set, choice.captures(), wanted, templates, looking, folder.file("activations"), progress)) {
                NamingOptions options = namingOptions(study, opened);
                Names names = Names.of(study, options, run.seed(), progress);
                timings.done("naming");
                RunRecord record = Asked.of(spec, run.seed(), opened.stored(), timings)
                        .write(
                                folder,
                                ExampleRow.of(study.collected()),
                                study.collected().set().skipped(),
                                study.collected().computed());
                report(study, options, names, choice.units(), record, folder, progress);
                names.write(folder, choice.units());
                folder.commit();
                answer(study, names, choice.units(), opened, folder);
            }
            return 0;
        }
    }

    /** Where no label is a concept, what a name is worth is judged by the model itself. */
    private void noteUnlabelled(Labels labels, ConceptSet set) {
        if (labels.concepts().size() < 2) {
            return;
        }
        try {
            Membership.of(labels, set);
        } catch (ConceptException e) {
            spec.commandLine()
                    .getErr()
                    .println("note: " + e.getMessage()
                            + "; now the pictures of a name are those that the model finds most" + " like it");
        }
    }

    /** Two concepts that differ only in what is cut off are one to the model. */
    private void noteCut(TextTower tower, ConceptSet set) throws IOException {
        List<String> cut = new ArrayList<>();
        for (String text : set.texts()) {
            if (tower.tokenize(templates.longest(text)).cut()) {
                cut.add(text);
            }
        }
        if (!cut.isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println("note: " + set.source() + ": " + cut.size()
                            + (cut.size() == 1 ? " concept is" : " concepts are") + " longer than the text tower's "
                            + tower.contextLength() + " tokens; what the model reads of \"" + cut.get(0)
                            + "\" lacks the end");
        }
    }

    private NamingOptions namingOptions(Study study, ClipModel opened) {
        NamingOptions standard = NamingOptions.standard();
        return new NamingOptions(
                method.similarity(study.input(), opened.logitScale()),
                standard.top(),
                standard.share(),
                standard.smallestAuc(),
                standard.level(),
                standard.shuffled(),
                run.seed());
    }

    private static void report(
            Study study,
            NamingOptions options,
            Names names,
            List<Unit> units,
            RunRecord record,
            RunFolder folder,
            Progress progress)
            throws IOException {
        ConceptSet set = study.input().set();
        UnitPages pages = new UnitPages(
                study.collected().set().labels(),
                Illustration.of(study.collected().set().examples()),
                study.layers(),
                units,
                record.model(),
                set.texts(),
                names::answer);
        new NamingReport(pages, options, set.source(), names.simulated(), record).write(folder, progress);
        pages.write(folder, progress);
    }

    private void answer(Study study, Names names, List<Unit> units, ClipModel opened, RunFolder folder)
            throws IOException {
        Answer said = new Answer(spec, run.json());
        ConceptSet set = study.input().set();
        NamingAnswer answer = new NamingAnswer(names, units, set.source(), set.texts());
        answer.say(said);
        said.warn(opened.notes(), study.collected().set().skipped());
        if (units.size() == 1) {
            said.line("page: " + folder.target().resolve(UnitPages.address(units.get(0))));
        }
        said.finish(answer.facts(folder), "report: " + folder.target().resolve(ProbeReport.PAGE));
    }
}
