package org.clipprobe.look;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a prompt sees in a picture, and what the picture sees in the prompt.
 *
 * @param prompt the prompt
 * @param cosine similarity of picture and prompt
 * @param decomposition the similarity as a sum over the picture's positions, where the vision tower's architecture allows it
 * @param maps of the prompt: its direct contributions where there are any, those of heads that were asked for, and occlusion
 * @param agreement Spearman's rank correlation of direct contributions and occlusion over the places; empty where one of them
 *     is the same everywhere
 * @param tokens the prompt's tokens, special ones included
 * @param tokenParts parts of the similarity that belong to no token, where the text tower's architecture allows to say so
 * @param tokenError how far the tokens and these parts are off the similarity; empty where there is no such sum
 */
public record PromptView(
        String prompt,
        double cosine,
        Optional<Decomposition> decomposition,
        List<PatchMap> maps,
        OptionalDouble agreement,
        List<TokenView> tokens,
        List<Part> tokenParts,
        OptionalDouble tokenError) {
    /**
     * A token of a prompt.
     *
     * @param text what it stands for
     * @param contribution what it gives straight to the similarity through the text tower's heads, where that can be said
     * @param removal what is lost of the similarity when it is left out; none for special tokens
     */
    public record TokenView(String text, OptionalDouble contribution, OptionalDouble removal) {}

    public PromptView {
        maps = List.copyOf(maps);
        tokens = List.copyOf(tokens);
        tokenParts = List.copyOf(tokenParts);
    }
}
