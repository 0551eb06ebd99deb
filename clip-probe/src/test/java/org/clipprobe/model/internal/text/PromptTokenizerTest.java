package org.clipprobe.model.internal.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.StreamSupport;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.Fixtures;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.TextTower;
import org.clipprobe.model.Tokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens equal those of Hugging Face's library, and no tokenizer file takes the process down. */
class PromptTokenizerTest {
    private static final Path CLIP = Fixtures.ROOT.resolve("../shared/fixtures/tokenizer/tokenizer.json");

    @TempDir
    Path folder;

    @Test
    void sampleTokenizer() throws IOException {
        JsonNode goldens = golden("emoji-golden.json");
        int context = goldens.path("context").asInt();
        try (PromptTokenizer tokenizer = open(Fixtures.SAMPLE.resolve("tokenizer.json"))) {
            for (JsonNode golden : goldens.path("prompts")) {
                Tokens tokens = tokenizer.tokenize(golden.path("text").asText(), context);
                assertArrayEquals(ids(golden.path("ids")), tokens.ids(), tokens.prompt());
            }
        }
    }

    @Test
    void vocabularyOfClip() throws IOException {
        assumeTrue(Files.exists(CLIP), "the vocabulary of CLIP is not part of the project");
        try (PromptTokenizer tokenizer = open(CLIP)) {
            for (JsonNode golden : golden("clip-golden.json")) {
                Tokens tokens = tokenizer.tokenize(golden.path("text").asText(), 77);
                assertArrayEquals(ids(golden.path("huggingface")), tokens.ids(), tokens.prompt());
            }
        }
    }

    @Test
    void longPromptsAreCutAndSaySo() throws IOException {
        try (ClipModel model = ClipModel.open(Fixtures.SAMPLE)) {
            TextTower text = model.requireText();
            List<Tokens> tokens = text.tokenize(List.of("a word ".repeat(12), "a word ".repeat(11)));
            assertEquals(24, text.contextLength());
            assertTrue(tokens.get(0).cut());
            assertEquals(24, tokens.get(0).ids().length);
            assertEquals(3071, tokens.get(0).ids()[23]);
            assertFalse(tokens.get(1).cut());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "[]",
                "{}",
                "not json",
                "{\"model\": {}}",
                "{\"version\": \"1.0\", \"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": -1}, \"merges\": []}}",
                "{\"version\": \"1.0\", \"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0}, \"merges\": [[\"a\", \"b\"]]}}",
                "{\"version\": \"1.0\", \"added_tokens\": [{\"id\": 99999999999999}], \"model\": {\"type\": \"Unknown\"}}"
            })
    void brokenFilesAreTold(String json) throws IOException {
        Path file = folder.resolve("tokenizer.json");
        Files.writeString(file, json);
        ModelException told = assertThrows(ModelException.class, () -> open(file));
        assertTrue(told.getMessage().startsWith(file.toString()), told.getMessage());
    }

    @Test
    void deepNestingIsTold() throws IOException {
        Path file = folder.resolve("tokenizer.json");
        Files.writeString(file, "[".repeat(200_000));
        assertThrows(ModelException.class, () -> open(file));
    }

    @Test
    void truncatedFileIsTold() throws IOException {
        byte[] whole = Files.readAllBytes(Fixtures.SAMPLE.resolve("tokenizer.json"));
        Path file = folder.resolve("tokenizer.json");
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length / 2));
        assertThrows(ModelException.class, () -> open(file));
    }

    /** A tokenizer that pads and cuts by itself does not get to: the tower's rules hold. */
    @Test
    void paddingAndCuttingOfTheFileAreNotUsed() throws IOException {
        String json = Files.readString(Fixtures.SAMPLE.resolve("tokenizer.json"));
        ObjectMapper mapper = new ObjectMapper();
        com.fasterxml.jackson.databind.node.ObjectNode tree =
                (com.fasterxml.jackson.databind.node.ObjectNode) mapper.readTree(json);
        tree.set(
                "truncation",
                mapper.readTree(
                        "{\"direction\": \"Right\", \"max_length\": 4, \"strategy\": \"LongestFirst\", \"stride\": 0}"));
        tree.set(
                "padding",
                mapper.readTree("{\"strategy\": {\"Fixed\": 24}, \"direction\": \"Right\","
                        + " \"pad_to_multiple_of\": null, \"pad_id\": 0, \"pad_type_id\": 0, \"pad_token\": \"!\"}"));
        Path file = folder.resolve("tokenizer.json");
        Files.writeString(file, tree.toString(), StandardCharsets.UTF_8);
        try (PromptTokenizer changed = open(file);
                PromptTokenizer plain = open(Fixtures.SAMPLE.resolve("tokenizer.json"))) {
            assertArrayEquals(
                    plain.tokenize("a photo of a cat", 24).ids(),
                    changed.tokenize("a photo of a cat", 24).ids());
        }
    }

    /** Text that is no text: halves of surrogate pairs. */
    @Test
    void loneSurrogatesAreTakenAsText() throws IOException {
        try (PromptTokenizer tokenizer = open(Fixtures.SAMPLE.resolve("tokenizer.json"))) {
            assertTrue(tokenizer.tokenize("lone \ud83d half", 24).ids().length > 2);
        }
    }

    private static PromptTokenizer open(Path file) throws ModelException {
        return PromptTokenizer.open(file, PromptCleaning.NONE, OptionalInt.empty());
    }

    private static JsonNode golden(String name) throws IOException {
        return new ObjectMapper()
                .readTree(Fixtures.ROOT
                        .resolve("clip-probe/src/test/resources/tokenizer")
                        .resolve(name)
                        .toFile());
    }

    private static int[] ids(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
    }
}
