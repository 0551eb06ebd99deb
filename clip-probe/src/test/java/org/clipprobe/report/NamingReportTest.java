package org.clipprobe.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.clipprobe.concept.SearchResult;
import org.clipprobe.model.Unit;
import org.clipprobe.run.Progress;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.Skipped;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The reports of {@code unit} and {@code concept}. */
class NamingReportTest {
    @TempDir
    private Path parent;

    private static PlantedNames planted(Skipped... skipped) {
        return new PlantedNames(
                new PlantedProbe(PlantedProbe.names(12), 1, 4).report(PlantedProbe.record(List.of(skipped))));
    }

    private interface Writer {
        void write(RunFolder folder) throws IOException;
    }

    private Path run(String name, Writer writer) throws IOException {
        try (RunFolder folder = RunFolder.begin(parent.resolve(name))) {
            writer.write(folder);
            folder.commit();
        }
        return parent.resolve(name);
    }

    private Path naming(String name, NamingReport report) throws IOException {
        return run(name, folder -> {
            report.write(folder);
            report.pages().write(folder, Progress.none());
        });
    }

    private Path search(String name, ConceptReport report) throws IOException {
        List<Unit> units =
                report.result().shown().stream().map(match -> match.unit()).toList();
        return run(name, folder -> {
            report.write(folder);
            UnitPages.unnamed(report.labels(), report.examples(), report.layers(), units, "planted")
                    .write(folder, Progress.none());
        });
    }

