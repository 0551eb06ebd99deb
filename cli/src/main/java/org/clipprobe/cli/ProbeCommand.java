package org.clipprobe.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.clipprobe.activation.Collected;
import org.clipprobe.activation.DrawnWords;
import org.clipprobe.activation.Example;
import org.clipprobe.activation.Labels;
import org.clipprobe.activation.ProbingSet;
import org.clipprobe.activation.StoredCapture;
import org.clipprobe.cli.argument.HookArguments;
import org.clipprobe.cli.argument.ModelArguments;
import org.clipprobe.cli.argument.PictureArguments;
import org.clipprobe.cli.argument.RunArguments;
import org.clipprobe.cli.argument.UsageException;
import org.clipprobe.cli.console.ConsoleProgress;
import org.clipprobe.image.Preprocessing;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.StoredModel;
import org.clipprobe.model.VisionTower;
import org.clipprobe.probe.MultimodalOptions;
import org.clipprobe.probe.MultimodalProbe;
import org.clipprobe.probe.MultimodalResult;
import org.clipprobe.probe.NearSpellings;
import org.clipprobe.probe.ProbeException;
import org.clipprobe.report.KeptRuns;
import org.clipprobe.report.ProbeReport;
import org.clipprobe.report.ProbeTables;
import org.clipprobe.report.UnitPages;
import org.clipprobe.report.page.Illustration;
import org.clipprobe.run.ContentKey;
import org.clipprobe.run.Progress;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunRecord;
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
            description =
                    "How often each concept's name is drawn as a picture, in other fonts; 0 when PICTURES has a facet"
                            + " 'word' of its own. Default: ${DEFAULT-VALUE}.")
    private int words = 16;

    @Option(
            names = "--spellings",
            paramLabel = "N",
            description = "Near spellings of each name that are drawn as a control. Default: ${DEFAULT-VALUE}.")
    private int spellings = 4;

    @Option(
            names = "--fdr",
            paramLabel = "RATE",
            description = "The share of the units listed that may be coincidence. Default: ${DEFAULT-VALUE}.")
    private double fdr = MultimodalOptions.defaults().fdr();

    @Option(
            names = "--min-auc",
            paramLabel = "AUC",
            description = "The smallest area under the ROC curve, over sources, that every facet must reach."
                    + " Default: ${DEFAULT-VALUE}.")
    private double minimumAuc = MultimodalOptions.defaults().minimumAuc();

    @Option(
            names = "--redraws",
            paramLabel = "N",
            description = "How often half of each word's drawings are used by themselves, to see which units are found"
                    + " whichever are drawn. Default: ${DEFAULT-VALUE}.")
    private int redraws = MultimodalOptions.defaults().redraws();

    @Option(names = "--pages", description = "Also writes a page for every unit, linked from the report.")
    private boolean pages;

    @Mixin
    private RunArguments run;

    @Override
    public Integer call() throws Exception {
        MultimodalOptions options = options();
        Timings timings = new Timings();
        Progress progress = ConsoleProgress.standard();
        FutureTask<ProbingSet> reading = new FutureTask<>(() -> pictures.labelled(from));
        new Thread(reading, "clip-probe-folder").start();
        try (RunFolder folder = run.begin("probe")) {
            StoredModel stored = model.find(progress);
            List<String> question = question(stored, options);
            KeptProbes kept = new KeptProbes(pictures.store("probes"), question, done(reading));
            PictureArguments.say(done(reading).notes(), spec);
            Optional<KeptRuns.Kept> before = kept.find();
            if (before.isEmpty() || !again(before.get(), stored, folder, timings)) {
                compute(stored, done(reading), options, kept, folder, timings);
            }
            return 0;
        }
    }

    private static ProbingSet done(Future<ProbingSet> reading) throws IOException, InterruptedException {
        try {
            return reading.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException problem) {
                throw problem;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** What the answer depends on, besides the program, the pictures and the words, which follow from the others. */
    private List<String> question(StoredModel stored, MultimodalOptions options) throws IOException {
        return List.of(
                stored.fingerprint(),
                stored.settings(),
                stored.description(),
                stored.device().toString(),
                hooks.asked(),
                options.toString(),
                words + " " + spellings + " " + pages + " " + pictures.batch());
    }

    /** Answers with what an earlier run found, without opening the model; false when its activations are gone. */
    private boolean again(KeptRuns.Kept before, StoredModel stored, RunFolder folder, Timings timings)
            throws IOException {
        ProbeAnswer answer = KeptProbes.answer(before);
        Optional<Path> store = pictures.store("activations");
        List<ContentKey> keys = answer.examples().stream()
                .map(example -> new ContentKey(example.sha256()))
                .toList();
        if (store.isEmpty() || !StoredCapture.restore(store.get(), answer.stored(), keys, folder.file("activations"))) {
            return false;
        }
        before.copyInto(folder, name -> KeptProbes.copied(name) && !name.equals(ProbeReport.PAGE));
        timings.done("taking an earlier answer");
        RunRecord record =
                Provenance.write(folder, spec, run.seed(), stored, answer.examples(), answer.skipped(), timings);
        ProbeReport.writeAgain(folder, before.read(ProbeReport.PAGE), record);
        folder.commit();
        answer.say(new Answer(spec, run.json()), folder, 0);
        return true;
    }

    private void compute(
            StoredModel stored,
            ProbingSet read,
            MultimodalOptions options,
            KeptProbes kept,
            RunFolder folder,
            Timings timings)
            throws IOException, ProbeException {
        Progress progress = ConsoleProgress.standard();
        try (ClipModel opened = stored.open()) {
            Looking looking = new Looking(opened, model, pictures, timings);
            VisionTower tower = opened.requireVision();
            ProbingSet set = withWords(read, tower.preprocessing().geometry());
            try (Collected collected =
                    looking.look(set, hooks.pooledCaptures(tower), folder.file("activations"), progress)) {
                MultimodalResult result =
                        MultimodalProbe.run(collected.set().labels(), collected.activations(), options, progress);
                timings.done("testing");
                ProbeTables.write(folder, result);
                RunRecord record = Provenance.write(folder, spec, run.seed(), opened, collected, timings);
                report(folder, result, collected, record, progress);
                ProbeAnswer answer = ProbeAnswer.of(result, collected, opened.notes());
                kept.keep(folder, collected, answer);
                folder.commit();
                answer.say(new Answer(spec, run.json()), folder, collected.computed());
            }
        }
    }

    private MultimodalOptions options() throws UsageException {
        if (words < 0 || spellings < 0) {
            throw new UsageException(
                    "--words and --spellings: expected 0 or more, found " + words + " and " + spellings);
        }
        try {
            return new MultimodalOptions(fdr, minimumAuc, redraws, run.seed());
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
                examples.addAll(drawn.examples(concept, Labels.SPELLING, spelling, 1));
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
        UnitPages each = UnitPages.unnamed(
                labels, illustrations, collected.activations(), UnitPages.all(collected.activations()), record.model());
        page.write(folder, each, progress);
    }
}
