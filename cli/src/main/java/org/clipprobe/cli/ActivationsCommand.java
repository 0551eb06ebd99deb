package org.clipprobe.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.clipprobe.activation.Collected;
import org.clipprobe.activation.ProbingSet;
import org.clipprobe.model.Capture;
import org.clipprobe.model.ClipModel;
import org.clipprobe.run.Progress;
import org.clipprobe.run.RunFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code clip-probe activations}: what units do on pictures, as NumPy files. */
@Command(
        name = "activations",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "What units do on pictures, as NumPy files.",
        description = {
            "",
            "Writes activations/HOOK.npy (float32, examples × units, numpy.load opens it) for every hook point that"
                    + " --at matches, and activations/examples.csv, which says what each row is.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  clip-probe activations --at 'vision.*.mlp' --pool max --out spiders",
            "  clip-probe activations PICTURES --model MODEL --at vision.11.resid --pool token --out residual"
        })
final class ActivationsCommand implements Callable<Integer> {
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

    @Mixin
    private RunArguments run;

    @Override
    public Integer call() throws Exception {
        Timings timings = new Timings();
        Progress progress = ConsoleProgress.standard();
        ProbingSet set = PictureArguments.read(from);
        try (RunFolder folder = run.begin("activations");
                ClipModel opened = model.open(progress)) {
            Looking looking = new Looking(opened, model, pictures, timings);
            List<Capture> captures = hooks.captures(opened.requireVision());
            try (Collected collected = looking.look(set, captures, folder.file("activations"), progress)) {
                Provenance.writeExamples(folder, collected);
                Provenance.write(folder, spec, run.seed(), opened, collected, timings);
                folder.commit();
                Answer answer = new Answer(spec, run.json());
                captures.forEach(capture -> answer.line("activations/"
                        + capture.at().name() + ".npy  " + collected.keys().size() + " examples × "
                        + capture.at().units() + " units"));
                answer.warn(opened.notes(), collected.set().skipped());
                answer.finish(
                        Map.of(
                                "folder", folder.target().toString(),
                                "examples", collected.keys().size(),
                                "skipped", collected.set().skipped().size(),
                                "computed", collected.computed(),
                                "hook_points",
                                        captures.stream()
                                                .map(c -> c.at().name())
                                                .toList()),
                        "activations: " + folder.target());
            }
            return 0;
        }
    }
}
