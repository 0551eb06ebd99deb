package org.clipprobe.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.clipprobe.cli.argument.ModelArguments;
import org.clipprobe.cli.argument.RunArguments;
import org.clipprobe.cli.argument.Samples;
import org.clipprobe.cli.argument.UsageException;
import org.clipprobe.cli.console.ConsoleProgress;
import org.clipprobe.image.PictureException;
import org.clipprobe.image.Pictures;
import org.clipprobe.look.LookFiles;
import org.clipprobe.look.LookOptions;
import org.clipprobe.look.LookPicture;
import org.clipprobe.look.LookResult;
import org.clipprobe.look.LookStudy;
import org.clipprobe.look.PatchMap;
import org.clipprobe.look.PictureView;
import org.clipprobe.look.PromptView;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.Unit;
import org.clipprobe.report.LookReport;
import org.clipprobe.run.ContentKey;
import org.clipprobe.run.Progress;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunRecord;
import org.clipprobe.run.Skipped;
import org.clipprobe.run.Timings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code clip-probe look}: where in pictures units fire, and what prompts see. */
@Command(
        name = "look",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Where in pictures units and heads fire, and what prompts see.",
        description = {
            "",
            "Writes a page with each picture under the map of units, of attention and of prompts: what each place contributes"
                    + " to the similarity straight through the heads, what is lost when the place is covered, how far both"
                    + " agree, and which token of the prompt carries it. maps.npy and places.csv hold the values.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  clip-probe look",
            "  clip-probe look apple.jpg \"an apple\" \"an iPod\"",
            "  clip-probe look apple.jpg street.png --unit vision.3.mlp:178 --unit vision.3.head:2"
        })
final class LookCommand implements Callable<Integer> {
    private static final String SAMPLE = "spider";
    private static final String SAMPLE_PROMPT = "a spider";
    private static final List<String> ENDINGS =
            List.of(".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".tif", ".tiff");

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "PICTURE|PROMPT",
            description =
                    "Picture files and folders of pictures; what is neither is a prompt. Default: a sample picture"
                            + " and a prompt for it.")
    private List<String> given = new ArrayList<>();

    @Option(
            names = "--unit",
            paramLabel = "HOOK:UNIT",
            description = "A unit or a head whose map is wanted: vision.3.mlp:178, vision.3.head:2. May be repeated.")
    private List<String> units = new ArrayList<>();

    @Option(names = "--batch", paramLabel = "N", description = "Pictures per forward pass. Default: ${DEFAULT-VALUE}.")
    private int batch = 16;

    @Mixin
    private ModelArguments model;

    @Mixin
    private RunArguments run;

    /** A picture's file and what it is called. */
    private record Named(Path file, String name) {
        static Named of(Path file) {
            return new Named(file, file.toString());
        }
    }

    /** Pictures that were read. */
    private record Read(List<LookPicture> pictures, List<RunRecord.ExampleFile> files, List<Skipped> skipped) {}

    @Override
    public Integer call() throws Exception {
        if (batch < 1) {
            throw new UsageException("--batch: expected 1 or more, found " + batch);
        }
        List<Named> files = new ArrayList<>();
        List<String> prompts = new ArrayList<>();
        sort(files, prompts);
        LookOptions options = new LookOptions(parsedUnits(), batch);
        Timings timings = new Timings();
        Progress progress = ConsoleProgress.standard();
        try (RunFolder folder = run.begin("look");
                ClipModel opened = model.open(progress)) {
            timings.done("opening");
            Read read = read(files);
            LookResult result = new LookStudy(opened, options).look(read.pictures(), prompts, progress);
            timings.done("looking");
            LookFiles.write(result, folder);
            RunRecord record = Asked.of(spec, run.seed(), opened.stored(), timings)
                    .writeFiles(
                            folder, read.files(), read.skipped(), read.files().size());
            new LookReport(result, record).write(folder);
            folder.commit();
            print(result, opened, read, folder);
        }
        return 0;
    }

    private void sort(List<Named> files, List<String> prompts) throws IOException {
        for (String word : given) {
            if (!isFile(word)) {
                prompts.add(word);
            } else if (Files.isDirectory(Path.of(word))) {
                pictures(Path.of(word)).stream().map(Named::of).forEach(files::add);
            } else {
                files.add(Named.of(Path.of(word)));
            }
        }
        if (files.isEmpty()) {
            Path sample = pictures(Samples.pictures().resolve(SAMPLE)).get(0);
            files.add(new Named(sample, SAMPLE + "/" + sample.getFileName()));
            if (prompts.isEmpty()) {
                prompts.add(SAMPLE_PROMPT);
            }
        }
    }

