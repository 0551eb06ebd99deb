package org.clipprobe.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.clipprobe.ClipProbe;
import org.clipprobe.NameOptions;
import org.clipprobe.NamingRun;
import org.clipprobe.activation.ProbingSet;
import org.clipprobe.cli.argument.ConceptArguments;
import org.clipprobe.cli.argument.ModelArguments;
import org.clipprobe.cli.argument.PictureArguments;
import org.clipprobe.cli.argument.RunArguments;
import org.clipprobe.cli.argument.TemplateArguments;
import org.clipprobe.cli.argument.UsageException;
import org.clipprobe.cli.console.ConsoleProgress;
import org.clipprobe.concept.naming.NamingMethod;
import org.clipprobe.run.RunFolder;
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
        ProbingSet set = pictures.read(all && !first.isEmpty() ? Path.of(first) : second, spec);
        NameOptions options = options(set);
        try (RunFolder folder = run.begin("unit");
                ClipProbe clip = model.clip(pictures, ConsoleProgress.standard(), Asked.words(spec));
                NamingRun named = clip.name(set, options, folder)) {
            folder.commit();
            new Answer(spec, run.json())
                    .say(
                            folder,
                            named.result(),
                            NamingAnswer.lines(named.result().found(), folder.target()));
            return 0;
        }
    }

    private NameOptions options(ProbingSet set) throws IOException {
        try {
            return new NameOptions(
                    all ? "" : first, method, concepts.read(set.labels()), templates.templates(), words, run.seed());
        } catch (IllegalArgumentException e) {
            throw new UsageException("--" + e.getMessage());
        }
    }
}
