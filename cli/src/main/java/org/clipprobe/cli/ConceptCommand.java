package org.clipprobe.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.clipprobe.activation.Labels;
import org.clipprobe.activation.ProbingSet;
import org.clipprobe.activation.Progress;
import org.clipprobe.concept.ConceptSet;
import org.clipprobe.concept.FacetAuc;
import org.clipprobe.concept.Prompts;
import org.clipprobe.concept.SearchQuery;
import org.clipprobe.concept.SoftWpmi;
import org.clipprobe.concept.TuningMatch;
import org.clipprobe.concept.UnitMatch;
import org.clipprobe.concept.UnitSearch;
import org.clipprobe.model.Capture;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.DirectWrite;
import org.clipprobe.model.Unit;
import org.clipprobe.model.VisionTower;
import org.clipprobe.report.Illustration;
import org.clipprobe.report.RunFolder;
import org.clipprobe.report.RunTable;
import org.clipprobe.report.UnitPages;
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
                    + " set where it does not. Beside it stands each unit's direct write: how far its output weights,"
                    + " through the tower's projection, push the embedding towards the prompt, in standard deviations"
                    + " over the layer (transformers that read out a token). For the best it names the text tower's"
                    + " units that respond to the same concepts, with their direct write, and writes a page for each"
                    + " unit that it lists.",
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
    private static final String WRITE = "direct write along the prompt (standard deviations over the layer)";

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
        ProbingSet read = PictureArguments.read(from);
        Function<Labels, ConceptSet> background = concepts.read(read.labels());
        try (RunFolder folder = run.begin("concept");
                ClipModel opened = model.open(progress)) {
            VisionTower tower = opened.requireVision();
            List<Capture> captures = hooks.captures(tower);
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
                List<TextUnits.Match> text = textUnits(opened, study, matches, query);
                timings.done("matching text units");
                write(folder, matches, text);
                pages(study, matches.stream().limit(top).map(UnitMatch::unit).toList(), opened, folder, progress);
                timings.done("writing pages");
                Provenance.write(folder, spec, run.seed(), opened, study.collected(), timings);
                folder.commit();
                answer(matches, text, opened, study, folder);
            }
            return 0;
        }
    }

    private static void pages(Study study, List<Unit> best, ClipModel opened, RunFolder folder, Progress progress)
            throws IOException {
        ProbingSet set = study.collected().set();
        UnitPages.unnamed(set.labels(), Illustration.of(set.examples()), study.layers(), best, opened.description())
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

    private List<TextUnits.Match> textUnits(ClipModel opened, Study study, List<UnitMatch> matches, SearchQuery query)
            throws IOException {
        if (study.input().labels().isEmpty()) {
            return List.of();
        }
        List<Unit> best = matches.stream().limit(MATCHED).map(UnitMatch::unit).toList();
        return TextUnits.matching(opened, study, templates.templates(), best, query, run.seed());
    }

    private static void write(RunFolder folder, List<UnitMatch> matches, List<TextUnits.Match> text)
            throws IOException {
        List<String> header = List.of(
                "rank",
                "unit",
                "smallest facet AUC",
                "facet AUCs",
                "score (softWPMI)",
                "correlation with similarity (Pearson r)",
                WRITE);
        try (RunTable table = folder.table("matches.csv", header)) {
            int rank = 1;
            for (UnitMatch match : matches) {
                table.row(
                        rank++,
                        match.unit(),
                        match.weakestAuc().orElse(Double.NaN),
                        facets(match),
                        match.score(),
                        match.correlation(),
                        match.write().orElse(Double.NaN));
            }
        }
        try (RunTable table = folder.table(
                "text-units.csv",
                List.of("vision unit", "text unit", "correlation of tuning (Pearson r)", "p", WRITE))) {
            for (TextUnits.Match found : text) {
                TuningMatch match = found.match();
                table.row(
                        match.vision(),
                        match.text(),
                        match.correlation(),
                        match.p(),
                        found.write().orElse(Double.NaN));
            }
        }
    }

    private static String facets(UnitMatch match) {
        return match.facets().stream()
                .map((FacetAuc facet) -> String.format(java.util.Locale.ROOT, "%s %.3f", facet.facet(), facet.auc()))
                .collect(Collectors.joining(", "));
    }

    private void answer(
            List<UnitMatch> matches, List<TextUnits.Match> text, ClipModel opened, Study study, RunFolder folder)
            throws IOException {
        Answer answer = new Answer(spec, run.json());
        boolean known = matches.get(0).weakestAuc().isPresent();
        answer.line(
                known
                        ? "Units by the smallest AUC over the facets of \"" + prompt + "\":"
                        : "The pictures have no label for \"" + prompt + "\"; units by softWPMI among "
                                + study.input().set().size() + " concepts:");
        List<Map<String, Object>> facts = new ArrayList<>();
        for (UnitMatch match : matches.stream().limit(top).toList()) {
            OptionalDouble weakest = match.weakestAuc();
            answer.line(String.format(
                    "  %-20s %s score %7.3f, correlation %.3f%s%s",
                    match.unit(),
                    weakest.isPresent() ? String.format("AUC %.3f,", weakest.getAsDouble()) : "",
                    match.score(),
                    match.correlation(),
                    shown(match.write()),
                    known ? "   (" + facets(match) + ")" : ""));
            Map<String, Object> fact = new LinkedHashMap<>();
            fact.put("unit", match.unit().toString());
            fact.put("facets", match.facets());
            fact.put("score", match.score());
            fact.put("correlation", match.correlation());
            match.write().ifPresent(write -> fact.put("direct_write_sd", write));
            facts.add(fact);
        }
        List<Map<String, Object>> textFacts = new ArrayList<>();
        for (TextUnits.Match found : text) {
            TuningMatch match = found.match();
            answer.line(String.format(
                    "  %s goes with %s: correlation of tuning %.3f, p %.3f%s",
                    match.vision(), match.text(), match.correlation(), match.p(), shown(found.write())));
            Map<String, Object> fact = new LinkedHashMap<>();
            fact.put("vision", match.vision().toString());
            fact.put("text", match.text().toString());
            fact.put("correlation", match.correlation());
            fact.put("p", match.p());
            found.write().ifPresent(write -> fact.put("direct_write_sd", write));
            textFacts.add(fact);
        }
        answer.warn(opened.notes(), study.collected().set().skipped());
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("folder", folder.target().toString());
        all.put("known_concept", known);
        all.put("units", facts);
        all.put("text_units", textFacts);
        answer.finish(all, "pages of these units: " + folder.target() + "/" + UnitPages.SEARCH);
    }

    private static String shown(OptionalDouble write) {
        return write.isPresent() ? String.format(", direct write %+.1f sd", write.getAsDouble()) : "";
    }
}
