package org.clipprobe.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.clipprobe.activation.Collected;
import org.clipprobe.activation.DrawnWords;
import org.clipprobe.activation.Example;
import org.clipprobe.activation.Labels;
import org.clipprobe.activation.ProbingSet;
import org.clipprobe.activation.Progress;
import org.clipprobe.image.Preprocessing;
import org.clipprobe.model.Capture;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.VisionTower;
import org.clipprobe.probe.Finding;
import org.clipprobe.probe.LayerResult;
import org.clipprobe.probe.MultimodalOptions;
import org.clipprobe.probe.MultimodalResult;
import org.clipprobe.probe.MultimodalTest;
import org.clipprobe.probe.NearSpellings;
import org.clipprobe.report.Illustration;
import org.clipprobe.report.ProbeReport;
import org.clipprobe.report.ProbeTables;
import org.clipprobe.report.RunFolder;
import org.clipprobe.report.RunRecord;
import org.clipprobe.report.UnitAnswer;
import org.clipprobe.report.UnitPages;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code clip-probe probe}: the units that respond to both the pictures and the words. */
@Command(
        name = "probe",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "The units that respond to a concept in every form: its pictures and its written word.",
        description = {
            "",
            "A unit is multimodal for a concept when it tells the concept's examples from the others' in every facet"
                    + " (photo, drawing, …, and the word, drawn in several fonts). Writes a run folder with"
                    + " report.html and its tables.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  clip-probe probe",
            "  clip-probe probe PICTURES --model MODEL --at 'vision.*.mlp' --out spiders",
            "  clip-probe probe PICTURES --model hf:Xenova/clip-vit-base-patch32 --fdr 0.05"
        })
final class ProbeCommand implements Callable<Integer> {
    private static final int LISTED = 10;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "PICTURES", description = PictureArguments.PICTURES)
    private Path from;

    @Mixin
    private PictureArguments pictures;

    @Mixin
    private ModelArguments model;

    @Mixin
    private HookArguments hooks;

    @Option(
            names = "--words",
            paramLabel = "N",
            description = "How often each concept's name is drawn as a picture; 0 when PICTURES has a facet 'word' of"
                    + " its own. Default: ${DEFAULT-VALUE}.")
    private int words = 8;

    @Option(
            names = "--spellings",
            paramLabel = "N",
            description = "Near spellings of each name that are drawn as a control. Default: ${DEFAULT-VALUE}.")
    private int spellings = 4;

    @Option(
            names = "--fdr",
            paramLabel = "RATE",
            description = "The false discovery rate that is accepted. Default: ${DEFAULT-VALUE}.")
    private double fdr = MultimodalOptions.defaults().fdr();

    @Option(
            names = "--min-auc",
            paramLabel = "AUC",
            description = "The smallest area under the ROC curve that every facet must reach."
                    + " Default: ${DEFAULT-VALUE}.")
    private double minimumAuc = MultimodalOptions.defaults().minimumAuc();

    @Option(
            names = "--permutations",
            paramLabel = "N",
            description = "Permutations per control. Default: ${DEFAULT-VALUE}.")
    private int permutations = MultimodalOptions.defaults().permutations();

    @Option(names = "--pages", description = "Also writes a page for every unit, linked from the report.")
    private boolean pages;

    @Mixin
    private RunArguments run;

    @Override
    public Integer call() throws Exception {
        MultimodalOptions options = options();
        Timings timings = new Timings();
        Progress progress = ConsoleProgress.standard();
        ProbingSet read = PictureArguments.read(from);
        try (RunFolder folder = run.begin("probe");
                ClipModel opened = model.open(progress)) {
            VisionTower tower = opened.requireVision();
            ProbingSet set = withWords(read, tower.preprocessing().geometry());
            List<Capture> captures = hooks.captures(tower);
            Looking looking = new Looking(opened, model, pictures, timings);
            try (Collected collected = looking.look(set, captures, folder.file("activations"), progress)) {
                MultimodalResult result =
                        MultimodalTest.run(collected.set().labels(), collected.activations(), options, progress);
                timings.done("testing");
                ProbeTables.write(folder, result);
                RunRecord record = Provenance.write(folder, spec, run.seed(), opened, collected, timings);
                report(folder, result, collected, record, progress);
                folder.commit();
                answer(result, collected, opened, folder);
            }
            return 0;
        }
    }

    private MultimodalOptions options() throws UsageException {
        if (words < 0 || spellings < 0) {
            throw new UsageException(
                    "--words and --spellings: expected 0 or more, found " + words + " and " + spellings);
        }
        try {
            return new MultimodalOptions(fdr, minimumAuc, permutations, run.seed());
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }

    private ProbingSet withWords(ProbingSet read, Preprocessing.Geometry input) {
        DrawnWords drawn = new DrawnWords(input.width(), input.height(), run.seed());
        List<Example> examples = new ArrayList<>();
        for (String concept : read.concepts()) {
            examples.addAll(drawn.examples(concept, Labels.WORD, concept, words));
            for (String spelling : NearSpellings.of(concept, words == 0 ? 0 : spellings, read.concepts(), run.seed())) {
                examples.addAll(drawn.examples(concept, MultimodalTest.SPELLING, spelling, 1));
            }
        }
        return read.with(examples);
    }

    private void report(
            RunFolder folder, MultimodalResult result, Collected collected, RunRecord record, Progress progress)
            throws IOException {
        Labels labels = collected.set().labels();
        List<Illustration> illustrations = Illustration.of(collected.set().examples());
        ProbeReport page = new ProbeReport(result, labels, illustrations, collected.activations(), record);
        if (!pages) {
            page.write(folder);
            return;
        }
        UnitPages each = new UnitPages(
                labels, illustrations, collected.activations(), record.model(), List.of(), unit -> UnitAnswer.none());
        page.write(folder, each, progress);
    }

    private void answer(MultimodalResult result, Collected collected, ClipModel opened, RunFolder folder)
            throws Exception {
        Answer answer = new Answer(spec, run.json());
        int units =
                result.layers().stream().mapToInt(LayerResult::multimodalUnits).sum();
        int confirmed =
                result.layers().stream().mapToInt(LayerResult::confirmedUnits).sum();
        answer.line(units + (units == 1 ? " unit responds" : " units respond") + " to a concept in every facet ("
                + String.join(", ", result.facets()) + ") at a false discovery rate of "
                + Math.round(100 * result.options().fdr()) + " %; " + confirmed + " confirmed on held-out halves.");
        for (LayerResult layer : result.layers()) {
            answer.line(String.format(
                    "  %-16s %4d of %4d units, %4.1f with the words permuted",
                    layer.capture().at().name(), layer.multimodalUnits(), layer.units(), layer.unitsByChance()));
        }
        for (Finding finding : result.findings().stream()
                .filter(found -> !found.readsLetters())
                .limit(LISTED)
                .toList()) {
            answer.line(String.format(
                    "  %-20s %-16s smallest AUC %.3f, p %.1e",
                    finding.unit(), finding.concept(), finding.score(), finding.p()));
        }
        answer.warn(opened.notes(), collected.set().skipped());
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("folder", folder.target().toString());
        facts.put("report", folder.target().resolve("report.html").toString());
        facts.put("multimodal_units", units);
        facts.put("confirmed_units", confirmed);
        facts.put("examples", collected.keys().size());
        facts.put("computed", collected.computed());
        facts.put("skipped", collected.set().skipped());
        facts.put("layers", result.layers());
        facts.put("findings", result.findings());
        answer.finish(facts, "report: " + folder.target().resolve("report.html"));
    }
}
