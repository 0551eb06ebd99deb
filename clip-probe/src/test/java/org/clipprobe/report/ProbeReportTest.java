package org.clipprobe.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.clipprobe.report.page.Illustration;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.Skipped;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ProbeReportTest {
    private static final List<String> HOSTILE = List.of(
            "<script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>",
            "' onmouseover='alert(1)",
            "</style><svg onload=alert(1)>",
            "]]>&amp;<!-- ",
            "javascript:alert(1)",
            "שלום\u202Egnp.exe",
            "two\nlines\r\nand\ttab",
            "\u0000\u0001\uFFFF\uD800 broken",
            "${java} @for(x) $unsafe{y}",
            "crab 🦀 👩‍👩‍👧",
            "x".repeat(10_000));

    @TempDir
    Path parent;

    private Path write(String name, ProbeReport report) throws IOException {
        try (RunFolder folder = RunFolder.begin(parent.resolve(name))) {
            ProbeTables.write(folder, report.result());
            report.write(folder, false);
            folder.commit();
        }
        return parent.resolve(name);
    }

    private static Document parse(String html) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(html)));
    }

    private static List<Element> elements(Document page, String name) {
        NodeList found = page.getElementsByTagName(name);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }

    private String page(ProbeReport report) throws IOException {
        return Files.readString(write("run", report).resolve("report.html"));
    }

    @Test
    void givesTheAnswerFirstAndEveryUnitWithItsEvidence() throws Exception {
        Document page =
                parse(page(new PlantedProbe(PlantedProbe.names(12), 4, 10).report(PlantedProbe.record(List.of()))));
        assertEquals(
                "9 of 256 units respond to the same concept in all 5 of its forms: flat, line, render, unseen and word.",
                elements(page, "h1").get(0).getTextContent());
        List<Element> cards = elements(page, "article");
        assertEquals(9, cards.size());
        assertTrue(cards.get(0).getTextContent().contains("vision.3.mlp:0"));
        long pictures = elements(page, "i").stream()
                .filter(picture -> picture.getAttribute("role").equals("img"))
                .count();
        // Six per facet, and three near spellings where the probing set has them: findings 0, 1, 3, 4, 7 and 9.
        assertEquals(9 * 5 * 6 + 6 * 3, pictures);
        Set<String> anchors = new HashSet<>();
        for (String name : List.of("section", "article", "div")) {
            elements(page, name).forEach(element -> anchors.add(element.getAttribute("id")));
        }
        for (Element link : elements(page, "a")) {
            String target = link.getAttribute("href");
            assertTrue(anchors.contains(target.substring(1)), target);
        }
    }

    @Test
    void embedsEveryPictureOnce() throws IOException {
        String html = page(new PlantedProbe(PlantedProbe.names(6), 2, 30).report(PlantedProbe.record(List.of())));
        List<String> data = Pattern.compile("data:image/png;base64,[^)]+")
                .matcher(html)
                .results()
                .map(MatchResult::group)
                .toList();
        assertFalse(data.isEmpty());
        assertEquals(data.size(), new HashSet<>(data).size());
    }

    @Test
    void saysPlainlyThatNothingWasFoundAndWhatToDo() throws Exception {
        Document page =
                parse(page(new PlantedProbe(PlantedProbe.names(5), 3, 0).report(PlantedProbe.record(List.of()))));
        assertTrue(elements(page, "h1").get(0).getTextContent().startsWith("None of 192 units responds"));
        assertTrue(elements(page, "h2").stream()
                .anyMatch(head -> head.getTextContent().equals("What to do")));
        assertEquals(2, elements(page, "article").size(), "the near misses");
    }

    @Test
    void staysSmallWithManyFindings() throws Exception {
        Path run =
                write("run", new PlantedProbe(PlantedProbe.names(40), 2, 500).report(PlantedProbe.record(List.of())));
        String html = Files.readString(run.resolve("report.html"));
        parse(html);
        assertTrue(html.length() < 10_000_000, html.length() + " characters");
        assertEquals(501, Files.readAllLines(run.resolve("units.csv")).size());
    }

    @Test
    void nothingThatHasANameCanBreakThePage() throws Exception {
        List<Skipped> skipped =
                HOSTILE.stream().map(name -> new Skipped(name, name)).toList();
        String html = page(new PlantedProbe(HOSTILE, 1, HOSTILE.size()).report(PlantedProbe.record(skipped)));
        Document page = parse(html);
        for (String name : List.of("script", "img", "iframe", "object", "embed", "link", "form", "base")) {
            assertEquals(0, elements(page, name).size(), name);
        }
        for (Element element : elements(page, "*")) {
            for (int i = 0; i < element.getAttributes().getLength(); i++) {
                String attribute = element.getAttributes().item(i).getNodeName();
                assertFalse(attribute.startsWith("on") || attribute.equals("style"), attribute);
            }
        }
        assertTrue(elements(page, "bdi").stream()
                .anyMatch(name -> name.getTextContent().equals(HOSTILE.get(0))));
        assertFalse(html.contains("\u202E") || html.contains("\u0000"));
        assertFalse(html.contains("x".repeat(1000)));
    }

    @Test
    void loadsNothingFromOutsideAndSaysSoToTheBrowser() throws Exception {
        String html = page(new PlantedProbe(PlantedProbe.names(5), 2, 5).report(PlantedProbe.record(List.of())));
        Document page = parse(html);
        for (Element element : elements(page, "*")) {
            for (String attribute : List.of("src", "href", "action", "srcset")) {
                String value = element.getAttribute(attribute);
                assertTrue(value.isEmpty() || value.startsWith("#"), value);
            }
        }
        for (Element style : elements(page, "style")) {
            String css = style.getTextContent();
            assertFalse(css.contains("@import"), "imports a style");
            assertTrue(Pattern.compile("url\\((?!data:image/)")
                    .matcher(css)
                    .results()
                    .findAny()
                    .isEmpty());
        }
        Element policy = elements(page, "meta").stream()
                .filter(meta -> meta.getAttribute("http-equiv").equals("Content-Security-Policy"))
                .findFirst()
                .orElseThrow();
        String content = policy.getAttribute("content");
        assertTrue(content.startsWith("default-src 'none'; img-src data:; style-src 'sha256-"), content);
        assertFalse(content.contains("unsafe") || content.contains("script-src"), content);
        for (Element style : elements(page, "style")) {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(style.getTextContent().getBytes(StandardCharsets.UTF_8));
            assertTrue(content.contains("'sha256-" + Base64.getEncoder().encodeToString(hash) + "'"));
        }
    }

    @Test
    void namesAndExplainsSkippedFiles() throws IOException {
        List<Skipped> skipped = List.of(new Skipped("bad/half.png", "ends in the middle of the picture"));
        Path run = write("run", new PlantedProbe(PlantedProbe.names(3), 1, 2).report(PlantedProbe.record(skipped)));
        String html = Files.readString(run.resolve("report.html"));
        assertTrue(html.contains("1 file was") && html.contains("bad/half.png") && html.contains("ends in the middle"));
    }

    @Test
    void showsAnExampleWhosePictureIsGoneByItsName() throws Exception {
        ProbeReport report = new PlantedProbe(PlantedProbe.names(3), 1, 1).report(PlantedProbe.record(List.of()));
        List<Illustration> gone = report.examples().stream()
                .map(example -> new Illustration(example.name(), () -> {
                    throw new IOException("gone");
                }))
                .toList();
        String html =
                page(new ProbeReport(report.result(), report.labels(), gone, report.activations(), report.record()));
        parse(html);
        assertTrue(html.contains("concept 0/flat/"));
        assertFalse(html.contains("data:image"));
    }

    @Test
    void isTheSameFromTheSameInput() throws IOException {
        List<List<Path>> runs = new ArrayList<>();
        for (String name : List.of("first", "second")) {
            Path run =
                    write(name, new PlantedProbe(PlantedProbe.names(7), 3, 9).report(PlantedProbe.record(List.of())));
            try (Stream<Path> files = Files.list(run)) {
                runs.add(files.sorted().toList());
            }
        }
        assertEquals(8, runs.get(0).size());
        for (int i = 0; i < runs.get(0).size(); i++) {
            Path first = runs.get(0).get(i);
            Path second = runs.get(1).get(i);
            assertEquals(first.getFileName(), second.getFileName());
            assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second), first.toString());
        }
    }

    @Test
    void writesTheLayersTable() throws IOException {
        Path run = write("run", new PlantedProbe(PlantedProbe.names(3), 2, 1).report(PlantedProbe.record(List.of())));
        List<String> lines = Files.readAllLines(run.resolve("layers.csv"));
        assertTrue(lines.get(0).startsWith("hook point,pooling,units,untested units,pairs tested,threshold"));
        assertEquals("vision.0.mlp,max,64,2,192,2.93,0,0,0,0,0,0,2,1.4", lines.get(1));
        assertEquals("vision.1.mlp,max,64,0,192,2.93,1,0.1,1,0.12,1,0,3,1.4", lines.get(2));
    }

    @Test
    void refusesExamplesThatDoNotMatchTheLabels() {
        ProbeReport report = new PlantedProbe(PlantedProbe.names(3), 1, 1).report(PlantedProbe.record(List.of()));
        assertThrows(
                IllegalArgumentException.class,
                () -> new ProbeReport(
                        report.result(), report.labels(), List.of(), report.activations(), report.record()));
    }
}
