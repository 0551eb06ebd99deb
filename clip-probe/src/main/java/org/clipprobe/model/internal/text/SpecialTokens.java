package org.clipprobe.model.internal.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.internal.files.ModelConfig;

/**
 * What a tokenizer's own files say of its padding and separator tokens: {@code tokenizer_config.json}, then
 * {@code special_tokens_map.json}, then the padding in {@code tokenizer.json}.
 *
 * @param padding the token that fills short prompts up
 * @param separator the token that separates sentences
 * @param ofClip whether the vocabulary is CLIP's, told by its start and end tokens
 */
public record SpecialTokens(OptionalInt padding, OptionalInt separator, boolean ofClip) {
    private static final int LARGEST_LIMIT = 1_000_000;
    private static final Set<String> OF_CLIP = Set.of("<|startoftext|>", "<|endoftext|>");

    /**
     * Reads them.
     *
     * @param folders where the files are looked for, after the folder of {@code tokenizer.json}
     */
    static SpecialTokens read(Optional<Path> tokenizer, List<Path> folders) throws ModelException {
        List<Path> places = new ArrayList<>();
        tokenizer.map(file -> file.toAbsolutePath().getParent()).ifPresent(places::add);
        places.addAll(folders);
        JsonNode config = ModelConfig.json(places, "tokenizer_config.json");
        JsonNode map = ModelConfig.json(places, "special_tokens_map.json");
        Optional<String> padding = name(config, "pad_token").or(() -> name(map, "pad_token"));
        Optional<String> separator = name(config, "sep_token").or(() -> name(map, "sep_token"));
        Map<String, Integer> ids = new HashMap<>();
        OF_CLIP.forEach(token -> ids.put(token, -1));
        padding.ifPresent(token -> ids.put(token, -1));
        separator.ifPresent(token -> ids.put(token, -1));
        OptionalInt filled = tokenizer.isPresent() ? new Reader(tokenizer.get(), ids).read() : OptionalInt.empty();
        config.path("added_tokens_decoder").properties().forEach(entry -> {
            String content = entry.getValue().path("content").asText();
            if (ids.containsKey(content) && entry.getKey().matches("\\d{1,9}")) {
                ids.put(content, Integer.parseInt(entry.getKey()));
            }
        });
        return new SpecialTokens(
                id(ids, padding).isPresent() ? id(ids, padding) : filled,
                id(ids, separator),
                OF_CLIP.stream().allMatch(token -> ids.get(token) >= 0));
    }

    /** How many tokens the tokenizer lets through, where its {@code tokenizer_config.json} says it. */
    public static OptionalInt longest(List<Path> folders) throws ModelException {
        JsonNode length = ModelConfig.json(folders, "tokenizer_config.json").path("model_max_length");
        return length.isNumber() && length.asDouble() >= 1 && length.asDouble() <= LARGEST_LIMIT
                ? OptionalInt.of(length.asInt())
                : OptionalInt.empty();
    }

    private static OptionalInt id(Map<String, Integer> ids, Optional<String> token) {
        int id = token.map(ids::get).orElse(-1);
        return id >= 0 ? OptionalInt.of(id) : OptionalInt.empty();
    }

    /** A special token as both files have it: its text, or an object around it. */
    private static Optional<String> name(JsonNode file, String token) {
        JsonNode node = file.path(token);
        JsonNode text = node.isObject() ? node.path("content") : node;
        return text.isTextual() && !text.asText().isEmpty() ? Optional.of(text.asText()) : Optional.empty();
    }

    /** Reads the ids of a few tokens from {@code tokenizer.json} without keeping the rest of it. */
    private static final class Reader {
        private final Path file;
        private final Map<String, Integer> ids;

        Reader(Path file, Map<String, Integer> ids) {
            this.file = file;
            this.ids = ids;
        }

        /** Fills the ids in; returns the id that the file itself pads with, where it does. */
        OptionalInt read() throws ModelException {
            OptionalInt padding = OptionalInt.empty();
            PromptTokenizer.check(file);
            try (JsonParser json = new JsonFactory().createParser(file.toFile())) {
                json.nextToken();
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String name = json.currentName();
                    JsonToken value = json.nextToken();
                    switch (name) {
                        case "model" -> model(json);
                        case "added_tokens" -> added(json);
                        case "padding" ->
                            padding = value == JsonToken.START_OBJECT ? number(json, "pad_id") : OptionalInt.empty();
                        default -> json.skipChildren();
                    }
                }
            } catch (IOException e) {
                throw PromptTokenizer.unreadable(file, e);
            }
            return padding;
        }

        private void model(JsonParser json) throws IOException {
            if (!json.isExpectedStartObjectToken()) {
                json.skipChildren();
                return;
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean vocabulary = json.currentName().equals("vocab");
                JsonToken value = json.nextToken();
                if (vocabulary && value == JsonToken.START_OBJECT) {
                    while (json.nextToken() == JsonToken.FIELD_NAME) {
                        String token = json.currentName();
                        inVocabulary(token, json.nextToken() == JsonToken.VALUE_NUMBER_INT ? json.getIntValue() : -1);
                    }
                } else if (vocabulary && value == JsonToken.START_ARRAY) {
                    pieces(json);
                } else {
                    json.skipChildren();
                }
            }
        }

        /** Unigram: pairs of a piece and its score, in the order of the ids. */
        private void pieces(JsonParser json) throws IOException {
            for (int id = 0; json.nextToken() == JsonToken.START_ARRAY; id++) {
                if (json.nextToken() == JsonToken.VALUE_STRING) {
                    inVocabulary(json.getText(), id);
                }
                while (json.currentToken() != JsonToken.END_ARRAY && json.nextToken() != null) {
                    json.skipChildren();
                }
            }
        }

        private void added(JsonParser json) throws IOException {
            while (json.currentToken() != null && json.nextToken() == JsonToken.START_OBJECT) {
                int id = -1;
                String content = "";
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String name = json.currentName();
                    JsonToken value = json.nextToken();
                    id = name.equals("id") && value == JsonToken.VALUE_NUMBER_INT ? json.getIntValue() : id;
                    content = name.equals("content") && value == JsonToken.VALUE_STRING ? json.getText() : content;
                    json.skipChildren();
                }
                int number = id;
                ids.computeIfPresent(content, (known, before) -> number >= 0 ? number : before);
            }
        }

        private static OptionalInt number(JsonParser json, String wanted) throws IOException {
            OptionalInt found = OptionalInt.empty();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean here = json.currentName().equals(wanted);
                if (json.nextToken() == JsonToken.VALUE_NUMBER_INT && here) {
                    found = OptionalInt.of(json.getIntValue());
                }
                json.skipChildren();
            }
            return found;
        }

        /** Tokens that were added come before those of the vocabulary. */
        private void inVocabulary(String token, int id) {
            ids.computeIfPresent(token, (known, before) -> before >= 0 ? before : id);
        }
    }
}
