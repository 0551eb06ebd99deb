package org.clipprobe.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The commands on the embedded sample, as the README shows them. */
@TestMethodOrder(MethodOrderer.MethodName.class)
class SampleTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> STYLES = List.of("fluent-emoji-flat", "noto-v1");

    /** Kept over the tests, so that the tower looks at the sample once. */
    @TempDir
    private static Path cache;

    @TempDir
    private Path folder;

    private JsonNode answer(Object... words) throws IOException {
        List<Object> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--cache", cache, "--json"));
        Command run = Command.run(all.toArray());
        assertEquals(0, run.code(), run.err());
        return JSON.readTree(run.out());
    }

    @Test
    void probeFindsMultimodalUnitsThatAFormHeldOutConfirms() throws IOException {
        JsonNode answer = answer("probe", "--out", folder.resolve("run"));
        int units = sum(answer, "multimodal_units");
        assertTrue(units >= 3, "found " + units);
        double chance = 0;
        for (JsonNode layer : answer.at("/found/layers")) {
            chance += layer.get("units_by_chance").asDouble();
        }
        assertTrue(chance <= 0.2 * units, units + " units, by coincidence " + chance);
        int found = 0;
        int confirmed = 0;
        for (JsonNode held : answer.at("/found/held_out")) {
            found += held.get("found").asInt();
            confirmed += held.get("confirmed").asInt();
        }
        assertTrue(confirmed >= 0.8 * found, confirmed + " of " + found + " in a form held out");
        assertEquals(0, answer.get("skipped").size());
        assertTrue(Files.size(folder.resolve("run/report.html")) > 100_000);
    }

    @Test
    void probeAgainComputesNothingAndGivesTheSameTables() throws IOException {
        answer("probe", "--out", folder.resolve("first"));
        JsonNode again = answer("probe", "--out", folder.resolve("second"));
        assertEquals("probe", again.get("study").asText());
        assertEquals(
                0,
                JSON.readTree(folder.resolve("second/run.json").toFile())
                        .get("computed")
                        .asInt());
        for (String table : List.of("units.csv", "responses.csv", "layers.csv", "activations/vision.3.mlp.npy")) {
            assertArrayEquals(
                    Files.readAllBytes(folder.resolve("first").resolve(table)),
                    Files.readAllBytes(folder.resolve("second").resolve(table)),
                    table);
        }
    }

    private static int sum(JsonNode answer, String number) {
        int sum = 0;
        for (JsonNode layer : answer.at("/found/layers")) {
            sum += layer.get(number).asInt();
        }
        return sum;
    }

    /** The pair of unit and concept that a probe is surest of. */
    private JsonNode surest() throws IOException {
        JsonNode findings = answer("probe", "--out", folder.resolve("surest")).at("/found/findings");
        for (JsonNode finding : findings) {
            if (!finding.at("/spelling/reads_letters").asBoolean()) {
                return finding;
            }
        }
        throw new AssertionError("a probe of the sample found nothing: " + findings);
    }

    private static String unit(JsonNode finding) {
        return finding.get("unit").asText();
    }

    private static int index(JsonNode finding) {
        return Integer.parseInt(unit(finding).substring(unit(finding).indexOf(':') + 1));
    }

    private static List<JsonNode> first(JsonNode array, int count) {
        List<JsonNode> first = new ArrayList<>();
        array.forEach(first::add);
        return first.subList(0, Math.min(count, first.size()));
    }

    private static boolean hasPage(Path run, int unit) throws IOException {
        try (Stream<Path> pages = Files.list(run.resolve("units"))) {
            for (Path page :
                    pages.filter(file -> file.toString().endsWith(".html")).toList()) {
                if (Files.readString(page).contains("id=\"u" + unit + "\"")) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void unitNamesWhatProbeFoundItFor() throws IOException {
        JsonNode surest = surest();
        String concept = surest.get("concept").asText();
        JsonNode answer = answer("unit", unit(surest), "--out", folder.resolve("run"));
        JsonNode named = answer.at("/found/named/0/units/" + index(surest));
        int best = named.at("/names/best/0/concept").asInt();
        assertEquals(concept, answer.at("/found/concepts/" + best).asText());
        assertTrue(named.at("/quality/auc").asDouble() >= 0.9);
        assertTrue(named.get("good").asBoolean());
        assertTrue(hasPage(folder.resolve("run"), index(surest)));
        String page = Files.readString(folder.resolve("run/report.html"));
        assertTrue(page.contains(unit(surest) + " responds to: " + concept), "the answer first");
        assertTrue(page.contains("id=\"scores\""), "scores");
        assertTrue(answer.at("/found/simulated/0/excess/low").asDouble() > 0, answer.toString());
    }

    @Test
    void conceptLeadsToTheUnitsThatProbeFound() throws IOException {
        JsonNode surest = surest();
        String concept = surest.get("concept").asText();
        JsonNode answer = answer("concept", "a " + concept, "--out", folder.resolve("run"));
        List<String> listed = new ArrayList<>();
        double before = Double.POSITIVE_INFINITY;
        for (JsonNode match :
                first(answer.at("/found/matches"), answer.at("/found/listed").asInt())) {
            listed.add(match.get("unit").asText());
            // Behind the sample's blocks is a head without a residual path: only its own units could write straight
            // through.
            assertTrue(match.get("write").isDouble() || match.get("write").isNull(), match.toString());
            double smallest = 1;
            for (JsonNode facet : match.get("facets")) {
                smallest = Math.min(smallest, facet.get("auc").asDouble());
            }
            assertTrue(smallest <= before, "by the smallest AUC over the facets: " + listed);
            before = smallest;
        }
        assertTrue(
                listed.contains(unit(surest)), unit(surest) + " is none of the first for " + concept + ": " + listed);
        // Text units are listed where they go with a vision unit beyond what chance explains; there may be none.
        for (JsonNode found : answer.at("/found/text")) {
            JsonNode pair = found.get("match");
            assertTrue(pair.get("text").asText().startsWith("text."), pair.toString());
            assertTrue(listed.contains(pair.get("vision").asText()), pair.toString());
            assertTrue(found.get("q").asDouble() <= 0.05, pair.toString());
            assertTrue(pair.get("p").asDouble() <= found.get("q").asDouble(), pair.toString());
            assertTrue(pair.get("correlation").asDouble() > 0, pair.toString());
        }
        assertTrue(hasPage(folder.resolve("run"), index(surest)));
        String page = Files.readString(folder.resolve("run/report.html"));
        assertTrue(page.contains(listed.get(0) + " responds most evenly to “a " + concept + "”"), "the answer first");
    }

    @Test
    void attackOutcomesSumToAllTrialsAndTheLimitIsKept() throws IOException {
        JsonNode answer =
                answer("attack", "--text", "pizza", "--text", "<img onerror=x>", "--out", folder.resolve("a"));
        long sum = 0;
        for (JsonNode outcome : answer.get("outcomes")) {
            sum += outcome.asLong();
        }
        assertEquals(answer.get("trials").asLong(), sum);
        assertEquals(2 * answer.get("pictures").asLong(), sum);
        double success = answer.at("/success/share").asDouble();
        assertTrue(success > 0.005, "success " + success);
        Command limited = Command.run(
                "attack", "--text", "pizza", "--fail-above", "0.01", "--cache", cache, "--out", folder.resolve("b"));
        assertEquals(3, limited.code(), limited.err());
        assertTrue(Files.exists(folder.resolve("b/by-text.csv")));
    }

    @Test
    void attackedPicturesAreADataSet() throws IOException {
        Path pictures = Command.ROOT.resolve("samples/pictures");
        Path small = Files.createDirectories(folder.resolve("small"));
        for (String concept : List.of("spider", "pizza")) {
            Path to = Files.createDirectories(small.resolve(concept));
            Files.copy(pictures.resolve(concept + "/flat/fluent-emoji-flat.png"), to.resolve("1.png"));
        }
        Command run = Command.run("attack", small, "--text", "ghost", "--write", folder.resolve("set"));
        assertEquals(0, run.code(), run.err());
        List<String> rows = Files.readAllLines(folder.resolve("set/metadata.csv"));
        assertEquals(3, rows.size());
        assertTrue(rows.get(1).startsWith("000000-0000.png,pizza,ghost,ghost,pizza/1.png,"), rows.get(1));
        assertTrue(Files.exists(folder.resolve("set/000001-0000.png")));
    }

    @Test
    void aDataSetOfOthersIsScoredSetBySet() throws IOException {
        Path pictures = Command.ROOT.resolve("samples/pictures");
        Path set = Files.createDirectories(folder.resolve("set"));
        Files.copy(pictures.resolve("spider/flat/fluent-emoji-flat.png"), set.resolve("a.png"));
        Files.copy(pictures.resolve("pizza/flat/fluent-emoji-flat.png"), set.resolve("b.png"));
        Files.writeString(
                set.resolve("metadata.csv"),
                "file_name,object_label,attack_word,set\na.png,spider,pizza,clean\nb.png,spider,pizza,swapped\n");
        JsonNode answer = answer("attack", set, "--dataset", "csv", "--out", folder.resolve("run"));
        assertEquals("clean", answer.at("/sets/0/set").asText());
        assertEquals(1, answer.at("/sets/0/accuracy/successes").asInt());
        assertEquals(0, answer.at("/sets/1/accuracy/successes").asInt());
    }

    @Test
    void searchKeepsToItsBudgetAndIsNoWorseThanItsOwnWord() throws IOException {
        JsonNode answer = answer(
                "attack",
                "--search",
                "pizza",
                "--text",
                "pea",
                "--text",
                "ship",
                "--budget",
                "600",
                "--out",
                folder.resolve("run"));
        assertTrue(answer.get("spent").asLong() <= 600, answer.get("spent").asText());
        assertFalse(answer.get("best").isEmpty(), answer.toString());
        assertEquals(5, answer.get("random").size(), "random searches, a seed each");
        for (JsonNode random : answer.get("random")) {
            assertEquals(
                    answer.at("/best/0/success_on_unseen/of").asInt(),
                    random.at("/success_on_unseen/of").asInt(),
                    "judged on the same pictures");
        }
        double first = answer.at("/best/0/success_on_unseen/share").asDouble();
        double anagram = answer.at("/best/0/success_of_anagram/share").asDouble();
        assertEquals(first - anagram, answer.at("/best/0/beyond_anagram/value").asDouble(), 1e-9);
        assertTrue(Files.exists(folder.resolve("run/search.csv")));
        assertTrue(Files.readString(folder.resolve("run/report.html")).contains("Random search with the same budget"));
    }

    @Test
    void aClassIsBrokenAndAnUnknownOneIsSaid() throws IOException {
        Path pictures = Files.createDirectories(folder.resolve("pictures"));
        for (String concept : List.of("spider", "pizza", "ghost", "robot")) {
            Path to = Files.createDirectories(pictures.resolve(concept));
            for (int i = 1; i <= 2; i++) {
                Files.copy(
                        Command.ROOT.resolve("samples/pictures/" + concept + "/flat/" + STYLES.get(i - 1) + ".png"),
                        to.resolve(i + ".png"));
            }
        }
        JsonNode answer = answer(
                "attack",
                pictures,
                "--break",
                "all",
                "--text",
                "spider",
                "--text",
                "robot",
                "--out",
                folder.resolve("b"));
        assertTrue(answer.get("exhaustive").asBoolean());
        assertTrue(answer.at("/best/0/success_in_search/successes").asInt() > 0, answer.toString());
        Command limited = Command.run(
                "attack",
                pictures,
                "--break",
                "all",
                "--text",
                "robot",
                "--fail-above",
                "0",
                "--format",
                "markdown",
                "--cache",
                cache,
                "--out",
                folder.resolve("c"));
        // The limit is held against the pictures that the search did not see, of which there are no more than four
        // here.
        JsonNode unseen =
                JSON.readTree(folder.resolve("c/answer.json").toFile()).at("/best/0/success_on_unseen");
        assertEquals(unseen.get("successes").asInt() > 0 ? 3 : 0, limited.code(), unseen + limited.err());
        assertTrue(limited.out().contains("| text | size | place |"), limited.out());
        Command unknown = Command.run("attack", pictures, "--break", "unicorn", "--out", folder.resolve("d"));
        assertEquals(2, unknown.code(), unknown.err());
        assertTrue(unknown.err().contains("'unicorn'"), unknown.err());
    }

    @Test
    void stroopAsksWithPromptsOfBothKinds() throws IOException {
        JsonNode answer = answer("attack", "--stroop", "--out", folder.resolve("run"));
        assertEquals(2, answer.get("prompts").size());
        assertEquals(1440, answer.at("/prompts/0/word/of").asInt());
        assertEquals(2 * 4 * 5, answer.get("rows").size());
        assertTrue(Files.readString(folder.resolve("run/report.html")).contains("By area of colour"));
        assertEquals(2, Command.run("attack", "--stroop", "--search", "pizza").code(), "one or the other");
    }

    @Test
    void hostileTextsAreReportedAsTheyCanBe() throws IOException {
        Path pictures = Files.createDirectories(folder.resolve("pictures"));
        for (String concept : List.of("spider", "pizza")) {
            Path to = Files.createDirectories(pictures.resolve(concept));
            Files.copy(
                    Command.ROOT.resolve("samples/pictures/" + concept + "/flat/fluent-emoji-flat.png"),
                    to.resolve("1.png"));
        }
        Command run = Command.run(
                "attack",
                pictures,
                "--text",
                "<img src=x onerror=alert(1)>",
                "--text",
                "\u202Eevil\u001b[31m",
                "--text",
                "",
                "--text",
                "🦀",
                "--text",
                "a".repeat(10_000),
                "--format",
                "markdown",
                "--cache",
                cache,
                "--out",
                folder.resolve("run"));
        assertEquals(0, run.code(), run.err());
        assertTrue(run.out().contains("| `<img src=x onerror=alert(1)>` |"), run.out());
        assertTrue(run.out().contains("| (empty) | 0.00 % |"), run.out());
        assertTrue(run.out().contains("Too small to be read: aaaa"), run.out());
        assertFalse(run.out().contains("\u001b") || run.out().contains("\u202E"));
        assertFalse(Files.readString(folder.resolve("run/report.html")).contains("<img"));
    }

    @Test
    void whatTheClassesLackIsSaidAndRepeatedTextsCountOnce() throws IOException {
        Path pictures = Files.createDirectories(folder.resolve("pictures/spider"));
        Files.copy(
                Command.ROOT.resolve("samples/pictures/spider/flat/fluent-emoji-flat.png"), pictures.resolve("1.png"));
        Path classes = Files.writeString(folder.resolve("classes.txt"), "ship\nairplane\n");
        Command run = Command.run(
                "attack",
                pictures.getParent(),
                "--text",
                "iPod",
                "--text",
                "iPod",
                "--classes",
                classes,
                "--classes-as-given",
                "--cache",
                cache,
                "--out",
                folder.resolve("run"));
        assertEquals(0, run.code(), run.err());
        assertTrue(run.out().contains("no answer can become them: iPod"), run.out());
        assertTrue(run.out().contains("no answer about them is right: spider"), run.out());
        assertTrue(run.out().contains("of 1 attacks"), run.out());
        String page = Files.readString(folder.resolve("run/report.html"));
        assertTrue(page.contains("1 target is not among the classes"), page);
    }

    @Test
    void theUnitsOfAProbeAreWeighedBehindAnAttack() throws IOException {
        answer("probe", "--out", folder.resolve("probe"));
        JsonNode surest = surest();
        String word = surest.get("concept").asText();
        answer("attack", "--text", word, "--units-of", folder.resolve("probe"), "--out", folder.resolve("run"));
        String page = Files.readString(folder.resolve("run/report.html"));
        assertTrue(page.contains(unit(surest)), "no unit behind the word " + word);
        JsonNode search = answer(
                "attack",
                "--break",
                "all",
                "--text",
                word,
                "--text",
                "ghost",
                "--text",
                "",
                "--budget",
                "400",
                "--units-of",
                folder.resolve("probe"),
                "--out",
                folder.resolve("search"));
        String units = Files.readString(folder.resolve("probe/units.csv"));
        assertFalse(search.get("driven_by_best").isEmpty());
        search.get("driven_by_best").forEach(unit -> assertTrue(units.contains(unit.asText() + ","), unit.asText()));
        Command wrong = Command.run("attack", "--units-of", folder, "--out", folder.resolve("x"));
        assertEquals(2, wrong.code());
        assertTrue(wrong.err().contains("units.csv"), wrong.err());
    }

    @Test
    void wrongUnitsAndOneConceptAreSaid() throws IOException {
        Command unit = Command.run("unit", "vision.3.mlp:900", "--out", folder.resolve("x"));
        assertEquals(2, unit.code());
        assertTrue(unit.err().contains("vision.3.mlp has 512 units, 0 to 511; asked for 900"), unit.err());
        Path one = Files.createDirectories(folder.resolve("pictures/spider"));
        Files.copy(Command.ROOT.resolve("samples/pictures/spider/flat/fluent-emoji-flat.png"), one.resolve("1.png"));
        Command alone = Command.run("probe", folder.resolve("pictures"), "--out", folder.resolve("y"));
        assertEquals(1, alone.code());
        assertTrue(alone.err().contains("expected at least 2 concepts"), alone.err());
        assertFalse(Files.exists(folder.resolve("y")));
    }
}
