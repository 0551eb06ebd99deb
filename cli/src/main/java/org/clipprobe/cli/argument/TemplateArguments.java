package org.clipprobe.cli.argument;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.clipprobe.concept.set.ConceptException;
import org.clipprobe.concept.set.Embeddings;
import org.clipprobe.concept.set.PromptTemplates;
import org.clipprobe.concept.set.TextEmbeddings;
import org.clipprobe.concept.set.TowerTextEmbedder;
import org.clipprobe.model.ClipModel;
import org.clipprobe.run.Progress;
import picocli.CommandLine.Option;

/** The prompts that texts are put into. */
public final class TemplateArguments {
    @Option(
            names = "--templates",
            paramLabel = "NAME",
            description = "Prompt templates that are averaged: plain, simple, clip7 or clip80."
                    + " Default: ${DEFAULT-VALUE}.")
    private String templates = "clip7";

    public PromptTemplates templates() throws UsageException {
        try {
            return PromptTemplates.named(templates);
        } catch (ConceptException e) {
            throw new UsageException("--templates: " + e.getMessage());
        }
    }

    /** The prompt of a text that takes most room. */
    public String longest(String text) throws UsageException {
        return templates().prompts(text).stream()
                .max(Comparator.comparingInt(String::length))
                .orElseThrow();
    }

    /** The embeddings of texts, computed once per model, text and templates. */
    public Embeddings embed(ClipModel model, List<String> texts, Optional<Path> cache, Progress progress)
            throws IOException {
        return embed(model, texts, templates(), cache, progress);
    }

    public static Embeddings embed(
            ClipModel model, List<String> texts, PromptTemplates templates, Optional<Path> cache, Progress progress)
            throws IOException {
        try (TowerTextEmbedder embedder = new TowerTextEmbedder(model)) {
            TextEmbeddings embeddings = cache.isPresent()
                    ? TextEmbeddings.cached(embedder, cache.get())
                    : TextEmbeddings.uncached(embedder);
            return embeddings.of(texts, templates, progress);
        }
    }
}
