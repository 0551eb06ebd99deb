package org.clipprobe.model.internal.text;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What open_clip does to a prompt before its tokenizer sees it ({@code text_cfg.tokenizer_kwargs.clean}). */
enum PromptCleaning {
    /** Nothing: the tokenizer's own normaliser is all there is, as with Hugging Face's models. */
    NONE,
    /** Characters repaired, white space squeezed. */
    WHITESPACE,
    /** The same, in lower case. */
    LOWER,
    /** Characters repaired, underscores to spaces, ASCII punctuation removed, lower case, white space squeezed. */
    CANONICALIZE;

    private static final Pattern WHITE_SPACE = Pattern.compile("(?U)\\s+");
    private static final Pattern PUNCTUATION = Pattern.compile("[!-/:-@\\[-`{-~]");
    private static final Pattern ENTITY = Pattern.compile("&(?:#(\\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]+));");
    private static final Pattern SINGLE_QUOTES = Pattern.compile("[\u02bc\u2018-\u201b]");
    private static final Pattern DOUBLE_QUOTES = Pattern.compile("[\u201c-\u201f]");
    private static final Pattern PRESENTED = Pattern.compile("[\ufb00-\ufb06\uff01-\uff9f\u3000]+");
    private static final Map<String, String> NAMED =
            Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", "\u00a0");

    static Optional<PromptCleaning> named(String name) {
        return switch (name) {
            case "whitespace" -> Optional.of(WHITESPACE);
            case "lower" -> Optional.of(LOWER);
            case "canonicalize" -> Optional.of(CANONICALIZE);
            default -> Optional.empty();
        };
    }

    String clean(String prompt) {
        return switch (this) {
            case NONE -> prompt;
            case WHITESPACE -> squeezed(repaired(prompt));
            case LOWER -> squeezed(repaired(prompt)).toLowerCase(Locale.ROOT);
            case CANONICALIZE ->
                squeezed(PUNCTUATION
                        .matcher(repaired(prompt).replace('_', ' '))
                        .replaceAll("")
                        .toLowerCase(Locale.ROOT));
        };
    }

    private static String squeezed(String text) {
        return WHITE_SPACE.matcher(text).replaceAll(" ").strip();
    }

    /**
     * What ftfy and {@code html.unescape}, twice, do to text that was decoded rightly: straight quotes, no ligatures, no
     * full-width forms, composed letters, no HTML entities. Text that was decoded wrongly is not repaired.
     */
    private static String repaired(String text) {
        String plain = DOUBLE_QUOTES
                .matcher(SINGLE_QUOTES.matcher(text).replaceAll("'"))
                .replaceAll("\"");
        String narrow = PRESENTED
                .matcher(plain)
                .replaceAll(found -> java.util.regex.Matcher.quoteReplacement(
                        Normalizer.normalize(found.group(), Normalizer.Form.NFKC)));
        String composed = Normalizer.normalize(narrow, Normalizer.Form.NFC);
        return unescaped(unescaped(composed)).strip();
    }

    private static String unescaped(String text) {
        return ENTITY.matcher(text).replaceAll(found -> java.util.regex.Matcher.quoteReplacement(character(found)));
    }

    private static String character(MatchResult entity) {
        if (entity.group(3) != null) {
            return NAMED.getOrDefault(entity.group(3), entity.group());
        }
        int code = entity.group(1) != null ? Integer.parseInt(entity.group(1)) : Integer.parseInt(entity.group(2), 16);
        return Character.isValidCodePoint(code) && code > 0 ? Character.toString(code) : entity.group();
    }
}
