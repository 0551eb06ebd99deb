package org.clipprobe.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.clipprobe.model.internal.build.BuiltGraph;
import org.clipprobe.model.internal.build.TowerGraph;
import org.clipprobe.model.internal.build.TowerGraph.Modality;

/** The text half of a CLIP model. */
public final class TextTower extends Tower<TextSession> {
    private final TextShape shape;
    private final Vocabulary vocabulary;

    TextTower(Path file, TowerGraph graph, Placement placement, TextShape shape, Vocabulary vocabulary) {
        super(file, graph, placement, Modality.TEXT);
        this.shape = shape;
        this.vocabulary = vocabulary;
    }

    /** The most tokens of a prompt, start and end token included. */
    public int contextLength() {
        return shape.context();
    }

    /**
     * Tokenizes a prompt as {@code tokenizer.json} says. A prompt longer than the context loses its end, but not its end
     * token, and the tokens say so.
     *
     * @throws ModelException when the model's folder has no {@code tokenizer.json}, or not one that can be read
     */
    public Tokens tokenize(String prompt) throws ModelException {
        return vocabulary.tokenizer().tokenize(prompt, shape.context());
    }

    /** Tokenizes prompts, in their order. */
    public List<Tokens> tokenize(List<String> prompts) throws ModelException {
        List<Tokens> tokens = new ArrayList<>(prompts.size());
        for (String prompt : prompts) {
            tokens.add(tokenize(prompt));
        }
        return List.copyOf(tokens);
    }

    @Override
    TextSession session(TowerRun run, BuiltGraph built) {
        return new TextSession(run, built.inputs(), shape);
    }

    void close() {
        vocabulary.close();
    }
}
