package org.clipprobe.attack.defence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clipprobe.attack.report.AblationReport;
import org.clipprobe.attack.report.DefenceReport;
import org.clipprobe.model.ClipModel;
import org.clipprobe.run.Progress;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunRecord;
import org.clipprobe.run.Skipped;
import org.clipprobe.test.Browser;
import org.clipprobe.test.HostilePage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages and tables of ablations and repairs, and the card of a repaired model, with hostile names in every place. */
class CausePagesTest {
    private static final List<String> TEXTS = HostilePage.NAMES.subList(0, 3);

    @TempDir
    private Path parent;

    private static RunRecord record() {
        return new RunRecord(
                HostilePage.NAMES,
                HostilePage.asOptions(),
                7,
                HostilePage.asOptions(),
                HostilePage.NAMES.get(0),
                HostilePage.asOptions(),
                List.of(),
                HostilePage.NAMES.stream().map(name -> new Skipped(name, name)).toList(),
                0,
                Instant.EPOCH,
                Map.of());
    }

    private static AblationResult ablation() throws IOException {
        try (ClipModel model = Planted.open("unit")) {
            return new AblationStudy(
                            model.requireVision(),
                            Planted.classes(),
                            Halves.of(Planted.cases(48, TEXTS), 3),
                            TEXTS,
                            new AblationOptions(3, List.of(1, 2), 64, 3))
                    .run(Progress.none());
        }
    }

    private interface Report {
        void write(RunFolder folder) throws IOException;
    }

    private Path written(String name, Report report) throws IOException {
        Path run = parent.resolve(name);
        try (RunFolder folder = RunFolder.begin(run)) {
            report.write(folder);
            folder.commit();
        }
        return run;
    }

    @Test
    void hostileNamesAreInert(@TempDir Path profile) throws Exception {
        Optional<Path> chromium = Browser.find();
        assumeTrue(chromium.isPresent(), "no Chromium on the path");
        Path ablated = written("ablate", new AblationReport(ablation(), record())::write);
        Path defended = written("defend", new DefenceReport(defence(), record())::write);
        try (Browser browser = Browser.start(chromium.orElseThrow(), profile)) {
            HostilePage.check(browser, ablated.resolve("report.html"), 0);
            HostilePage.check(browser, defended.resolve("report.html"), 0);
        }
    }

    private static DefenceResult defence() throws IOException {
        try (ClipModel model = Planted.open("unit")) {
            DefenceResult result = new DefenceStudy(
                            model.requireVision(),
                            Planted.classes(),
                            Optional.empty(),
                            Halves.of(Planted.cases(48, TEXTS), 3),
                            DefenceOptions.of(64, 3))
                    .run(Progress.none());
            List<DefenceResult.Rival> named = new ArrayList<>();
            result.rivals()
                    .forEach(rival -> named.add(new DefenceResult.Rival(
                            HostilePage.NAMES.get(named.size() % HostilePage.NAMES.size()),
                            HostilePage.NAMES.get(0),
                            rival.parts(),
                            rival.after(),
                            rival.effect(),
                            rival.reading())));
            return new DefenceResult(
                    result.choosing(), result.before(), result.reading(), named, result.repair(), result.words());
        }
    }

    @Test
    void everySetHasARow() throws IOException {
        Path run = written("tables", new AblationReport(ablation(), record())::write);
        List<String> rows = Files.readAllLines(run.resolve("ablation.csv"));
        assertEquals(1 + 1 + 2 * 5 + 2 * 3, rows.size());
        assertTrue(rows.stream().allMatch(row -> row.split(",", -1).length == 24), rows.toString());
        assertEquals(1 + 2 + 2, Files.readAllLines(run.resolve("blocks.csv")).size());
        assertTrue(Files.readString(run.resolve("candidates.csv")).contains("vision.0.mlp:23"));
    }

    @Test
    void theCardKeepsTheLicenceAndHoldsNoMarkup() throws IOException {
        Path folder = Files.createDirectories(parent.resolve("model"));
        Files.writeString(folder.resolve("README.md"), "---\nlicense: mit\nlicense_name: own\n---\n# A model\n");
        new ModelCard("<b>clip</b> [x](http://y)", "abc", "clip-probe defend `rm`").write(folder, defence());
        String card = Files.readString(folder.resolve("README.md"));
        assertTrue(card.contains("license: mit\nlicense_name: own\n"), card);
        assertTrue(card.contains("`vision.0.mlp`: 23"), card);
        assertFalse(card.contains("<b>") || card.contains("](http"), card);
        assertTrue(Files.readString(folder.resolve("ORIGINAL_README.md")).contains("# A model"));
    }
}
