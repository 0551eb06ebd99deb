package org.clipprobe.model;

import java.nio.file.Path;
import java.util.Optional;

/** A model's tokenizer, opened when the first prompt needs it: the library behind it is large and pictures do not. */
final class Vocabulary implements AutoCloseable {
    private final Path root;
    private final Optional<Path> file;
    private Optional<PromptTokenizer> open = Optional.empty();

    Vocabulary(Path root, Optional<Path> file) {
        this.root = root;
        this.file = file;
    }

    synchronized PromptTokenizer tokenizer() throws ModelException {
        if (open.isEmpty()) {
            Path found = file.orElseThrow(() -> new ModelException(root
                    + ": expected tokenizer.json for the prompts, found none; fetch it from where the model came from"
                    + " (CLIP models share openai/clip-vit-base-patch32's)"));
            open = Optional.of(PromptTokenizer.open(found));
        }
        return open.get();
    }

    @Override
    public synchronized void close() {
        open.ifPresent(PromptTokenizer::close);
        open = Optional.empty();
    }
}
