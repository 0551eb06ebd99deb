package org.clipprobe.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.clipprobe.activation.Example;
import org.clipprobe.activation.Facet;
import org.clipprobe.activation.ProbingSet;
import org.clipprobe.attack.defence.AttackCase;
import org.clipprobe.attack.defence.CaseReader;
import org.clipprobe.attack.defence.Halves;
import org.clipprobe.attack.run.AttackRun;
import org.clipprobe.cli.argument.AttackArguments;
import org.clipprobe.cli.argument.CauseArguments;
import org.clipprobe.cli.argument.UsageException;
import org.clipprobe.model.ClipModel;
import org.clipprobe.run.Skipped;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The attacked pictures that a cause is looked for in.
 *
 * @param choice of classes
 * @param cases the pictures with their controls
 * @param used the pictures that cases were made of
 * @param skipped what could not be read
 */
record Cases(
        AttackArguments.Choice choice, List<AttackCase> cases, List<AttackRun.Picture> used, List<Skipped> skipped) {
    static Cases read(Path from, ClipModel model, CauseArguments arguments, AttackSetting setting) throws IOException {
        ProbingSet set = setting.pictures().read(from, setting.spec()).labelled();
        if (set.examples().isEmpty()) {
            throw new UsageException((from == null ? "PICTURES" : from)
                    + ": expected pictures in folders named by what they show, CONCEPT/*.png, or a metadata.csv with a"
                    + " column concept, found pictures without either");
        }
        AttackArguments.Choice choice = arguments.choice(set.concepts());
        List<AttackRun.Picture> pictures = files(set);
        CaseReader.Read read = new CaseReader(
                        choice.classes(),
                        arguments.protocol(),
                        model.requireVision().preprocessing()::fit,
                        setting.run().seed())
                .read(pictures, arguments.attacks());
        Set<String> used = new LinkedHashSet<>();
        read.cases().forEach(each -> used.add(each.picture()));
        List<Skipped> skipped = new ArrayList<>(set.skipped());
        skipped.addAll(read.skipped());
        return new Cases(
                choice,
                read.cases(),
                pictures.stream().filter(picture -> used.contains(picture.id())).toList(),
                skipped);
    }

    /** Two halves without a common source, each large enough to say something. */
    Halves halves(Path from, long seed) throws UsageException {
        Halves halves = Halves.of(cases, seed);
        if (halves.choosing().isEmpty() || halves.judging().isEmpty()) {
            throw new UsageException((from == null ? "PICTURES" : from)
                    + ": expected pictures of at least two sources, one to choose on and one to judge on, found "
                    + cases.stream().map(AttackCase::source).distinct().count()
                    + "; give more pictures, or a column source in metadata.csv that tells them apart");
        }
        return halves;
    }

    /** Says how much is to be done, and for how long. */
    void announce(CommandSpec spec, long passes, double seconds) {
        String time = seconds < 90 ? Math.max(1, Math.round(seconds)) + " s" : Math.round(seconds / 60) + " min";
        PrintWriter err = spec.commandLine().getErr();
        err.println(cases.size() + " attacks, each with 2 controls, under changed models: at most " + passes
                + " pictures through the part of the model that is changed, about " + time);
        err.flush();
    }

    private static List<AttackRun.Picture> files(ProbingSet set) {
        List<AttackRun.Picture> pictures = new ArrayList<>();
        for (Example example : set.examples()) {
            if (example.pixels() instanceof Example.PictureFile file
                    && !example.facet().equals(Facet.WORD)) {
                pictures.add(new AttackRun.Picture(
                        example.id(), example.concept().orElse(""), file.path(), example.source()));
            }
        }
        return pictures;
    }
}
