package org.clipprobe.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.clipprobe.concept.UnitDossier;
import org.clipprobe.concept.naming.NameQuality;
import org.clipprobe.concept.naming.NamedUnit;
import org.clipprobe.concept.similarity.ScoredConcept;
import org.clipprobe.concept.similarity.UnitNames;
import org.clipprobe.model.Unit;
import org.clipprobe.report.page.Illustration;
import org.clipprobe.run.Progress;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunRecord;
import org.clipprobe.run.Skipped;
import org.clipprobe.test.Browser;
import org.clipprobe.test.HostilePage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a browser: a hostile name in every place of a probe's report, its unit pages and their search stays a name. */
class HostileNamesTest {
    private static final List<String> NAMES = HostilePage.NAMES;
    private static final List<String> FACETS = List.of(NAMES.get(0), NAMES.get(1), NAMES.get(2), NAMES.get(16), "word");

    @TempDir
    private Path parent;

    private Path chromium;

    @BeforeEach
    void find() {
        Optional<Path> found = Browser.find();
        assumeTrue(found.isPresent(), "no Chromium on the path");
        chromium = found.orElseThrow();
    }

    private static RunRecord record() {
        return new RunRecord(
                NAMES,
                HostilePage.asOptions(),
                7,
                HostilePage.asOptions(),
                NAMES.get(1) + NAMES.get(16),
                HostilePage.asOptions(),
                List.of(),
                NAMES.stream().map(name -> new Skipped(name, name)).toList(),
                0,
                Instant.EPOCH,
                Map.of());
    }

    /** Pictures whose names attack, every other one without a picture, so that the name is shown instead. */
    private static List<Illustration> pictures(List<Illustration> examples) {
        return IntStream.range(0, examples.size())
                .mapToObj(i -> new Illustration(NAMES.get(i % NAMES.size()), () -> {
                    if (i % 2 > 0) {
                        throw new IOException(NAMES.get(0));
                    }
                    return examples.get(i).thumbnail().encoded();
                }))
                .toList();
    }

    private static UnitDossier answer(Unit unit, float[] activations) {
        int concept = unit.index() % NAMES.size();
        UnitNames names = new UnitNames(
                unit, List.of(new ScoredConcept(concept, 3.5), new ScoredConcept((concept + 1) % NAMES.size(), 1)));
        return new UnitDossier(
                Optional.of(new NamedUnit(names, new NameQuality(20, 60, 0.99, 4.1, 0.001, 0.004), concept != 1)),
                Optional.of(new UnitDossier.LogicalForm(NAMES.get(concept) + " AND NOT x", 9, 0.9, 0.01)),
                Optional.empty(),
                Optional.empty());
    }

    private Path write() throws IOException {
        ProbeReport planted = new PlantedProbe(NAMES, FACETS, 1, NAMES.size()).report(record());
        ProbeReport report = new ProbeReport(
                planted.result(),
                planted.labels(),
                pictures(planted.examples()),
                planted.activations(),
                planted.record());
        UnitPages pages = new UnitPages(
                report.labels(),
                report.examples(),
                report.activations(),
                UnitPages.all(report.activations()),
                NAMES.get(1),
                NAMES,
                HostileNamesTest::answer);
        Path run = parent.resolve("run");
        try (RunFolder folder = RunFolder.begin(run)) {
            report.write(folder, pages, Progress.none());
            folder.commit();
        }
        return run;
    }

    @Test
    void noNameIsMoreThanAName() throws Exception {
        Path run = write();
        List<Path> pages = new ArrayList<>(List.of(run.resolve(ProbeReport.PAGE)));
        try (Stream<Path> units = Files.list(run.resolve("units"))) {
            units.filter(file -> file.toString().endsWith("-0.html")).forEach(pages::add);
        }
        assertEquals(2, pages.size());
        try (Browser browser = Browser.start(chromium, parent.resolve("profile"))) {
            for (Path page : pages) {
                HostilePage.check(browser, page, 0);
            }
            search(browser, run.resolve(UnitPages.SEARCH));
        }
    }

    @Test
    void inNamesAndSearchesToo() throws Exception {
        ProbeReport planted = new PlantedProbe(NAMES, FACETS, 1, NAMES.size()).report(record());
        PlantedNames names = new PlantedNames(new ProbeReport(
                planted.result(),
                planted.labels(),
                pictures(planted.examples()),
                planted.activations(),
                planted.record()));
        try (Browser browser = Browser.start(chromium, parent.resolve("profile"));
                RunFolder naming = RunFolder.begin(parent.resolve("naming"));
                RunFolder known = RunFolder.begin(parent.resolve("known"));
                RunFolder unknown = RunFolder.begin(parent.resolve("unknown"))) {
            names.naming().write(naming);
            names.search(true).write(known);
            names.search(false).write(unknown);
            for (RunFolder folder : List.of(naming, known, unknown)) {
                HostilePage.check(browser, folder.file(ProbeReport.PAGE), 0);
            }
        }
    }

    private static void search(Browser browser, Path page) {
        HostilePage.check(browser, page, 2);
        for (String typed : List.of("<img", "</script>", "\u202E")) {
            browser.open(page.toUri().toString());
            browser.type(typed);
            browser.await("found.textContent.length > 0");
            HostilePage.assertUntouched(browser, page.toUri().toString(), 2);
            assertEquals("0", browser.value("document.querySelectorAll('img').length"));
        }
    }

    /** Shows that the checks can fail: in a page that escapes nothing, the names do what they are there for. */
    @Test
    void theSameNamesTakeOverAPageThatEscapesNothing() throws Exception {
        Path page = Files.writeString(
                parent.resolve("bare.html"),
                "<!DOCTYPE html><title>bare</title>" + String.join("", NAMES.subList(0, 8)));
        try (Browser browser = Browser.start(chromium, parent.resolve("profile"))) {
            browser.open(page.toUri().toString());
            browser.await("window.owned === 1");
            assertFalse(browser.complaints().isEmpty());
        }
    }
}
