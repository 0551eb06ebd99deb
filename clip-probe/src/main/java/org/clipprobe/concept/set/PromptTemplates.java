package org.clipprobe.concept.set;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/**
 * Sentences that a concept is put into before the text tower sees it; the embeddings of all of them are averaged
 * (Radford et al., Learning Transferable Visual Models From Natural Language Supervision, 2021, section 3.1.4).
 *
 * @param name as options and tables name them
 * @param templates each with one <code>{}</code> for the concept
 * @param averaging what is averaged
 */
public record PromptTemplates(String name, List<String> templates, Averaging averaging) {
    private static final String PLACE = "{}";

    /** How the prompts' embeddings become one; it is scaled to length 1 in the end either way. */
    public enum Averaging {
        /** Each prompt's embedding has length 1 before the mean is taken, as CLIP's authors do. */
        OF_LENGTH_ONE,
        /** The mean is of the embeddings as the text tower gives them: longer ones count more. */
        RAW
    }

    /** Templates whose embeddings are scaled to length 1 before they are averaged. */
    public PromptTemplates(String name, List<String> templates) {
        this(name, templates, Averaging.OF_LENGTH_ONE);
    }

    public PromptTemplates {
        templates = List.copyOf(templates);
        if (templates.isEmpty()) {
            throw new IllegalArgumentException(name + ": expected a prompt template, found none");
        }
        for (String template : templates) {
            if (template.indexOf(PLACE) < 0 || template.indexOf(PLACE) != template.lastIndexOf(PLACE)) {
                throw new IllegalArgumentException(
                        name + ": expected one {} in every prompt template, found \"" + template + "\"");
            }
        }
    }

    /** {@code plain}: the concept as it is. */
    public static PromptTemplates plain() {
        return new PromptTemplates("plain", List.of(PLACE));
    }

    /** {@code simple}: CLIP's single template. */
    public static PromptTemplates simple() {
        return new PromptTemplates("simple", List.of("a photo of a {}."));
    }

    /** {@code clip7}: the seven that CLIP's authors chose out of their 80 by forward selection. */
    public static PromptTemplates clip7() {
        return new PromptTemplates(
                "clip7",
                List.of(
                        "itap of a {}.",
                        "a bad photo of the {}.",
                        "a origami {}.",
                        "a photo of the large {}.",
                        "a {} in a video game.",
                        "art of the {}.",
                        "a photo of the small {}."));
    }

    /** {@code clip80}: the eighty that CLIP's authors used for ImageNet. */
    public static PromptTemplates clip80() {
        try (InputStream stream = PromptTemplates.class.getResourceAsStream("clip80.txt")) {
            String lines = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return new PromptTemplates("clip80", lines.lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException("clip80.txt", e);
        }
    }

    /**
     * The templates of this name.
     *
     * @throws ConceptException when there are none; the message lists the names
     */
    public static PromptTemplates named(String name) throws ConceptException {
        return switch (name) {
            case "plain" -> plain();
            case "simple" -> simple();
            case "clip7" -> clip7();
            case "clip80" -> clip80();
            default ->
                throw new ConceptException(
                        "prompt templates: expected plain, simple, clip7 or clip80, found \"" + name + "\"");
        };
    }

    /** The prompts of a concept, one for each template. */
    public List<String> prompts(String concept) {
        return templates.stream()
                .map(template -> template.replace(PLACE, concept))
                .toList();
    }

    /** The prompt of a concept that takes most room. */
    public String longest(String concept) {
        return prompts(concept).stream()
                .max(Comparator.comparingInt(String::length))
                .orElseThrow();
    }
}
