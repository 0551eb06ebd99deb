package org.clipprobe.model.internal.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.Fixtures;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.TextSession;
import org.clipprobe.model.Tokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The padding token is found wherever a tokenizer's files say it, and a tower that needs it is not run without. */
class SpecialTokensTest {
    private static final Path ZOO = Fixtures.ROOT.resolve("clip-probe/src/test/resources/zoo");
    private static final String WORDS = "'model': {'type': 'WordLevel', 'vocab': {'<x>': 3, '<pad>': 7, 'pad': 4}}";
    private static final String PIECES = "'model': {'type': 'Unigram', 'vocab': [['<x>', 0.0], ['<pad>', -1.5]]}";
    private static final String ADDED = "'added_tokens': [{'id': 9, 'content': '<pad>', 'special': true}], " + WORDS;
    private static final String PADS =
            "'padding': {'strategy': 'BatchLongest', 'pad_id': 5, 'pad_token': 'e'}, " + WORDS;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "{'pad_token': '<pad>'}; none; words; 7",
                "{'pad_token': {'content': '<pad>', 'lstrip': false}}; none; words; 7",
                "none; {'pad_token': '<pad>'}; words; 7",
                "none; {'pad_token': {'content': '<pad>', 'lstrip': false}}; words; 7",
                "{'pad_token': '<x>'}; {'pad_token': '<pad>'}; words; 3",
                "{'pad_token': null}; {'pad_token': '<pad>'}; words; 7",
                "{'pad_token': '<pad>'}; none; pieces; 1",
                "{'pad_token': '<pad>'}; none; added; 9",
                "{'pad_token': '<pad>'}; none; pads; 7",
                "none; none; pads; 5",
                "{'pad_token': 'gone'}; none; pads; 5",
                "{'pad_token': 'gone', 'added_tokens_decoder': {'12': {'content': 'gone'}}}; none; words; 12",
                "none; none; words; -1",
                "{'pad_token': 'gone'}; none; words; -1",
            })
    void wherePaddingIsSaid(String config, String map, String tokenizer, int expected) throws IOException {
        write("tokenizer_config.json", config);
        write("special_tokens_map.json", map);
        String body = switch (tokenizer) {
            case "words" -> WORDS;
            case "pieces" -> PIECES;
            case "added" -> ADDED;
            default -> PADS;
        };
        write("tokenizer.json", "{" + body + "}");
        SpecialTokens tokens = SpecialTokens.read(Optional.of(folder.resolve("tokenizer.json")), List.of(folder));
        assertEquals(expected < 0 ? OptionalInt.empty() : OptionalInt.of(expected), tokens.padding());
    }

    private void write(String name, String json) throws IOException {
        if (!json.equals("none")) {
            Files.writeString(folder.resolve(name), json.replace('\'', '"'));
        }
    }

    /** What is looked at must be known; the message says where it may be said. */
    @Test
    void aTowerThatLooksAtPaddingIsNotRunWithoutKnowingIt() throws IOException {
        Path copy = copy("siglip_openclip_canonicalize");
        Files.delete(copy.resolve("textual/tokenizer_config.json"));
        try (ClipModel model = ClipModel.open(copy);
                TextSession session = model.requireText().open()) {
            List<Tokens> prompts = model.requireText().tokenize(List.of("a photo"));
            String told = assertThrows(ModelException.class, () -> session.run(prompts))
                    .getMessage();
            assertTrue(told.contains("padded") && told.contains("tokenizer_config.json"), told);
        }
    }

    /** Under a mask, or behind the end token of a causal tower, any token pads. */
    @Test
    void whereAnyTokenPadsNoneNeedsToBeKnown() throws IOException {
        Path copy = copy("mclip_dynamic");
        try (ClipModel known = ClipModel.open(copy);
                TextSession expected = known.requireText().open()) {
            List<Tokens> prompts = known.requireText().tokenize(List.of("a photo", "a cat"));
            float[] embeddings = expected.run(prompts).embeddings();
            Files.delete(copy.resolve("textual/tokenizer_config.json"));
            try (ClipModel model = ClipModel.open(copy);
                    TextSession session = model.requireText().open()) {
                assertArrayEquals(embeddings, session.run(prompts).embeddings());
            }
        }
    }

    /** open_clip's separator may become 0; what its arguments ask for and is not known is refused, for prompts alone. */
    @Test
    void argumentsOfOpenClipsTokenizer() throws IOException {
        Path copy = copy("siglip_openclip_canonicalize");
        Path config = copy.resolve("config.json");
        String json = Files.readString(config);
        Files.writeString(
                copy.resolve("textual/tokenizer_config.json"), "{\"pad_token\": \"<pad>\", \"sep_token\": \"<eos>\"}");
        Files.writeString(config, json.replace("\"clean\"", "\"strip_sep_token\": true, \"clean\""));
        try (ClipModel model = ClipModel.open(copy)) {
            int[] ids = model.requireText().tokenize("a photo").ids();
            assertEquals(0, ids[ids.length - 1]);
        }
        Files.writeString(config, json.replace("\"clean\"", "\"tokenizer_mode\": \"clips\", \"clean\""));
        try (ClipModel model = ClipModel.open(copy)) {
            String told = assertThrows(
                            ModelException.class, () -> model.requireText().tokenize("a photo"))
                    .getMessage();
            assertTrue(told.contains("tokenizer_mode"), told);
        }
    }

    /** The same prompt with another tokenizer, padding or cleaning is another embedding. */
    @Test
    void tokenizationTellsTokenizersApart() throws IOException {
        Path copy = copy("siglip_openclip_canonicalize");
        String before = tokenization(copy);
        assertEquals(before, tokenization(copy));
        Path config = copy.resolve("config.json");
        Files.writeString(config, Files.readString(config).replace("canonicalize", "lower"));
        String lower = tokenization(copy);
        assertTrue(!lower.equals(before), "cleaning");
        Files.writeString(copy.resolve("textual/tokenizer_config.json"), "{\"pad_token\": \"<bos>\"}");
        String padded = tokenization(copy);
        assertTrue(!padded.equals(lower), "padding");
        Path tokenizer = copy.resolve("textual/tokenizer.json");
        Files.writeString(tokenizer, Files.readString(tokenizer).replace("\"cat\"", "\"dog2\""));
        assertTrue(!tokenization(copy).equals(padded), "tokenizer");
    }

    private static String tokenization(Path folder) throws IOException {
        try (ClipModel model = ClipModel.open(folder)) {
            return model.requireText().tokenization();
        }
    }

    private Path copy(String name) throws IOException {
        Path from = ZOO.resolve(name).resolve("model");
        Path to = folder.resolve(name);
        try (java.util.stream.Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
        return to;
    }
}
