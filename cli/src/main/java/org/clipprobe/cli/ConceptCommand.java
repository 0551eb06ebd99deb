package org.clipprobe.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.clipprobe.activation.Labels;
import org.clipprobe.activation.ProbingSet;
import org.clipprobe.cli.argument.ConceptArguments;
import org.clipprobe.cli.argument.HookArguments;
import org.clipprobe.cli.argument.ModelArguments;
import org.clipprobe.cli.argument.PictureArguments;
import org.clipprobe.cli.argument.RunArguments;
import org.clipprobe.cli.argument.TemplateArguments;
import org.clipprobe.cli.argument.UsageException;
import org.clipprobe.cli.console.ConsoleProgress;
import org.clipprobe.concept.search.Prompts;
import org.clipprobe.concept.search.SearchQuery;
import org.clipprobe.concept.search.UnitMatch;
import org.clipprobe.concept.search.UnitSearch;
import org.clipprobe.concept.set.ConceptSet;
import org.clipprobe.concept.similarity.SoftWpmi;
import org.clipprobe.model.Capture;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.DirectWrite;
import org.clipprobe.model.Unit;
import org.clipprobe.model.VisionTower;
import org.clipprobe.report.ConceptReport;
import org.clipprobe.report.ProbeReport;
import org.clipprobe.report.UnitPages;
import org.clipprobe.report.page.Illustration;
import org.clipprobe.run.Progress;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code clip-probe concept}: the units that respond to a prompt's concept. */
@Command(
        name = "concept",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "The units that respond to a prompt's concept: in pictures, in words, and through the embedding.",
        description = {
            "",
            "Ranks units by evidence: facet by facet AUC where PICTURES knows the concept, softWPMI inside the concept"
                    + " set where it does not. Next to it is each unit's direct write: how far its output weights,"
                    + " through the tower's projection, push the embedding towards the prompt, in standard deviations"
                    + " over the layer (transformers that read out a token). For the best it names the text tower's"
                    + " units that respond to the same concepts, with their direct write. Writes report.html, a page"
                    + " for each unit that it lists, and a search.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  clip-probe concept \"a spider\"",
            "  clip-probe concept happy --against sad --not \"a smiling cat\" PICTURES",
            "  clip-probe concept \"a spider\" --and \"an ant\" --at vision.3.mlp"
        })
