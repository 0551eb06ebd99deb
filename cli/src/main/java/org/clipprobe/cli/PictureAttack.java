package org.clipprobe.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.clipprobe.activation.ProbingSet;
import org.clipprobe.attack.Controls;
import org.clipprobe.attack.Protocol;
import org.clipprobe.attack.dataset.AttackWriter;
import org.clipprobe.attack.outcome.Breakdown;
import org.clipprobe.attack.outcome.Outcome;
import org.clipprobe.attack.outcome.Summary;
import org.clipprobe.attack.report.AttackReport;
import org.clipprobe.attack.report.WordUnits;
import org.clipprobe.attack.run.AttackGallery;
import org.clipprobe.attack.run.AttackPictures;
import org.clipprobe.attack.run.AttackRun;
import org.clipprobe.attack.run.VisionEmbedder;
import org.clipprobe.attack.run.ZeroShot;
import org.clipprobe.cli.argument.AttackArguments;
import org.clipprobe.cli.argument.WordUnitArguments;
import org.clipprobe.cli.console.Interruption;
import org.clipprobe.cli.console.Shares;
import org.clipprobe.run.ContentKey;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunRecord;
import org.clipprobe.run.Skipped;

/** Every attack of a protocol on every picture: measured, or only written. */
final class PictureAttack {
    private final AttackSetting setting;
    private final ProbingSet set;
    private final List<AttackRun.Picture> files;
    private final Protocol protocol;
    private final AttackArguments.Choice names;
    private final Controls controls;

    PictureAttack(AttackSetting setting, AttackArguments arguments, ProbingSet set, List<AttackRun.Picture> files)
            throws IOException {
        this.setting = setting;
        this.set = set;
        this.files = files;
        this.protocol = arguments.protocol();
        this.names = arguments.classes(set.concepts(), arguments.texts());
        this.controls = arguments.controls();
    }

    int write(Path target) throws IOException {
        AttackWriter writer = new AttackWriter(
                protocol,
                names.classes(),
                setting.model().requireVision().preprocessing()::fit,
                setting.run().seed());
        try (RunFolder folder = Interruption.watch(RunFolder.begin(target))) {
            List<Skipped> skipped = new ArrayList<>(set.skipped());
            skipped.addAll(writer.write(files, folder, setting.progress()));
            folder.commit();
            Answer answer = new Answer(setting.spec(), setting.run().json());
            answer.warn(setting.model().notes(), skipped);
            answer.finish(
                    Map.of("folder", folder.target().toString(), "skipped", skipped),
                    "attacked pictures: " + folder.target());
        }
        return 0;
    }

    int run(WordUnitArguments units) throws IOException {
        if (units.wanted()) {
            units.prepare(setting.model().requireVision());
        }
        try (RunFolder folder = setting.run().begin("attack");
                VisionEmbedder embedder = VisionEmbedder.open(setting.model(), units.captures(), List.of())) {
            ZeroShot zeroShot = setting.classes(names);
            setting.timings().done("opening");
            Breakdown breakdown = new Breakdown();
            AttackGallery gallery = new AttackGallery();
            AttackRun.Result result;
            try (AttackTables tables = new AttackTables(folder)) {
                AttackRun attacks = new AttackRun(embedder, zeroShot, protocol, options(units));
                setting.announce(amount(attacks), attacks.passes(files), embedder);
                result = attacks.run(files, setting.progress(), (trial, before, after) -> {
                    breakdown.accept(trial);
                    gallery.accept(trial);
                    tables.accept(trial);
                    units.accept(trial, before, after);
                });
                setting.timings().done("attacking");
                tables.write(breakdown, protocol);
            }
            List<WordUnits> behind =
                    units.weigh(embedder, setting.input(), setting.run().seed());
            setting.timings().done("weighing units");
            List<Skipped> skipped = new ArrayList<>(set.skipped());
            skipped.addAll(result.skipped());
            RunRecord record = setting.record(folder, AttackSetting.hashes(files), skipped);
            new AttackReport(breakdown, gallery, again(embedder), names.classes(), names.guests(), behind, record)
                    .write(folder);
            setting.finish(
                    folder,
                    AttackAnswer.lines(
                            breakdown, protocol, names, behind, setting.limit().markdown()),
                    facts(breakdown),
                    skipped);
            return setting.exitCode(breakdown.all().success().share());
        }
    }

    private AttackRun.Options options(WordUnitArguments units) throws IOException {
        return new AttackRun.Options(
                setting.batch(),
                setting.modelArguments().threads(),
                setting.run().seed(),
                controls,
                journal(units));
    }

    private String amount(AttackRun attacks) {
        int each =
                files.isEmpty() ? 0 : controls.kinds(files.get(0).trueClass()).size();
        long many = (attacks.passes(files) - files.size()) / (1 + each);
        return many + " attacks on " + files.size() + " pictures"
                + (each == 0 ? " without controls" : ", each with " + each + " controls");
    }

    /** Where an interrupted run of the same attacks on the same model is taken up again. */
    private Optional<Path> journal(WordUnitArguments units) throws IOException {
        String name = ContentKey.of(
                        setting.model().fingerprint(),
                        setting.model().stored().device().toString(),
                        protocol.json(),
                        names.toString(),
                        controls.kinds().toString(),
                        setting.templates().templates().name(),
                        units.captures().toString(),
                        Long.toString(setting.run().seed()))
                .hex();
        return setting.pictures().store("attacks").map(folder -> folder.resolve(name + ".journal"));
    }

    private AttackPictures again(VisionEmbedder embedder) {
        Map<String, Path> paths = new HashMap<>();
        files.forEach(picture -> paths.put(picture.id(), picture.file()));
        return new AttackPictures(paths::get, embedder::fit, setting.run().seed());
    }

    private Map<String, Object> facts(Breakdown breakdown) {
        Summary all = breakdown.all();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("protocol", protocol.name());
        facts.put("stage", protocol.stage().name().toLowerCase(Locale.ROOT));
        facts.put("trials", all.trials());
        facts.put("pictures", all.pictures());
        facts.put("success", Shares.facts(all.success()));
        facts.put("right_made_wrong", Shares.facts(all.broken()));
        facts.put("controls", all.contrasts().stream().map(Shares::facts).toList());
        facts.put("intervals_hold", all.scope().words("for new words and classes of this kind"));
        facts.put("classes", names.classes().size());
        facts.put("classes_in_own_trials_only", names.guests());
        facts.put("accuracy_before", Shares.facts(all.accuracyBefore()));
        facts.put("accuracy_after", Shares.facts(all.accuracyAfter()));
        facts.put("accuracy_change_p", all.accuracyChange().p());
        Map<String, Long> outcomes = new LinkedHashMap<>();
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome.name().toLowerCase(Locale.ROOT), all.outcomes().getOrDefault(outcome, 0L));
        }
        facts.put("outcomes", outcomes);
        return facts;
    }
}