    private static Document page(Path run) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(Files.readString(run.resolve(ProbeReport.PAGE)))));
    }

    private static List<Element> elements(Element within, String name) {
        NodeList found = within.getElementsByTagName(name);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }

    private static List<String> texts(Element within, String name) {
        return elements(within, name).stream().map(Element::getTextContent).toList();
    }

    private static Element section(Document page, String id) {
        return elements(page.getDocumentElement(), "section").stream()
                .filter(section -> section.getAttribute("id").equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** Every link leads somewhere: to a place on the page, or to a page of the run folder and the unit on it. */
    private static void assertLinks(Path run, Document page, int expected) throws IOException {
        String html = Files.readString(run.resolve(ProbeReport.PAGE));
        int units = 0;
        for (Element link : elements(page.getDocumentElement(), "a")) {
            String[] address = link.getAttribute("href").split("#", 2);
            String target = address[0].isEmpty() ? html : Files.readString(run.resolve(address[0]));
            assertTrue(address.length == 1 || target.contains("id=\"" + address[1] + "\""), link.getAttribute("href"));
            units += address.length == 2 && !address[0].isEmpty() ? 1 : 0;
        }
        assertEquals(expected, units, "links to units");
    }

    @Test
    void namesStandWithWhatTheyAreWorthAndLeadToTheirUnits() throws Exception {
        Path run = naming("run", planted().naming());
        Document page = page(run);
        assertEquals(
                "3 of 4 units have a good name among 12 concepts.",
                texts(page.getDocumentElement(), "h1").get(0));
        List<Element> rows = elements(section(page, "names"), "tr");
        assertEquals(1 + PlantedNames.SHOWN, rows.size());
        assertEquals(
                List.of("concept 0", "0.987", "4.1", "0.0040", "+0.74", "3.250", "4.750", "concept 1 −1.500"),
                texts(rows.get(1), "td").subList(0, 8));
        assertEquals(
                "concept 0 AND NOT x (0.900, p 0.010)", texts(rows.get(1), "td").get(8));
        assertEquals("", texts(rows.get(1), "td").get(9), "a name that stayed as it was");
        assertEquals("concept 1 or concept 10 (+0.45)", texts(rows.get(2), "td").get(9));
        assertEquals("no good name; best: concept 11", texts(rows.get(4), "td").get(0));
        assertTrue(section(page, "scores").getTextContent().contains("mean +0.74 (95 % interval +0.70 to +0.78)"));
        List<Element> cards = elements(section(page, "units"), "article");
        assertEquals(PlantedNames.SHOWN, cards.size());
        // Three examples of each concept in each of five facets: the planted unit's strongest are its concept's.
        for (Element facet : elements(cards.get(0), "ul")) {
            List<String> classes = elements(facet, "li").stream()
                    .map(each -> each.getAttribute("class"))
                    .toList();
            assertEquals(List.of("own", "own", "own", "other", "other", "other"), classes);
        }
        assertLinks(run, page, 2 * PlantedNames.SHOWN);
    }

    @Test
    void oneUnitIsTheHeadline() throws Exception {
        NamingReport all = planted().naming();
        for (int unit : new int[] {0, 3}) {
            Path run = naming(
                    "run" + unit, planted().naming(List.of(all.pages().units().get(unit))));
            assertEquals(
                    unit == 0
                            ? "vision.0.mlp:0 responds to: concept 0."
                            : "vision.0.mlp:3 has no good name among 12 concepts.",
                    texts(page(run).getDocumentElement(), "h1").get(0));
        }
    }

    @Test
    void aSearchShowsItsRankingFacetByFacet() throws Exception {
        Path run = search("run", planted().search(true));
        Document page = page(run);
        assertEquals(
                "vision.0.mlp:0 responds most evenly to “the concept 0”, not “concept 1 or less”:"
                        + " AUC 0.600 in its weakest form, flat.",
                texts(page.getDocumentElement(), "h1").get(0));
        List<Element> rows = elements(section(page, "ranking"), "tr");
        assertEquals(
                List.of("0.600", "0.600", "0.610", "0.620", "0.630", "0.640", "2.500", "0.500", "+1.5"),
                texts(rows.get(1), "td"));
        assertEquals("–", texts(rows.get(2), "td").get(8), "no direct write");
        assertEquals(List.of("text.1.mlp:7", "0.710", "0.0040", "−1.2"), texts(section(page, "text"), "td"));
        List<Element> cards = elements(section(page, "units"), "article");
        assertTrue(cards.get(0).getTextContent().contains("3 against 30"), "examples behind each area");
        assertEquals(
                5 * 3,
                elements(cards.get(0), "li").stream()
                        .filter(each -> each.getAttribute("class").equals("own"))
                        .count());
        assertLinks(run, page, 2 * PlantedNames.SHOWN + 1);
    }

    @Test
    void whatNoLabelKnowsIsRankedByItsScoreAndSaid() throws Exception {
        Path run = search("run", planted().search(false));
        Document page = page(run);
        assertEquals(
                "vision.0.mlp:0 goes best with “concept 0 and more”, not “concept 1 or less”: softWPMI 2.50 among 12"
                        + " concepts.",
                texts(page.getDocumentElement(), "h1").get(0));
        assertTrue(texts(page.getDocumentElement(), "p").stream()
                .anyMatch(text -> text.startsWith("No label of the pictures says")));
        assertEquals(
                3, texts(elements(section(page, "ranking"), "tr").get(1), "td").size(), "score, correlation, write");
        String html = Files.readString(run.resolve(ProbeReport.PAGE));
        assertFalse(html.contains("class=\"own\""), "nothing is framed");
        assertLinks(run, page, 2 * PlantedNames.SHOWN + 1);
    }

    @Test
    void skippedFilesAreNamedAndTheSameInputGivesTheSamePage() throws Exception {
        Skipped skipped = new Skipped("bad/half.png", "ends in the middle of the picture");
        Path first = naming("n1", planted(skipped).naming());
        Path second = naming("n2", planted(skipped).naming());
        Path third = search("s1", planted(skipped).search(true));
        Path fourth = search("s2", planted(skipped).search(true));
        for (Path run : List.of(first, third)) {
            assertTrue(section(page(run), "skipped").getTextContent().contains("ends in the middle"));
        }
        assertArrayEquals(
                Files.readAllBytes(first.resolve("report.html")), Files.readAllBytes(second.resolve("report.html")));
        assertArrayEquals(
                Files.readAllBytes(third.resolve("report.html")), Files.readAllBytes(fourth.resolve("report.html")));
    }

    @Test
    void refusesWhatCannotBeShown() {
        NamingReport naming = planted().naming();
        UnitPages none = new UnitPages(
                naming.pages().labels(),
                naming.pages().examples(),
                naming.pages().layers(),
                List.of(),
                "planted",
                List.of(),
                naming.pages().answers());
        assertThrows(IllegalArgumentException.class, () -> new NamingReport(none, naming.result(), naming.record()));
        ConceptReport search = planted().search(true);
        SearchResult empty = new SearchResult(List.of("x"), List.of(), List.of(), "x", 1, 1, List.of(), List.of());
        assertThrows(
                IllegalArgumentException.class,
                () -> new ConceptReport(empty, search.labels(), search.examples(), search.layers(), search.record()));
    }
}
