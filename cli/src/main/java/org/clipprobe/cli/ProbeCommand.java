package org.clipprobe.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.clipprobe.ClipProbe;
import org.clipprobe.ProbeOptions;
import org.clipprobe.ProbeRun;
import org.clipprobe.activation.ProbingSet;
import org.clipprobe.cli.argument.HookArguments;
import org.clipprobe.cli.argument.ModelArguments;
import org.clipprobe.cli.argument.PictureArguments;
import org.clipprobe.cli.argument.RunArguments;
import org.clipprobe.cli.argument.UsageException;
import org.clipprobe.cli.console.ConsoleProgress;
import org.clipprobe.probe.MultimodalOptions;
import org.clipprobe.run.RunFolder;
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
        ProbeOptions options = options();
        ProbingSet set = pictures.labelled(from);
        PictureArguments.say(set.notes(), spec);
        try (RunFolder folder = run.begin("probe");
                ClipProbe clip = model.clip(pictures, ConsoleProgress.standard(), Asked.words(spec));
                ProbeRun found = clip.probe(set, options, folder)) {
            folder.commit();
            new Answer(spec, run.json())
                    .say(
                            folder,
                            found.result(),
                            ProbeAnswer.lines(found.result().found()));
            return 0;
        }
    }

    private ProbeOptions options() throws UsageException {
        if (words < 0 || spellings < 0) {
            throw new UsageException(
                    "--words and --spellings: expected 0 or more, found " + words + " and " + spellings);
        }
        try {
            return new ProbeOptions(
                    hooks.patterns(),
                    hooks.pooling(),
                    words,
                    spellings,
                    new MultimodalOptions(fdr, minimumAuc, redraws, run.seed()),
                    pages);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }
}
