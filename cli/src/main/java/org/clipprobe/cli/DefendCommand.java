package org.clipprobe.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.clipprobe.attack.defence.DefenceOptions;
import org.clipprobe.attack.defence.DefenceResult;
import org.clipprobe.attack.defence.DefenceStudy;
import org.clipprobe.attack.defence.ModelCard;
import org.clipprobe.attack.defence.ModelJudge;
import org.clipprobe.attack.report.DefenceReport;
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
import org.clipprobe.concept.set.PromptTemplates;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.ModelOptions;
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

/** {@code clip-probe defend}: a repaired model. */
@Command(
        name = "defend",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header =
                "Repairs a model against typographic attacks without training it, and compares the repair with rivals.",
        description = {
            "",
            "Searches units and heads to switch off on half of the pictures' sources, judges them on the other half"
                    + " next to Dyslexify, MirrorCLIP, painting over what looks like text and prompts that name the text,"
                    + " and writes the repaired model: .onnx files of the same inputs and outputs that any runtime opens,"
                    + " with a card. When nothing helps, no model is written.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  clip-probe defend",
            "  clip-probe defend --model my-clip PICTURES --clean-loss 0.02 --out repaired",
            "  clip-probe defend --check my-clip repaired/model PICTURES"
        })
final class DefendCommand implements Callable<Integer> {
    private static final int MOST_NAMED = 8;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "PICTURES", description = PictureArguments.PICTURES)
    private Path from;

    @Mixin
    private CauseArguments cause;

    @Option(
            names = "--candidates",
            paramLabel = "N",
            description = "Units and heads that are tried at most. Default: ${DEFAULT-VALUE}.")
    private int candidates = 64;

    @Option(
            names = "--clean-loss",
            paramLabel = "SHARE",
            description = "How much accuracy on clean pictures a repair may cost. Default: ${DEFAULT-VALUE}.")
    private double cleanLoss = 0.01;

    @Option(
            names = "--check",
            arity = "2",
            paramLabel = "MODEL",
            description = "Judges the second model against the first, OLD NEW, and searches nothing.")
    private List<Path> check = new ArrayList<>();

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
        check();
        Progress progress = ConsoleProgress.standard();
        Timings timings = new Timings();
        if (!check.isEmpty()) {
            return judge(progress, timings);
        }
        try (ClipModel opened = model.open(progress)) {
            AttackSetting setting = setting(opened, progress, timings);
            Cases cases = Cases.read(from, opened, cause, setting);
            try (RunFolder folder = run.begin("defend")) {
                DefenceStudy study = new DefenceStudy(
                        opened.requireVision(),
                        setting.classes(cases.choice()),
                        prompts(setting, cases),
                        cases.halves(from, run.seed()),
                        new DefenceOptions(candidates, cleanLoss, setting.batch() * 4, run.seed()));
                timings.done("opening");
                cases.announce(spec, study.passes(), study.seconds());
                DefenceResult result = study.run(progress);
                timings.done("searching");
                if (result.repair().isPresent()) {
                    Path place = folder.file("model/README.md").getParent();
                    opened.save(place, result.repair().get().changes());
                    new ModelCard(opened.description(), opened.fingerprint(), command()).write(place, result);
                }
                finish(setting, folder, cases, result);
            }
        }
        return 0;
    }

    private void check() throws UsageException {
        if (candidates < 1) {
            throw new UsageException("--candidates: expected 1 or more, found " + candidates);
        }
        if (!(cleanLoss >= 0 && cleanLoss <= 1)) {
            throw new UsageException("--clean-loss: expected a share from 0 to 1, found " + cleanLoss);
        }
        model.refuseInside(run);
        if (!check.isEmpty() && model.isNamed()) {
            throw new UsageException("--model: has no meaning with --check, which names both models");
        }
    }

    private AttackSetting setting(ClipModel opened, Progress progress, Timings timings) {
        return new AttackSetting(
                spec,
                opened,
                model,
                pictures,
                templates,
                run,
                new AttackSetting.Limit(false, Optional.empty()),
                progress,
                timings);
    }

    private String command() {
        List<String> words = new ArrayList<>(List.of("clip-probe"));
        words.addAll(spec.root().commandLine().getParseResult().originalArgs());
        return String.join(" ", words);
    }

    private int judge(Progress progress, Timings timings) throws IOException {
        ModelOptions options = model.options();
        try (ClipModel old = ClipModel.open(check.get(0), options);
                ClipModel changed = ClipModel.open(check.get(1), options)) {
            AttackSetting setting = setting(changed, progress, timings);
            AttackSetting first = setting(old, progress, timings);
            Cases cases = Cases.read(from, changed, cause, setting);
            try (RunFolder folder = run.begin("defend")) {
                DefenceResult result = new ModelJudge(setting.batch() * 4, run.seed())
                        .judge(
                                new ModelJudge.Entrant(
                                        old.description(),
                                        old.requireVision(),
                                        first.classes(cases.choice()),
                                        Cases.read(from, old, cause, first).cases()),
                                new ModelJudge.Entrant(
                                        changed.description(),
                                        changed.requireVision(),
                                        setting.classes(cases.choice()),
                                        cases.cases()));
                timings.done("judging");
                finish(setting, folder, cases, result);
            }
        }
        return 0;
    }

    /** For each text the classes in a prompt that names it; for many texts, in one that says that there is text. */
    private Optional<Function<String, ZeroShot>> prompts(AttackSetting setting, Cases cases) throws IOException {
        if (setting.model().text().isEmpty()) {
            return Optional.empty();
        }
        List<String> texts = cause.texts();
        if (texts.isEmpty() || texts.size() > MOST_NAMED) {
            ZeroShot one = classes(setting, cases, "a photo of a {} with text written on it.");
            return Optional.of(text -> one);
        }
        Map<String, ZeroShot> named = new HashMap<>();
        for (String text : texts) {
            String shown = text.replace("{}", "");
            named.put(text, classes(setting, cases, "a photo of a {} with the word \"" + shown + "\" written on it."));
        }
        ZeroShot other = named.get(texts.get(0));
        return Optional.of(text -> named.getOrDefault(text, other));
    }

    private static ZeroShot classes(AttackSetting setting, Cases cases, String prompt) throws IOException {
        return setting.classes(cases.choice(), new PromptTemplates("prompt", List.of(prompt)));
    }

    private static void finish(AttackSetting setting, RunFolder folder, Cases cases, DefenceResult result)
            throws IOException {
        new DefenceReport(result, setting.record(folder, AttackSetting.hashes(cases.used()), cases.skipped()))
                .write(folder);
        List<String> lines = lines(result);
        Map<String, Object> facts = facts(result);
        if (result.repair().isPresent()) {
            Path saved = folder.target().resolve("model");
            lines.add("repaired model: " + saved);
            facts.put("model", saved.toString());
        }
        setting.finish(folder, lines, facts, cases.skipped());
    }

    private static List<String> lines(DefenceResult result) {
        List<String> lines = new ArrayList<>();
        lines.add(result.words());
        lines.add("Judged on " + result.before().cases() + " attacks; intervals hold "
                + result.before().scope().words("for new words and classes of this kind") + ", on new pictures.");
        lines.add("");
        TextTable table = new TextTable("way", "success", "beyond the anagram", "drop", "clean", "words alone");
        table.row(
                "unchanged",
                Shares.both(result.before().success()),
                Shares.points(result.before().beyondAnagram()),
                "–",
                Shares.both(result.before().clean()),
                Shares.percent(result.reading().share()));
        for (DefenceResult.Rival rival : result.rivals()) {
            table.row(
                    rival.name(),
                    Shares.both(rival.after().success()),
                    Shares.points(rival.after().beyondAnagram()),
                    Shares.points(rival.effect().drop()),
                    Shares.both(rival.after().clean()),
                    Shares.percent(rival.reading().share()));
        }
        lines.addAll(table.lines(false));
        return lines;
    }

    private static Map<String, Object> facts(DefenceResult result) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("words", result.words());
        facts.put("repaired", result.repair().isPresent());
        facts.put("cases_chosen_on", result.choosing());
        facts.put("cases_judged_on", result.before().cases());
        facts.put("success", Shares.facts(result.before().success()));
        facts.put("beyond_anagram", Shares.facts(result.before().beyondAnagram()));
        facts.put("clean_accuracy", Shares.facts(result.before().clean()));
        facts.put("words_alone", Shares.facts(result.reading()));
        facts.put("ways", result.rivals().stream().map(DefendCommand::facts).toList());
        return facts;
    }

    private static Map<String, Object> facts(DefenceResult.Rival rival) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("way", rival.name());
        facts.put("parts", rival.parts().stream().map(Unit::toString).toList());
        facts.put("success", Shares.facts(rival.after().success()));
        facts.put("beyond_anagram", Shares.facts(rival.after().beyondAnagram()));
        facts.put("drop", Shares.facts(rival.effect().drop()));
        facts.put("clean_accuracy", Shares.facts(rival.after().clean()));
        facts.put("clean_loss", Shares.facts(rival.effect().cleanLoss()));
        facts.put("accuracy_under_attack", Shares.facts(rival.after().attacked()));
        facts.put("words_alone", Shares.facts(rival.reading()));
        return facts;
    }
}
