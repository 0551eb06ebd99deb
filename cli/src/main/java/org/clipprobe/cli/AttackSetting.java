package org.clipprobe.cli;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clipprobe.attack.run.AttackRun;
import org.clipprobe.attack.run.VisionEmbedder;
import org.clipprobe.attack.run.ZeroShot;
import org.clipprobe.cli.argument.AttackArguments;
import org.clipprobe.cli.argument.ModelArguments;
import org.clipprobe.cli.argument.PictureArguments;
import org.clipprobe.cli.argument.RunArguments;
import org.clipprobe.cli.argument.TemplateArguments;
import org.clipprobe.cli.console.Shares;
import org.clipprobe.concept.set.PromptTemplates;
import org.clipprobe.concept.set.TextEmbeddings;
import org.clipprobe.image.Preprocessing;
import org.clipprobe.image.Rgb;
import org.clipprobe.image.text.TextPainter;
import org.clipprobe.model.ClipModel;
import org.clipprobe.run.ContentKey;
import org.clipprobe.run.Progress;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunRecord;
import org.clipprobe.run.Skipped;
import org.clipprobe.run.Timings;
import picocli.CommandLine.Model.CommandSpec;

/** What every kind of attack run has: an open model and the options. */
record AttackSetting(
        CommandSpec spec,
        ClipModel model,
        ModelArguments modelArguments,
        PictureArguments pictures,
        TemplateArguments templates,
        RunArguments run,
        Limit limit,
        Progress progress,
        Timings timings) {
    private static final double CLIP_LOGIT_SCALE = 100;

    /** How the answer is printed, and the success from which on the exit code says so. */
    record Limit(boolean markdown, Optional<Double> failAbove) {}

    /** Zero-shot classification among these classes, with the templates that were asked for. */
    ZeroShot classes(AttackArguments.Choice choice) throws IOException {
        return classes(choice, templates.templates());
    }

    ZeroShot classes(AttackArguments.Choice choice, PromptTemplates prompts) throws IOException {
        List<String> all = new ArrayList<>(choice.classes());
        all.addAll(choice.guests());
        return new ZeroShot(
                choice.classes(),
                choice.guests(),
                TextEmbeddings.of(model, all, prompts, pictures.store("text"), progress),
                model.logitScale().orElse(CLIP_LOGIT_SCALE));
    }

    /** Says how much is to be done, and for how long that will take at the pace of two batches on this machine. */
    void announce(String what, long passes, VisionEmbedder embedder) throws IOException {
        Preprocessing.Geometry input = input();
        List<InterleavedU8> pictures =
                Collections.nCopies(batch(), TextPainter.canvas(input.width(), input.height(), Rgb.WHITE));
        embedder.embed(pictures);
        long start = System.nanoTime();
        embedder.embed(pictures);
        double seconds = (System.nanoTime() - start) / 1e9 * passes / pictures.size();
        String time = seconds < 90
                ? "about " + Math.max(1, Math.round(seconds)) + " s"
                : "about " + Math.round(seconds / 60) + " min";
        spec.commandLine()
                .getErr()
                .println(what + ": " + passes + " pictures through the model, " + time + " or a little more");
        spec.commandLine().getErr().flush();
    }

    int batch() throws IOException {
        return pictures.collectorOptions(modelArguments.threads()).batch();
    }

    /** What the model looks at, in pixels. */
    Preprocessing.Geometry input() throws IOException {
        return model.requireVision().preprocessing().geometry();
    }

    RunRecord record(RunFolder folder, List<RunRecord.ExampleFile> examples, List<Skipped> skipped) throws IOException {
        return Asked.of(spec, run.seed(), model.stored(), timings).writeFiles(folder, examples, skipped, 0);
    }

    /** The pictures' names and contents. */
    static List<RunRecord.ExampleFile> hashes(List<AttackRun.Picture> pictures) {
        List<RunRecord.ExampleFile> files = new ArrayList<>();
        for (AttackRun.Picture picture : pictures) {
            try {
                files.add(new RunRecord.ExampleFile(
                        picture.id(),
                        ContentKey.of(Files.readAllBytes(picture.file())).hex()));
            } catch (IOException e) {
                // a picture that cannot be read is among the skipped
            }
        }
        return files;
    }

    /**
     * Ends a run: its folder is moved to its place, the answer printed.
     *
     * @param facts the answer for a script, also written next to the report
     * @param shown what is in the folder, and where
     */
    void finish(RunFolder folder, List<String> lines, Map<String, Object> facts, List<Skipped> skipped, String shown)
            throws IOException {
        folder.json("answer.json", facts);
        folder.commit();
        Answer answer = new Answer(spec, run.json());
        lines.forEach(answer::line);
        answer.warn(model.notes(), skipped);
        Map<String, Object> all = new LinkedHashMap<>(facts);
        all.put("folder", folder.target().toString());
        all.put("skipped", skipped);
        answer.finish(all, shown);
    }

    /** As the other {@code finish}, with a report in the folder. */
    void finish(RunFolder folder, List<String> lines, Map<String, Object> facts, List<Skipped> skipped)
            throws IOException {
        Path page = folder.target().resolve("report.html");
        finish(folder, lines, facts, skipped, "report: " + page);
    }

    /** The exit code of a run with this success. */
    int exitCode(double success) {
        if (limit.failAbove.isEmpty() || !(success > limit.failAbove.get())) {
            return 0;
        }
        spec.commandLine()
                .getErr()
                .println("clip-probe: attack success " + Shares.number(success, 3) + " is above the limit of "
                        + Shares.number(limit.failAbove.get(), 3));
        spec.commandLine().getErr().flush();
        return Main.LIMIT_EXCEEDED;
    }
}
