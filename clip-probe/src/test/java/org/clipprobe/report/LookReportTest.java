package org.clipprobe.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.clipprobe.look.Decomposition;
import org.clipprobe.look.LookFiles;
import org.clipprobe.look.LookResult;
import org.clipprobe.look.Part;
import org.clipprobe.look.PatchMap;
import org.clipprobe.look.PatchMap.Kind;
import org.clipprobe.look.PictureView;
import org.clipprobe.look.PromptView;
import org.clipprobe.look.PromptView.TokenView;
import org.clipprobe.model.VisionTower.Grid;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunRecord;
import org.clipprobe.run.Skipped;
import org.clipprobe.test.Browser;
import org.clipprobe.test.HostilePage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page and the tables of a look, made of records alone. */
class LookReportTest {
    private static final Grid GRID = new Grid(2, 2, 1);
    private static final float[] VALUES = {0.5f, 0.01f, -0.02f, 0.03f, 0.04f};

    @TempDir
    private Path parent;

    private static LookResult result(List<String> names) {
        return new LookResult(names.stream().map(LookReportTest::picture).toList(), names);
    }

    private static PictureView picture(String name) {
        Decomposition sum = new Decomposition(1, 1, 5, VALUES, List.of(new Part("MLP of block 0", -0.1)), 1e-7);
        PromptView prompt = new PromptView(
                name,
                0.46,
                Optional.of(sum),
                List.of(new PatchMap(Kind.PROMPT, name, "cosine similarity", GRID, VALUES)),
                OptionalDouble.of(0.8),
                List.of(new TokenView(name, OptionalDouble.of(0.2), OptionalDouble.empty())),
                List.of(new Part(name.isEmpty() ? "-" : name, 0.1)),
                OptionalDouble.of(1e-7));
        PatchMap unit = new PatchMap(Kind.UNIT, name, "activation", GRID, VALUES);
        return new PictureView(name, new InterleavedU8(20, 20, 3), List.of(unit), List.of(prompt));
    }

    private static RunRecord record(List<String> names) {
        return new RunRecord(
                names,
                HostilePage.asOptions(),
                7,
                HostilePage.asOptions(),
                names.get(0),
                HostilePage.asOptions(),
                List.of(),
                names.stream().map(name -> new Skipped(name, name)).toList(),
                0,
                Instant.EPOCH,
                Map.of());
    }

    private Path written(List<String> names) throws IOException {
        Path target = parent.resolve("run");
        try (RunFolder folder = RunFolder.begin(target)) {
            LookFiles.write(result(names), folder);
            new LookReport(result(names), record(names)).write(folder);
            folder.commit();
        }
        return target;
    }

    @Test
    void pageAndTablesSayTheSame() throws IOException {
        Path run = written(List.of("a/b/c.png"));
        String page = Files.readString(run.resolve("report.html"));
        assertTrue(page.contains("Where in b/c.png"), "no title");
        assertTrue(page.contains("+0.0600"), "no sum of the places");
        assertTrue(page.contains("rank correlation of contributions and occlusion <b>0.80</b>"), "no agreement");
        List<String> maps = Files.readAllLines(run.resolve("maps.csv"));
        assertEquals(3, maps.size());
        assertTrue(
                maps.get(1).startsWith("0,a/b/c.png,unit,a/b/c.png,,activation,2,2,0.0599999986589,0.5"), maps.get(1));
        assertEquals(
                "1,a/b/c.png,1,1,0.04",
                Files.readAllLines(run.resolve("places.csv")).get(8));
        assertEquals(128 + 2 * 4 * Float.BYTES, Files.size(run.resolve("maps.npy")));
        assertEquals(128 + 5 * Float.BYTES, Files.size(run.resolve("contributions.npy")));
    }

    @Test
    void hostileNamesStayNames() throws Exception {
        Optional<Path> chromium = Browser.find();
        assumeTrue(chromium.isPresent(), "no Chromium on the path");
        Path run = written(HostilePage.NAMES);
        try (Browser browser = Browser.start(chromium.get(), parent.resolve("profile"))) {
            HostilePage.check(browser, run.resolve("report.html"), 0);
        }
    }
}
