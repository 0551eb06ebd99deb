package org.clipprobe.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.clipprobe.activation.Labels;
import org.clipprobe.activation.ProbingSet;
import org.clipprobe.activation.Progress;
import org.clipprobe.concept.Auc;
import org.clipprobe.concept.ConceptException;
import org.clipprobe.concept.ConceptSet;
import org.clipprobe.concept.Cosine;
import org.clipprobe.concept.CosineCubed;
import org.clipprobe.concept.LabelAuc;
import org.clipprobe.concept.LayerSimulation;
import org.clipprobe.concept.Membership;
import org.clipprobe.concept.NamedUnit;
import org.clipprobe.concept.NamingInput;
import org.clipprobe.concept.NamingOptions;
import org.clipprobe.concept.RankReorder;
import org.clipprobe.concept.Similarity;
import org.clipprobe.concept.SimulationScore;
import org.clipprobe.concept.SoftWpmi;
import org.clipprobe.concept.Wpmi;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.TextTower;
import org.clipprobe.model.Unit;
import org.clipprobe.model.VisionTower;
import org.clipprobe.report.Illustration;
import org.clipprobe.report.RunFolder;
import org.clipprobe.report.UnitAnswer;
import org.clipprobe.report.UnitPages;
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
            "Names units from a concept set, says what each name is worth (AUC and MAD against control pictures,"
                    + " correlation of activations predicted from the name alone with the real ones) and when there is"
                    + " no good name, and writes a page for each of them and for the units most"
                    + " like them, with a search.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  clip-probe unit vision.3.mlp:178",
            "  clip-probe unit vision.3.mlp:100-120 PICTURES --concepts common",
            "  clip-probe unit vision.3.mlp --method rank",
            "  clip-probe unit --all PICTURES --model MODEL"
        })
final class UnitCommand implements Callable<Integer> {
    private static final int LISTED = 20;

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
                    "How concepts are scored: softwpmi, wpmi, rank, cos3, cosine, or auc, which goes by the labels where"
                            + " they know every concept of the set. Default: softwpmi.")
    private Method method = Method.SOFTWPMI;

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
                    "unit --all: expected no units besides, found '" + first + "'; leave out one of them");
        }
        templates.templates();
        Timings timings = new Timings();
        Progress progress = ConsoleProgress.standard();
        ProbingSet read = PictureArguments.read(all && !first.isEmpty() ? Path.of(first) : second);
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
                Names names = Names.of(study, namingOptions(study, opened), run.seed(), progress);
                timings.done("naming");
                names.write(folder, choice.units());
                names.writeScores(folder);
                pages(study, names, choice, opened, folder, progress);
                timings.done("writing pages");
                Provenance.write(folder, spec, run.seed(), opened, study.collected(), timings);
                folder.commit();
                answer(study, names, choice, opened, folder);
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
                    .println("note: " + set.source() + ": " + cut.size() + " of its concepts are longer than the text"
                            + " tower's " + tower.contextLength() + " tokens and lose their end, such as \""
                            + cut.get(0) + "\"");
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

    private static void pages(
            Study study, Names names, UnitChoice choice, ClipModel opened, RunFolder folder, Progress progress)
            throws IOException {
        new UnitPages(
                        study.collected().set().labels(),
                        Illustration.of(study.collected().set().examples()),
                        study.layers(),
                        choice.units(),
                        opened.description(),
                        study.input().set().texts(),
                        names.simulated(),
                        names::answer)
                .write(folder, progress);
    }

    private void answer(Study study, Names names, UnitChoice choice, ClipModel opened, RunFolder folder)
            throws IOException {
        Answer answer = new Answer(spec, run.json());
        List<Map<String, Object>> facts = new ArrayList<>();
        List<String> texts = study.input().set().texts();
        for (Unit unit : choice.units()) {
            UnitAnswer known = names.answer(unit);
            NamedUnit named = known.named().orElseThrow();
            if (facts.size() < LISTED) {
                print(answer, named, known, texts);
            }
            facts.add(names.facts(unit));
        }
        if (facts.size() > LISTED) {
            answer.line("… and " + (facts.size() - LISTED) + " more units, all in names.csv");
        }
        List<Map<String, Object>> layers = new ArrayList<>();
        for (LayerSimulation layer : names.simulated()) {
            String hook = layer.capture().at().name();
            double own = layer.median(SimulationScore::score);
            double other = layer.median(SimulationScore::chance);
            answer.line(String.format(
                    "%s: names predict held-out activations with r %.2f (median over %d units); another unit's name"
                            + " with %.2f",
                    hook, own, layer.units().size(), other));
            layers.add(Map.of("hook_point", hook, "median_simulation_score", own, "of_another_name", other));
        }
        if (method == Method.SOFTWPMI
                && LabelAuc.suits(study.input().labels(), study.input().set())) {
            answer.line(
                    "Every concept is a label of the pictures: --method auc names by the labels, which is right more"
                            + " often than what the model takes the pictures for.");
        }
        answer.warn(opened.notes(), study.collected().set().skipped());
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("folder", folder.target().toString());
        all.put("concept_set", study.input().set().source());
        all.put("units", facts);
        all.put("layers", layers);
        String page =
                choice.units().size() == 1 ? UnitPages.address(choice.units().get(0)) : UnitPages.SEARCH;
        answer.finish(all, "page: " + folder.target() + "/" + page);
    }

    private static void print(Answer answer, NamedUnit named, UnitAnswer known, List<String> texts) {
        StringBuilder line = new StringBuilder(String.format("%-20s ", named.unit()));
        line.append(named.name().map(texts::get).orElse("no good name"));
        line.append(String.format(
                "   AUC %.3f, MAD %.2f, %d pictures",
                named.quality().auc(), named.quality().mad(), named.quality().shown()));
        known.simulation().ifPresent(score -> line.append(String.format("; simulated %.2f", score.score())));
        answer.line(line.toString());
        answer.line("    names: "
                + String.join(
                        ", ",
                        named.names().best().stream()
                                .map(best -> String.format("%s %.3f", texts.get(best.concept()), best.score()))
                                .toList()));
        known.form().ifPresent(form -> answer.line(String.format("    form: %s, AUC %.3f", form.text(), form.auc())));
        known.clusters()
                .filter(clusters -> clusters.polysemantic())
                .ifPresent(clusters -> answer.line("    answers to unrelated things: "
                        + clusters.clusters().size() + " clusters"));
    }

    /** The methods of the literature by the names that options know them by. */
    enum Method {
        SOFTWPMI,
        WPMI,
        RANK,
        COS3,
        COSINE,
        AUC;

        Similarity similarity(NamingInput input, OptionalDouble logitScale) {
            return switch (this) {
                case SOFTWPMI -> SoftWpmi.of(input.labels(), logitScale);
                case WPMI -> Wpmi.standard();
                case RANK -> RankReorder.standard();
                case COS3 -> new CosineCubed();
                case COSINE -> new Cosine();
                case AUC -> LabelAuc.suits(input.labels(), input.set()) ? new LabelAuc() : Auc.standard();
            };
        }
    }
}
