package org.clipprobe.model.internal.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.clipprobe.model.internal.files.ModelConfig;

/**
 * What a model's configuration says of its prompts.
 *
 * @param contextLength the most tokens that the text tower takes
 * @param padding the token that fills short prompts up; the tokenizer's own files know better
 * @param cleaning what is done to a prompt before the tokenizer sees it
 * @param stripSeparator whether separator tokens become 0 (open_clip's {@code strip_sep_token})
 * @param ownTokenizer whether open_clip would use its own tokenizer, which pads with 0
 * @param obstacle why prompts cannot be tokenized as the model was trained, where they cannot; pictures do not need them
 */
public record TextConfig(
        OptionalInt contextLength,
        OptionalInt padding,
        PromptCleaning cleaning,
        boolean stripSeparator,
        boolean ownTokenizer,
        Optional<String> obstacle) {
    private static final Set<String> KNOWN = Set.of("clean", "strip_sep_token", "context_length");

    /**
     * Reads Hugging Face's configuration or open_clip's.
     *
     * @param config {@code config.json}
     * @param openClip {@code model_cfg} of {@code open_clip_config.json}
     */
    public static TextConfig read(String file, JsonNode config, JsonNode openClip) {
        boolean huggingFace = config.has("text_config") || config.has("model_type");
        JsonNode settings =
                huggingFace || config.path("text_cfg").isObject() ? config.path("text_cfg") : openClip.path("text_cfg");
        JsonNode arguments = settings.path("tokenizer_kwargs");
        boolean own = settings.isObject()
                && !settings.path("hf_tokenizer_name").isTextual()
                && !settings.path("hf_model_name").isTextual();
        Optional<PromptCleaning> cleaning = cleaning(settings, arguments, own);
        return new TextConfig(
                ModelConfig.integer(
                        arguments.path("context_length"),
                        settings.path("context_length"),
                        config.at("/text_config/max_position_embeddings")),
                ModelConfig.integer(config.at("/text_config/pad_token_id"), config.path("pad_token_id")),
                cleaning.orElse(PromptCleaning.NONE),
                arguments.path("strip_sep_token").asBoolean(false),
                own,
                cleaning.isPresent()
                        ? unknown(file, arguments)
                        : Optional.of(file + ": expected clean to be whitespace, lower or canonicalize in"
                                + " tokenizer_kwargs, found " + arguments.path("clean") + "; correct the file"));
    }

    /** Whether the configuration is open_clip's. */
    public boolean ofOpenClip() {
        return cleaning != PromptCleaning.NONE;
    }

    private static Optional<PromptCleaning> cleaning(JsonNode settings, JsonNode arguments, boolean own) {
        if (!settings.isObject()) {
            return Optional.of(PromptCleaning.NONE);
        }
        if (!arguments.hasNonNull("clean")) {
            return Optional.of(own ? PromptCleaning.LOWER : PromptCleaning.WHITESPACE);
        }
        return PromptCleaning.named(arguments.path("clean").asText());
    }

    private static Optional<String> unknown(String file, JsonNode arguments) {
        for (Iterator<String> names = arguments.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            JsonNode value = arguments.path(name);
            boolean off = value.isNull()
                    || (value.isBoolean() && !value.asBoolean())
                    || value.asText("-").isEmpty();
            if (!KNOWN.contains(name) && !off) {
                return Optional.of(file + ": expected nothing but "
                        + String.join(", ", KNOWN.stream().sorted().toList()) + " in tokenizer_kwargs, found " + name
                        + ": " + value + ", which changes the tokens in a way that is not known here; tokenize the"
                        + " prompts elsewhere and give the tower their token ids");
            }
        }
        return Optional.empty();
    }
}
