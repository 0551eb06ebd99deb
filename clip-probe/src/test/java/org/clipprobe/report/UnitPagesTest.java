package org.clipprobe.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.clipprobe.activation.Activations;
import org.clipprobe.activation.Facet;
import org.clipprobe.activation.Labels;
import org.clipprobe.concept.UnitDossier;
import org.clipprobe.concept.naming.NameQuality;
import org.clipprobe.concept.naming.NamedUnit;
import org.clipprobe.concept.similarity.ScoredConcept;
import org.clipprobe.concept.similarity.UnitNames;
import org.clipprobe.model.Capture;
import org.clipprobe.model.HookPoint;
import org.clipprobe.model.Pooling;
import org.clipprobe.model.Unit;
import org.clipprobe.report.page.Illustration;
import org.clipprobe.run.Progress;
import org.clipprobe.run.RunFolder;
import org.clipprobe.test.Browser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class UnitPagesTest {
    private static final List<String> CONCEPTS =
            List.of("</script><script>alert(1)</script>", "heron", "spider", "\"><img src=x onerror=alert(1)>");
    private static final byte[] PIXEL = java.util.Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==");

    @TempDir
    Path parent;

    /** Unit u responds to concept u modulo 4 and is named so. */
    private static UnitPages planted(int units) {
        int examples = 80;
        Labels labels = new Labels(
                CONCEPTS,
                Facet.all("photo", "word"),
                IntStream.range(0, examples).map(i -> i % 4).toArray(),
                IntStream.range(0, examples).map(i -> i / 4 % 2).toArray());
        Random random = new Random(5);
        float[] values = new float[examples * units];
        for (int i = 0; i < values.length; i++) {
            boolean own = i % units % 4 == i / units % 4;
            values[i] = (float) (random.nextGaussian() * 0.2 + (own ? 1 : 0));
        }
        Activations layer =
                Activations.of(new Capture(new HookPoint("vision.5.mlp", units, true), Pooling.MAX), examples, values);
        List<Illustration> pictures = IntStream.range(0, examples)
                .mapToObj(i -> new Illustration("picture " + i, () -> PIXEL))
                .toList();
        UnitPages.Answers answers = (unit, activations) -> {
            int concept = unit.index() % 4;
            UnitNames names = new UnitNames(
                    unit, List.of(new ScoredConcept(concept, 3.5), new ScoredConcept((concept + 1) % 4, 1)));
            NameQuality quality = new NameQuality(20, 60, 0.99, 4.1, 0.001, 0.004);
            return new UnitDossier(
                    Optional.of(new NamedUnit(names, quality, concept != 1)),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        };
        return new UnitPages(
                labels, pictures, List.of(layer), UnitPages.all(List.of(layer)), "planted", CONCEPTS, answers);
    }

    private Path write(UnitPages pages) throws IOException {
        try (RunFolder folder = RunFolder.begin(parent.resolve("run"))) {
            pages.write(folder, Progress.none());
            folder.commit();
        }
        return parent.resolve("run");
    }

    private static Document parse(Path file) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(Files.readString(file))));
    }

    @Test
    void everyUnitHasAPageThatEveryLinkReaches() throws Exception {
        Path units = write(planted(150)).resolve("units");
        assertTrue(Files.exists(units.resolve("vision-5-mlp-2.html")));
        assertFalse(Files.exists(units.resolve("vision-5-mlp-3.html")));
        assertEquals("units/vision-5-mlp-1.html#u117", UnitPages.address(new Unit("vision.5.mlp", 117)));
        for (int file = 0; file < 3; file++) {
            Document page = parse(units.resolve("vision-5-mlp-" + file + ".html"));
            assertEquals(
                    file < 2 ? 64 : 22, page.getElementsByTagName("article").getLength());
            assertEquals(0, page.getElementsByTagName("script").getLength());
            everyLinkLeadsSomewhere(units.resolve("vision-5-mlp-" + file + ".html"));
        }
    }

    private static void everyLinkLeadsSomewhere(Path page) throws IOException {
        Matcher links = Pattern.compile("(?:href|src)=\"([^\"#]+)(#[^\"]*)?\"").matcher(Files.readString(page));
        while (links.find()) {
            Path target = page.resolveSibling(links.group(1));
            assertTrue(Files.exists(target), links.group());
            if (links.group(2) != null) {
                assertTrue(Files.readString(target)
                        .contains("id=\"" + links.group(2).substring(1) + "\""));
            }
        }
    }

    @Test
    void someUnitsHavePagesWithTheirNeighboursAndNoneElse() throws Exception {
        UnitPages all = planted(150);
        Set<Integer> asked = ConcurrentHashMap.newKeySet();
        Unit wanted = new Unit("vision.5.mlp", 117);
        UnitPages one = new UnitPages(
                all.labels(),
                all.examples(),
                all.layers(),
                List.of(wanted),
                all.model(),
                all.concepts(),
                (unit, activations) -> {
                    asked.add(unit.index());
                    float[] own = new float[activations.length];
                    all.layers().get(0).columns(unit.index(), unit.index() + 1, own);
                    assertArrayEquals(own, activations, "its own activations");
                    return all.answers().of(unit, activations);
                });
        Path units = write(one).resolve("units");
        assertTrue(asked.contains(117));
        assertEquals(1 + 6, asked.size(), "the unit and its six neighbours");
        asked.forEach(unit -> assertEquals(117 % 4, unit % 4, "neighbours are tuned alike"));
        assertTrue(Files.readString(parent.resolve("run").resolve("units/vision-5-mlp-1.html"))
                .contains("id=\"u117\""));
        int pages = 0;
        try (Stream<Path> files = Files.list(units)) {
            for (Path page : files.filter(file -> file.getFileName().toString().startsWith("vision"))
                    .toList()) {
                pages += parse(page).getElementsByTagName("article").getLength();
                everyLinkLeadsSomewhere(page);
            }
        }
        assertEquals(1 + 6, pages);
        String index = Files.readString(units.resolve("index.html"));
        assertTrue(index.contains("7 units, and what they respond to"));
        int data = index.indexOf("id=\"data\"");
        assertEquals(
                index.indexOf("vision.5.mlp:", data), index.indexOf("vision.5.mlp:117", data), "asked for, so first");
    }

    @Test
    void knowsItsConceptsNeighboursAndName() throws Exception {
        Path units = write(planted(150)).resolve("units");
        String html = Files.readString(units.resolve("vision-5-mlp-0.html"));
        String page = html.substring(html.indexOf("id=\"u2\""), html.indexOf("id=\"u3\""));
        assertTrue(page.contains("<h1><bdi>spider</bdi></h1>"), page);
        assertTrue(page.contains("AUC 0.990, MAD 4.1, q 0.0040, 20 held-out sources against 60"), page);
        String neighbours =
                page.substring(page.indexOf("Neighbours"), page.indexOf("</table>", page.indexOf("Neighbours")));
        Matcher unit = Pattern.compile("vision\\.5\\.mlp:(\\d+)").matcher(neighbours);
        while (unit.find()) {
            assertEquals(2, Integer.parseInt(unit.group(1)) % 4, neighbours);
        }
        assertTrue(html.contains("no good name"));
    }

    @Test
    void theReportLeadsToThePagesOfItsUnits() throws Exception {
        ProbeReport report = new PlantedProbe(PlantedProbe.names(5), 2, 5).report(PlantedProbe.record(List.of()));
        UnitPages pages = UnitPages.unnamed(
                report.labels(),
                report.examples(),
                report.activations(),
                UnitPages.all(report.activations()),
                "planted");
        try (RunFolder folder = RunFolder.begin(parent.resolve("run"))) {
            report.write(folder, pages, Progress.none());
            folder.commit();
        }
        Matcher links =
                Pattern.compile("href=\"(units/[^#\"]+)").matcher(Files.readString(parent.resolve("run/report.html")));
        int found = 0;
        while (links.find()) {
            found++;
            assertTrue(Files.exists(parent.resolve("run").resolve(links.group(1))), links.group());
        }
        assertEquals(1 + 5 + 5, found, "the search, five cards and five rows");
        assertTrue(Files.readString(parent.resolve("run/units/vision-1-mlp-0.html"))
                .contains("../report.html"));
        assertTrue(Files.readString(parent.resolve("run/units/index.html")).contains("../report.html"));
    }

    @Test
    void searchDataSurviveHostileNames() throws Exception {
        String html = Files.readString(write(planted(8)).resolve(UnitPages.SEARCH));
        assertEquals(2, html.split("<script", -1).length - 1);
        String start = "<script type=\"application/json\" id=\"data\">";
        String data = html.substring(html.indexOf(start) + start.length(), html.indexOf("</script>"));
        JsonNode entries = new ObjectMapper().readTree(data);
        assertEquals(8, entries.size());
        assertEquals(CONCEPTS.get(0), entries.at("/0/2").asText());
    }

    @Test
    void aBrowserFindsAndOpensAUnitOfALargeLayer() throws Exception {
        Optional<Path> chromium = Browser.find();
        assumeTrue(chromium.isPresent(), "no Chromium on the path");
        Path run = write(planted(3072));
        try (Browser browser = Browser.start(chromium.get(), parent.resolve("profile"))) {
            browser.open(run.resolve(UnitPages.SEARCH).toUri().toString());
            assertEquals("3072 of 3072 units; the first 200 are shown", browser.value("found.textContent"));
            assertEquals("0", browser.value("document.querySelectorAll('img').length"));
            browser.type("mlp:3070");
            browser.await("document.querySelectorAll('#units tr').length === 1");
            assertEquals("spider", browser.value("document.querySelector('#units bdi').textContent"));
            browser.enter();
            browser.await("location.href.endsWith('vision-5-mlp-47.html#u3070') && document.readyState === 'complete'");
            assertEquals("spider", browser.value("document.querySelector(':target h1').textContent"));
            assertEquals(
                    "1",
                    browser.value("[...document.querySelectorAll('article')].filter(a => a.offsetHeight > 0).length"));
            browser.await("document.querySelector(':target img').naturalWidth === 1");
            assertEquals(List.of(), browser.complaints());
        }
    }

    @Test
    void aBrowserRunsNothingOutOfAName() throws Exception {
        Optional<Path> chromium = Browser.find();
        assumeTrue(chromium.isPresent(), "no Chromium on the path");
        Path run = write(planted(8));
        try (RunFolder folder = RunFolder.begin(parent.resolve("probe"))) {
            new PlantedProbe(CONCEPTS, 1, 4)
                    .report(PlantedProbe.record(List.of()))
                    .write(folder, false);
            folder.commit();
        }
        try (Browser browser = Browser.start(chromium.get(), parent.resolve("profile"));
                Stream<Path> files = Files.list(run.resolve("units"))) {
            List<Path> pages = Stream.concat(
                            files.filter(file -> file.toString().endsWith(".html")),
                            Stream.of(parent.resolve("probe/report.html")))
                    .toList();
            assertEquals(3, pages.size());
            for (Path page : pages) {
                browser.open(page.toUri().toString());
                assertEquals("0", browser.value("document.querySelectorAll('img[onerror]').length"));
                assertEquals(List.of(), browser.complaints(), page.toString());
            }
        }
    }
}
