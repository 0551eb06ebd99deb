package org.clipprobe.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.clipprobe.activation.Collected;
import org.clipprobe.activation.ProbingSet;
import org.clipprobe.activation.PromptActivations;
import org.clipprobe.cli.argument.FileArguments;
import org.clipprobe.cli.argument.HookArguments;
import org.clipprobe.cli.argument.ModelArguments;
import org.clipprobe.cli.argument.PictureArguments;
import org.clipprobe.cli.argument.RunArguments;
import org.clipprobe.cli.argument.UsageException;
import org.clipprobe.cli.console.ConsoleProgress;
import org.clipprobe.model.Capture;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.TextTower;
import org.clipprobe.model.Tokens;
import org.clipprobe.result.ExampleRow;
import org.clipprobe.result.ExampleTable;
import org.clipprobe.run.Progress;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.Timings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code clip-probe activations}: what units do on pictures or prompts, as NumPy files. */
@Command(
        name = "activations",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "What units do on pictures or prompts, as NumPy files.",
        description = {
            "",
            "Writes activations/HOOK.npy (float32, examples × units, numpy.load opens it) for every hook point that"
                    + " --at matches, and activations/examples.csv, which says what each row is. With --prompts the rows are"
                    + " prompts and the units those of the text tower. With --pool none the files hold examples × positions ×"
                    + " units, and examples.csv and run.json say how the positions lie on the picture.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  clip-probe activations --at 'vision.*.mlp' --pool max --out spiders",
            "  clip-probe activations PICTURES --model MODEL --at vision.11.resid --pool token --out residual",
            "  clip-probe activations --at vision.3.mlp --pool none --dtype float16 --format safetensors",
            "  clip-probe activations --prompts prompts.txt --at 'text.*.mlp' --at text.embed --tokens --out prompts"
        })
final class ActivationsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "PICTURES", description = PictureArguments.PICTURES)
    private Path from;

    @Option(
            names = "--prompts",
            paramLabel = "FILE",
            description =
                    "A UTF-8 text file with a prompt on each line, to be read by the text tower instead of pictures.")
    private Path prompts;

    @Option(
            names = "--tokens",
            description = "With --prompts, also writes activations/tokens.csv: the token ids that the tower reads.")
    private boolean tokens;

    @Mixin
    private PictureArguments pictures;

    @Mixin
    private ModelArguments model;

    @Mixin
    private HookArguments hooks;

    @Mixin
    private FileArguments files;

    @Mixin
    private RunArguments run;

    @Override
    public Integer call() throws Exception {
        Timings timings = new Timings();
        Progress progress = ConsoleProgress.standard();
        if (prompts != null) {
            return ofPrompts(timings, progress);
        }
        if (tokens) {
            throw new UsageException("--tokens: pictures have no tokens; name a file of prompts with --prompts FILE");
        }
        return ofPictures(timings, progress);
    }

    private int ofPictures(Timings timings, Progress progress) throws IOException {
        ProbingSet set = pictures.read(from, spec);
        try (RunFolder folder = run.begin("activations");
                ClipModel opened = model.open(progress)) {
            Looking looking = new Looking(opened, model, pictures, timings);
            List<Capture> captures = hooks.captures(opened.requireVision());
            Path place = folder.file("activations");
            Grids grids = Grids.of(opened.requireVision(), hooks.everyPosition() ? captures : List.of());
            Answer answer = new Answer(spec, run.json());
            Collected collected = hooks.everyPosition()
                    ? looking.lookEverywhere(set, captures, files, place, progress)
                    : pooled(looking, set, captures, place, progress);
            if (!hooks.everyPosition()) {
                noteOverflow(files.convert(place, captures), answer);
            }
            grids.write(folder, collected);
            grids.write(
                    folder,
                    Asked.of(spec, run.seed(), opened.stored(), timings)
                            .write(
                                    folder,
                                    ExampleRow.of(collected),
                                    collected.set().skipped(),
                                    collected.computed()));
            folder.commit();
            captures.forEach(capture -> answer.line(files.file(capture) + "  "
                    + collected.keys().size() + " examples × " + positions(grids, capture)
                    + capture.at().units() + " units"));
            answer.warn(opened.notes(), collected.set().skipped());
            answer.finish(
                    Map.of(
                            "folder", folder.target().toString(),
                            "examples", collected.keys().size(),
                            "skipped", collected.set().skipped().size(),
                            "computed", collected.computed(),
                            "grids", grids.byHook(),
                            "hook_points", names(captures)),
                    "activations: " + folder.target());
            return 0;
        }
    }

    /** With its files closed, so that they can be stored in another format. */
    private static Collected pooled(
            Looking looking, ProbingSet set, List<Capture> captures, Path place, Progress progress) throws IOException {
        try (Collected collected = looking.look(set, captures, place, progress)) {
            return collected;
        }
    }

    private String positions(Grids grids, Capture capture) {
        if (!hooks.everyPosition()) {
            return "";
        }
        return Optional.ofNullable(grids.byHook().get(capture.at().name()))
                .map(grid -> grid.positions() + " positions (" + grid + ") × ")
                .orElse("positions × ");
    }

    private static List<String> names(List<Capture> captures) {
        return captures.stream().map(capture -> capture.at().name()).toList();
    }

    private static void noteOverflow(long overflowed, Answer answer) {
        if (overflowed > 0) {
            answer.warn(
                    List.of(overflowed + " values are larger than 65504, the largest of 16 bits, and became infinite;"
                            + " use --dtype float32"),
                    List.of());
        }
    }

    private int ofPrompts(Timings timings, Progress progress) throws IOException {
        if (from != null) {
            throw new UsageException("--prompts: pictures and prompts are read by different towers; leave " + from
                    + " out, or --prompts");
        }
        List<String> lines = PromptFile.read(prompts);
        int batch = pictures.collectorOptions(model.threads()).batch();
        try (RunFolder folder = run.begin("activations");
                ClipModel opened = model.open(progress)) {
            TextTower tower = opened.requireText();
            List<Capture> captures = hooks.captures(tower);
            List<Tokens> tokenized = tower.tokenize(lines);
            timings.done("opening");
            Path place = folder.file("activations");
            Answer answer = new Answer(spec, run.json());
            if (hooks.everyPosition()) {
                PromptActivations.writePositions(
                        tower, captures, tokenized, place, files.format(), files.type(), batch, progress);
            } else {
                PromptActivations.write(tower, captures, tokenized, place, batch, progress);
                noteOverflow(files.convert(place, captures), answer);
            }
            timings.done("reading prompts");
            List<ExampleRow> rows = ExampleRow.ofPrompts(lines);
            ExampleTable.write(folder, rows);
            if (tokens) {
                PromptFile.writeTokens(folder, tokenized);
            }
            Asked.of(spec, run.seed(), opened.stored(), timings).write(folder, rows, List.of(), lines.size());
            folder.commit();
            captures.forEach(capture -> answer.line(files.file(capture) + "  " + lines.size() + " prompts × "
                    + (hooks.everyPosition() ? "tokens × " : "") + capture.at().units() + " units"));
            answer.warn(opened.notes(), List.of());
            long cut = tokenized.stream().filter(Tokens::cut).count();
            if (cut > 0) {
                answer.line("note: " + cut + " of the prompts are longer than the text tower's " + tower.contextLength()
                        + " tokens and were cut");
            }
            answer.finish(
                    Map.of(
                            "folder", folder.target().toString(),
                            "examples", lines.size(),
                            "cut", cut,
                            "hook_points", names(captures)),
                    "activations: " + folder.target());
        }
        return 0;
    }
}
