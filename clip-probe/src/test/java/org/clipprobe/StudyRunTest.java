package org.clipprobe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.clipprobe.activation.Activations;
import org.clipprobe.activation.Example;
import org.clipprobe.activation.ProbingSet;
import org.clipprobe.concept.NamingResult;
import org.clipprobe.concept.SearchResult;
import org.clipprobe.probe.MultimodalOptions;
import org.clipprobe.probe.MultimodalResult;
import org.clipprobe.result.StudyResult;
import org.clipprobe.test.RecordSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Studies asked through the door: what they find is read back as it was written, and their pages drawn from that. */
class StudyRunTest {
    private static final Path ROOT = Path.of(System.getProperty("clipprobe.root"));
    private static final Path SAMPLES = ROOT.resolve("samples");

    @TempDir
    private Path folder;

    private static ProbingSet pictures() throws IOException {
        ProbingSet all = ProbingSet.read(SAMPLES.resolve("pictures"));
        Set<String> some = all.concepts().stream().limit(30).collect(Collectors.toSet());
        return all.without(example -> !some.contains(example.concept().orElseThrow()), List.of());
    }

    private Settings settings() {
        Settings defaults = Settings.defaults();
        return new Settings(
                defaults.model(),
                defaults.batch(),
                Optional.of(folder.resolve("cache")),
                defaults.progress(),
                List.of());
    }

    private static ProbeOptions options() {
        return ProbeOptions.defaults()
                .at("vision.3.mlp", "vision.embed")
                .words(4, 1)
                .with(new MultimodalOptions(0.2, 0.9, 2, 7));
    }

    @Test
    void whatIsReadEqualsWhatWasWrittenAndThePageIsDrawnFromIt() throws Exception {
        Path first = folder.resolve("first");
        Path copy = folder.resolve("copy");
        Path again = folder.resolve("again");
        try (ClipProbe clip = ClipProbe.open(SAMPLES.resolve("emoji-clip"), settings())) {
            StudyResult<MultimodalResult> result;
            try (ProbeRun found = clip.probe(pictures(), options())) {
                result = found.result();
                assertTrue(found.computed() > 0);
                found.write(first);
            }
            try (ProbeRun read = ProbeRun.read(first)) {
                assertEquals(result, read.result());
                Activations layer = read.activations().at("vision.3.mlp");
                assertEquals(result.examples().size(), layer.examples());
                assertTrue(Float.isFinite(layer.column(0)[0]));
                read.write(copy);
            }
            for (String name :
                    List.of("result.json", "report.html", "units.csv", "run.json", "activations/examples.csv")) {
                assertArrayEquals(
                        Files.readAllBytes(first.resolve(name)), Files.readAllBytes(copy.resolve(name)), name);
            }
            try (ProbeRun kept = clip.probe(pictures(), options())) {
                assertEquals(0, kept.computed());
                assertEquals(result, kept.result());
                kept.write(again);
            }
            assertArrayEquals(
                    Files.readAllBytes(first.resolve("activations/vision.3.mlp.npy")),
                    Files.readAllBytes(again.resolve("activations/vision.3.mlp.npy")));
            assertEquals(body(first), body(again));
        }
    }

    /** The page up to its provenance, which says when it was made. */
    private static String body(Path run) throws IOException {
        String page = Files.readString(run.resolve("report.html"));
        return page.substring(0, page.indexOf("id=\"provenance\""));
    }

    @Test
    void namesAndSearchesComeBackTooAndTheirPagesAreTheSame() throws Exception {
        try (ClipProbe clip = ClipProbe.open(SAMPLES.resolve("emoji-clip"), settings())) {
            try (NamingRun named = clip.name(pictures(), NameOptions.of("vision.3.mlp:3-5"))) {
                named.write(folder.resolve("unit"));
                assertEquals(3, named.result().found().units().size());
            }
            try (NamingRun read = NamingRun.read(folder.resolve("unit"))) {
                read.write(folder.resolve("unit-again"));
                assertKeepsTo("unit", NamingResult.class, folder.resolve("unit"));
            }
            try (ConceptRun found = clip.search(
                    pictures(), SearchOptions.of("an " + pictures().concepts().get(0)))) {
                found.write(folder.resolve("concept"));
                assertTrue(found.result().found().known());
            }
            try (ConceptRun read = ConceptRun.read(folder.resolve("concept"))) {
                read.write(folder.resolve("concept-again"));
                assertKeepsTo("concept", SearchResult.class, folder.resolve("concept"));
            }
        }
        for (String run : List.of("unit", "concept")) {
            Path first = folder.resolve(run);
            Path again = folder.resolve(run + "-again");
            assertEquals(files(first), files(again));
            for (String name : files(first)) {
                assertArrayEquals(
                        Files.readAllBytes(first.resolve(name)), Files.readAllBytes(again.resolve(name)), name);
            }
        }
    }

    private static List<String> files(Path run) throws IOException {
        try (Stream<Path> all = Files.walk(run)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> run.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aProbesResultKeepsToTheShippedSchema() throws Exception {
        Path run = folder.resolve("run");
        try (ClipProbe clip =
                        ClipProbe.open(SAMPLES.resolve("emoji-clip"), settings().withoutCache());
                ProbeRun found = clip.probe(pictures(), options())) {
            found.write(run);
        }
        assertKeepsTo("probe", MultimodalResult.class, run);
    }

    private static void assertKeepsTo(String study, Class<?> found, Path run) throws IOException {
        String name = study + ".schema.json";
        String expected = RecordSchema.of(StudyResult.class, found, "result.json of clip-probe " + study + ", form 1");
        Path written = ROOT.resolve("clip-probe/target").resolve(name);
        Files.writeString(written, expected);
        try (InputStream in = StudyResult.class.getResourceAsStream(name)) {
            String shipped = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(expected, shipped, "the records changed: see " + written + ", and StudyResult.SCHEMA");
        }
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(expected);
        String json = Files.readString(run.resolve(StudyResult.FILE));
        assertEquals(List.of(), schema.validate(json, InputFormat.JSON));
        String broken = json.replaceFirst("\"schema\" : 1", "\"schema\" : \"one\"");
        assertEquals(1, schema.validate(broken, InputFormat.JSON).size());
        assertEquals(study, new ObjectMapper().readTree(json).get("study").asText());
    }

    @Test
    void anotherFolderIsRefusedWithWhatIsExpected() {
        IOException problem = assertThrows(IOException.class, () -> ProbeRun.read(folder));
        assertTrue(problem.getMessage().contains("expected a run folder with a result.json"), problem.getMessage());
    }

    @Test
    void onePictureAndOnePromptGiveNumbers() throws Exception {
        try (ClipProbe clip = ClipProbe.open(SAMPLES.resolve("emoji-clip"), settings())) {
            Path picture = ((Example.PictureFile) pictures().examples().get(0).pixels()).path();
            Seen seen = clip.see(picture, "vision.3.mlp");
            assertEquals(512, seen.at("vision.3.mlp").length);
            assertEquals(1, length(seen.embedding()), 1e-5);
            assertEquals(1, length(clip.embed("a spider")), 1e-5);
            assertThrows(IllegalArgumentException.class, () -> seen.at("vision.0.mlp"));
        }
    }

    private static double length(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += value * value;
        }
        return Math.sqrt(squares);
    }
}
