package org.clipprobe.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.clipprobe.attack.defence.AblationOptions;
import org.clipprobe.attack.defence.AblationResult;
import org.clipprobe.attack.defence.AblationStudy;
import org.clipprobe.attack.report.AblationReport;
import org.clipprobe.attack.run.ZeroShot;
import org.clipprobe.cli.argument.CauseArguments;
import org.clipprobe.cli.argument.ModelArguments;
import org.clipprobe.cli.argument.PictureArguments;
import org.clipprobe.cli.argument.RunArguments;
import org.clipprobe.cli.argument.TemplateArguments;
import org.clipprobe.cli.argument.UsageException;
import org.clipprobe.cli.console.ConsoleProgress;
import org.clipprobe.cli.console.Shares;
import org.clipprobe.cli.console.TextTable;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.Unit;
import org.clipprobe.run.Progress;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.Timings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code clip-probe ablate}: who carries an attack. */
@Command(
        name = "ablate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Switches off units, heads and blocks, and says which of them carry a typographic attack.",
        description = {
            "",
            "Ranks units by their response to the text and heads by their attention on it, on half of the pictures'"
                    + " sources; switches off more and more of them on the other half, to zero and to their means, and"
                    + " compares attack success beyond shuffled letters, and accuracy on clean pictures, with as many"
                    + " units or heads at random, as many of the same activity, and as many that respond to pictures"
                    + " only.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  clip-probe ablate",
            "  clip-probe ablate --text spider",
            "  clip-probe ablate PICTURES --text pizza --text iPod --draws 100"
        })
final class AblateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "PICTURES", description = PictureArguments.PICTURES)
    private Path from;

    @Mixin
    private CauseArguments cause;

    @Option(names = "--draws", paramLabel = "N", description = "Random sets of each size. Default: ${DEFAULT-VALUE}.")
    private int draws = 20;

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
        if (draws < 1) {
            throw new UsageException("--draws: expected 1 or more, found " + draws);
        }
        Progress progress = ConsoleProgress.standard();
        Timings timings = new Timings();
        try (ClipModel opened = model.open(progress)) {
            AttackSetting setting = new AttackSetting(
                    spec,
                    opened,
                    model,
                    pictures,
                    templates,
                    run,
                    new AttackSetting.Limit(false, Optional.empty()),
                    progress,
                    timings);
            Cases cases = Cases.read(from, opened, cause, setting);
            try (RunFolder folder = run.begin("ablate")) {
                ZeroShot classes = setting.classes(cases.choice());
                AblationStudy study = new AblationStudy(
                        opened.requireVision(),
                        classes,
                        cases.halves(from, run.seed()),
                        cause.texts(),
                        AblationOptions.of(setting.batch() * 4, run.seed()).withDraws(draws));
                timings.done("opening");
                cases.announce(spec, study.passes(), study.seconds());
                AblationResult result = study.run(progress);
                timings.done("ablating");
                new AblationReport(result, setting.record(folder, AttackSetting.hashes(cases.used()), cases.skipped()))
                        .write(folder);
                setting.finish(folder, lines(result), facts(result), cases.skipped());
            }
        }
        return 0;
    }

    private static List<String> lines(AblationResult result) {
        List<String> lines = new ArrayList<>();
        lines.add(result.verdict().words());
        lines.add("Unchanged, the answer becomes the written word in "
                + Shares.both(result.before().success()) + " of "
                + result.before().cases() + " attacks that nothing was chosen on: "
                + Shares.points(result.before().beyondAnagram()) + " beyond shuffled letters.");
        lines.add("Intervals hold " + result.before().scope().words("for new words and classes of this kind")
                + ", on new pictures.");
        lines.add("");
        TextTable table =
                new TextTable("switched off", "beyond the anagram", "clean", "at random, beyond", "at random, clean");
        for (AblationResult.Curve curve : result.curves()) {
            for (AblationResult.Step step : curve.steps()) {
                table.row(
                        step.size() + " " + curve.kind().label() + " to zero",
                        Shares.points(step.zero().after().beyondAnagram()),
                        Shares.percent(step.zero().after().clean().share()),
                        range(step.random()),
                        Shares.percent(step.random().clean()));
                table.row(
                        step.size() + " " + curve.kind().label() + " to mean",
                        Shares.points(step.mean().after().beyondAnagram()),
                        Shares.percent(step.mean().after().clean().share()),
                        "",
                        "");
            }
        }
        for (AblationResult.Group group : result.whole()) {
            table.row(
                    group.name(),
                    Shares.points(group.zero().after().beyondAnagram()),
                    Shares.percent(group.zero().after().clean().share()),
                    "",
                    "");
        }
        lines.addAll(table.lines(false));
        return lines;
    }

    private static String range(AblationResult.Chance chance) {
        return String.format(
                Locale.ROOT,
                "%+.1f points (%+.1f to %+.1f)",
                100 * chance.beyond(),
                100 * chance.low(),
                100 * chance.high());
    }

    private static Map<String, Object> facts(AblationResult result) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("verdict", result.verdict().kind().name().toLowerCase(Locale.ROOT));
        facts.put("words", result.verdict().words());
        facts.put("parts", result.verdict().parts().stream().map(Unit::toString).toList());
        if (!Double.isNaN(result.verdict().share())) {
            facts.put("share_beyond_random", result.verdict().share());
        }
        facts.put("drop", Shares.facts(result.verdict().drop()));
        facts.put("cases_chosen_on", result.choosing());
        facts.put("cases_judged_on", result.before().cases());
        facts.put("success", Shares.facts(result.before().success()));
        facts.put("beyond_anagram", Shares.facts(result.before().beyondAnagram()));
        facts.put("beyond_blank", Shares.facts(result.before().beyondBlank()));
        facts.put("clean_accuracy", Shares.facts(result.before().clean()));
        return facts;
    }
}