    /** A word that names no file but ends as a picture's name does is a mistake, no prompt. */
    private static boolean isFile(String word) throws UsageException {
        if (word.isBlank()) {
            throw new UsageException("expected a picture or a prompt, found an empty word");
        }
        try {
            if (Files.exists(Path.of(word))) {
                return true;
            }
        } catch (InvalidPathException e) {
            return false;
        }
        if (ENDINGS.stream().anyMatch(word.toLowerCase(Locale.ROOT)::endsWith)) {
            throw new UsageException(word + ": expected a picture, found no such file");
        }
        return false;
    }

    private static List<Path> pictures(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> found = files.filter(Files::isRegularFile)
                    .filter(file -> ENDINGS.stream()
                            .anyMatch(file.getFileName().toString().toLowerCase(Locale.ROOT)::endsWith))
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw new UsageException(folder + ": expected pictures in this folder, found none");
            }
            return found;
        }
    }

    private List<Unit> parsedUnits() throws UsageException {
        List<Unit> parsed = new ArrayList<>();
        for (String unit : units) {
            if (!unit.matches("vision\\.[^:]+:\\d{1,9}")) {
                throw new UsageException(
                        "--unit " + unit + ": expected a unit of the vision tower such as vision.3.mlp:178, or a head"
                                + " such as vision.3.head:2");
            }
            int colon = unit.indexOf(':');
            parsed.add(new Unit(unit.substring(0, colon), Integer.parseInt(unit.substring(colon + 1))));
        }
        return parsed;
    }

    private static Read read(List<Named> files) throws IOException {
        Read read = new Read(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (Named named : files) {
            try {
                byte[] bytes = Files.readAllBytes(named.file());
                read.pictures().add(new LookPicture(named.name(), Pictures.decode(bytes, named.name())));
                read.files()
                        .add(new RunRecord.ExampleFile(
                                named.name(), ContentKey.of(bytes).hex()));
            } catch (PictureException e) {
                if (files.size() == 1) {
                    throw e;
                }
                read.skipped().add(new Skipped(named.name(), e.getMessage()));
            }
        }
        if (read.pictures().isEmpty()) {
            throw new IOException("none of the " + files.size() + " pictures could be read; the first: "
                    + read.skipped().get(0).reason());
        }
        return read;
    }

    private void print(LookResult result, ClipModel opened, Read read, RunFolder folder) throws IOException {
        Answer answer = new Answer(spec, run.json());
        List<Map<String, Object>> facts = new ArrayList<>();
        for (PictureView picture : result.pictures()) {
            answer.line(picture.name());
            List<Map<String, Object>> prompts = new ArrayList<>();
            for (PromptView prompt : picture.prompts()) {
                prompts.add(facts(prompt));
                answer.line(String.format(
                        Locale.ROOT,
                        "  \"%s\"  cosine %.3f%s  strongest at %s",
                        prompt.prompt(),
                        prompt.cosine(),
                        prompt.agreement().isPresent()
                                ? String.format(
                                        Locale.ROOT,
                                        ", contributions and occlusion agree at r %.2f",
                                        prompt.agreement().getAsDouble())
                                : "",
                        strongest(prompt.maps().get(0))));
            }
            for (PatchMap map : picture.maps()) {
                if (map.kind() == PatchMap.Kind.UNIT) {
                    answer.line("  " + map.label() + "  strongest at " + strongest(map));
                }
            }
            facts.add(Map.of("picture", picture.name(), "prompts", prompts));
        }
        List<String> notes = new ArrayList<>(opened.notes());
        notes.addAll(result.notes());
        answer.warn(notes, read.skipped());
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("folder", folder.target().toString());
        all.put("pictures", facts);
        all.put("notes", result.notes());
        answer.finish(all, "report: " + folder.target().resolve("report.html"));
    }

    private static Map<String, Object> facts(PromptView prompt) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("prompt", prompt.prompt());
        facts.put("cosine", prompt.cosine());
        facts.put("agreement", prompt.agreement());
        return facts;
    }

    private static String strongest(PatchMap map) {
        float[] values = map.patches();
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return "row " + best / map.grid().columns() + ", column "
                + best % map.grid().columns() + " of " + map.grid().rows() + " × "
                + map.grid().columns();
    }
}
