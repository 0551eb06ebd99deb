package org.clipprobe.attack.dataset;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.clipprobe.concept.set.PromptTemplates;

/**
 * How a data set of attacked pictures is scored, so that figures can be held against published ones.
 *
 * @param name in options and reports
 * @param source where it is published
 * @param scoring what the model chooses among
 * @param templates the prompts, and how they are averaged
 */
public record DatasetProtocol(String name, String source, Scoring scoring, PromptTemplates templates) {
    /** What the model chooses among. */
    public enum Scoring {
        /** The object's label and the attack word. */
        TWO_WAY,
        /** All labels and attack words of the data set together. */
        ALL
    }

    /** The protocol {@code scam}, {@code defense-prefix} or {@code mirrorclip}; empty for any other name. */
    public static Optional<DatasetProtocol> named(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "scam" -> Optional.of(scam());
            case "defense-prefix" ->
                Optional.of(
                        overAll(
                                "defense-prefix",
                                "Azuma and Matsui, Defense-Prefix for Preventing Typographic Attacks on CLIP, ICCV Workshops 2023"));
            case "mirrorclip" -> Optional.of(overAll("mirrorclip", "MirrorCLIP, NeurIPS 2024"));
            default -> Optional.empty();
        };
    }

    /** The same with another scoring. */
    public DatasetProtocol withScoring(Scoring other) {
        return new DatasetProtocol(name, source, other, templates);
    }

    private static DatasetProtocol overAll(String name, String source) {
        return new DatasetProtocol(name, source, Scoring.ALL, PromptTemplates.simple());
    }

    /** Its 32 templates, whose embeddings are averaged as they are (main_vlm_openclip.py of the authors' repository). */
    private static DatasetProtocol scam() {
        List<String> templates = List.of(
                "a bad photo of a {}.",
                "a photo of many {}.",
                "a sculpture of a {}.",
                "a photo of the hard to see {}.",
                "a low resolution photo of the {}.",
                "a rendering of a {}.",
                "graffiti of a {}.",
                "a bad photo of the {}.",
                "a cropped photo of the {}.",
                "a tattoo of a {}.",
                "the embroidered {}.",
                "a photo of a hard to see {}.",
                "a bright photo of a {}.",
                "a photo of a clean {}.",
                "a photo of a dirty {}.",
                "a dark photo of the {}.",
                "a drawing of a {}.",
                "a photo of my {}.",
                "the plastic {}.",
                "a photo of the cool {}.",
                "a close-up photo of a {}.",
                "a black and white photo of the {}.",
                "a painting of the {}.",
                "a painting of a {}.",
                "a pixelated photo of the {}.",
                "a sculpture of the {}.",
                "a bright photo of the {}.",
                "a cropped photo of a {}.",
                "a plastic {}.",
                "a photo of the dirty {}.",
                "a jpeg corrupted photo of a {}.",
                "a blurry photo of the {}.");
        return new DatasetProtocol(
                "scam",
                "Westerhoff et al., SCAM, 2025",
                Scoring.TWO_WAY,
                new PromptTemplates("scam", templates, PromptTemplates.Averaging.RAW));
    }
}
