package org.clipprobe.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.clipprobe.ClipProbe;
import org.clipprobe.ConceptRun;
import org.clipprobe.SearchOptions;
import org.clipprobe.activation.ProbingSet;
import org.clipprobe.cli.argument.ConceptArguments;
import org.clipprobe.cli.argument.HookArguments;
import org.clipprobe.cli.argument.ModelArguments;
import org.clipprobe.cli.argument.PictureArguments;
import org.clipprobe.cli.argument.RunArguments;
import org.clipprobe.cli.argument.TemplateArguments;
import org.clipprobe.cli.argument.UsageException;
import org.clipprobe.cli.console.ConsoleProgress;
import org.clipprobe.run.RunFolder;
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
        ProbingSet set = pictures.read(from, spec);
        SearchOptions options = options(set);
        try (RunFolder folder = run.begin("concept");
                ClipProbe clip = model.clip(pictures, ConsoleProgress.standard(), Asked.words(spec));
                ConceptRun found = search(clip, set, options, folder)) {
            folder.commit();
            new Answer(spec, run.json())
                    .say(
                            folder,
                            found.result(),
                            SearchAnswer.lines(found.result().found()));
            return 0;
        }
    }

    private SearchOptions options(ProbingSet set) throws IOException {
        List<String> wanted = new ArrayList<>();
        wanted.add(prompt);
        wanted.addAll(also);
        try {
            return new SearchOptions(
                    wanted,
                    against,
                    negatives,
                    hooks.patterns(),
                    hooks.pooling(),
                    top,
                    concepts.read(set.labels()),
                    templates.templates(),
                    words,
                    run.seed());
        } catch (IllegalArgumentException e) {
            throw new UsageException("--" + e.getMessage());
        }
    }

    private static ConceptRun search(ClipProbe clip, ProbingSet set, SearchOptions options, RunFolder folder)
            throws IOException {
        try {
            return clip.search(set, options, folder);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }
}
