package org.clipprobe.cli.argument;

import org.clipprobe.concept.set.ConceptException;
import org.clipprobe.concept.set.PromptTemplates;
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
}