final class ConceptCommand implements Callable<Integer> {
    private static final int MATCHED = 5;
    private static final int SHOWN = 60;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "PROMPT", description = "What the units should respond to.")
    private String prompt;

    @Parameters(index = "1", arity = "0..1", paramLabel = "PICTURES", description = PictureArguments.PICTURES)
    private Path from;

    @Option(names = "--and", paramLabel = "PROMPT", description = "They should respond to this as well.")
    private List<String> also = new ArrayList<>();

    @Option(names = "--against", paramLabel = "PROMPT", description = "And more to PROMPT than to this.")
    private List<String> against = new ArrayList<>();

    @Option(names = "--not", paramLabel = "PROMPT", description = "And not to this.")
    private List<String> negatives = new ArrayList<>();

    @Option(names = "--top", paramLabel = "N", description = "Units to list. Default: ${DEFAULT-VALUE}.")
    private int top = 10;

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
    private HookArguments hooks;

    @Mixin
    private PictureArguments pictures;

    @Mixin
    private ModelArguments model;

    @Mixin
    private RunArguments run;

    @Override
    public Integer call() throws Exception {
        if (top < 1) {
            throw new UsageException("--top: expected 1 or more, found " + top);
        }
        templates.templates();
        Timings timings = new Timings();
        Progress progress = ConsoleProgress.standard();
        ProbingSet read = pictures.read(from, spec);
        Function<Labels, ConceptSet> background = concepts.read(read.labels());
        try (RunFolder folder = run.begin("concept");
                ClipModel opened = model.open(progress)) {
            VisionTower tower = opened.requireVision();
            List<Capture> captures = hooks.pooledCaptures(tower);
            ProbingSet set = Study.withWords(read, tower.preprocessing().geometry(), words, run.seed());
            SearchQuery query = query(opened, progress);
            Looking looking = new Looking(opened, model, pictures, timings);
            try (Study study =
                    Study.of(set, captures, background, templates, looking, folder.file("activations"), progress)) {
                List<UnitMatch> matches = UnitSearch.run(
                        study.input(),
                        query,
                        SoftWpmi.of(study.input().labels(), opened.logitScale()),
                        writes(tower, captures),
                        progress);
                timings.done("searching");
                SearchAnswer answer = new SearchAnswer(matches, textUnits(opened, study, matches, query), top);
                timings.done("matching text units");
                answer.write(folder);
                RunRecord record = Provenance.write(folder, spec, run.seed(), opened, study.collected(), timings);
                report(study, query, answer, record, folder, progress);
                folder.commit();
                Answer said = new Answer(spec, run.json());
                answer.say(said, prompt, study.input().set().size());
                said.warn(opened.notes(), study.collected().set().skipped());
                said.finish(answer.facts(folder), "report: " + folder.target().resolve(ProbeReport.PAGE));
            }
            return 0;
        }
    }

    private static void report(
            Study study, SearchQuery query, SearchAnswer answer, RunRecord record, RunFolder folder, Progress progress)
            throws IOException {
        ProbingSet set = study.collected().set();
        List<Illustration> examples = Illustration.of(set.examples());
        ConceptSet background = study.input().set();
        ConceptReport.Scope scope =
                new ConceptReport.Scope(answer.matches().size(), background.size(), background.source());
        new ConceptReport(query, answer.listed(), answer.text(), scope, set.labels(), examples, study.layers(), record)
                .write(folder);
        List<Unit> units = answer.listed().stream().map(UnitMatch::unit).toList();
        UnitPages.unnamed(set.labels(), examples, study.layers(), units, record.model())
                .write(folder, progress);
    }

    private static List<DirectWrite> writes(VisionTower tower, List<Capture> captures) throws IOException {
        List<DirectWrite> writes = new ArrayList<>();
        for (Capture capture : captures) {
            tower.directWrite(capture.at()).ifPresent(writes::add);
        }
        return writes;
    }

    private List<String> wanted() {
        List<String> wanted = new ArrayList<>();
        wanted.add(prompt);
        wanted.addAll(also);
        return wanted;
    }

    private SearchQuery query(ClipModel opened, Progress progress) throws IOException {
        Prompts wanted = prompts(opened, wanted(), progress);
        Prompts others = prompts(opened, against, progress);
        Prompts none = prompts(opened, negatives, progress);
        try {
            return new SearchQuery(wanted, others, none);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }

    private Prompts prompts(ClipModel opened, List<String> texts, Progress progress) throws IOException {
        for (String text : texts) {
            String longest = templates.longest(text.strip());
            if (opened.requireText().tokenize(longest).cut()) {
                throw new UsageException("concept: expected a prompt of at most "
                        + opened.requireText().contextLength() + " tokens, found more in \""
                        + longest.substring(0, Math.min(SHOWN, longest.length()))
                        + "…\"; shorten it, or use --templates plain");
            }
        }
        return texts.isEmpty()
                ? Prompts.none()
                : new Prompts(texts, templates.embed(opened, texts, Optional.empty(), progress));
    }

    private List<ConceptReport.TextUnit> textUnits(
            ClipModel opened, Study study, List<UnitMatch> matches, SearchQuery query) throws IOException {
        if (study.input().labels().isEmpty()) {
            return List.of();
        }
        List<Unit> best = matches.stream()
                .limit(Math.min(MATCHED, top))
                .map(UnitMatch::unit)
                .toList();
        return TextUnits.matching(opened, study, templates.templates(), best, query, run.seed());
    }
}
