package org.clipprobe.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.clipprobe.model.internal.build.BuiltGraph;
import org.clipprobe.model.internal.build.TowerGraph;
import org.clipprobe.model.internal.build.TowerGraph.Modality;
import org.clipprobe.model.internal.build.TowerInput;
import org.clipprobe.model.internal.engine.Placement;
import org.clipprobe.model.internal.text.TextShape;
import org.clipprobe.model.internal.text.TextTrial;
import org.clipprobe.model.internal.text.Vocabulary;

/** The text half of a CLIP model. */
public final class TextTower extends Tower<TextSession> {
    private static final String TRIED = "a photo of a cat";

    private final Path file;
    private final TowerGraph graph;
    private final int context;
    private final TowerInput tokens;
    private final Vocabulary vocabulary;
    private Optional<TextShape> shape = Optional.empty();

    TextTower(Path file, TowerGraph graph, Placement placement, int context, TowerInput tokens, Vocabulary vocabulary) {
        super(file, graph, placement, Modality.TEXT);
        this.file = file;
        this.graph = graph;
        this.context = context;
        this.tokens = tokens;
        this.vocabulary = vocabulary;
    }

    /** The most tokens of a prompt, start and end token included. */
    public int contextLength() {
        return context;
    }

    /**
     * Tokenizes a prompt as {@code tokenizer.json} says, after the cleaning that open_clip's configuration asks for. A
     * prompt longer than the context loses its end, but not its end token, and the tokens say so.
     *
     * @throws ModelException when the model's folder has no {@code tokenizer.json}, or not one that can be read
     */
    public Tokens tokenize(String prompt) throws ModelException {
        return vocabulary.tokenizer().tokenize(prompt, context);
    }

    /** Tokenizes prompts, in their order. */
    public List<Tokens> tokenize(List<String> prompts) throws ModelException {
        List<Tokens> all = new ArrayList<>(prompts.size());
        for (String prompt : prompts) {
            all.add(tokenize(prompt));
        }
        return List.copyOf(all);
    }

    /** What each token of a prompt stands for, in the tokenizer's own writing. */
    public List<String> pieces(Tokens prompt) throws ModelException {
        return vocabulary.tokenizer().pieces(prompt);
    }

    /**
     * SHA-256, in hexadecimal, of what decides a prompt's token ids besides the prompt: the tokenizer, cleaning, context and
     * padding. With the model's fingerprint it identifies what an embedding of a prompt was computed with.
     */
    public String tokenization() throws ModelException {
        return vocabulary.identity(context);
    }

    @Override
    TextSession session(TowerRun run, BuiltGraph built) {
        return new TextSession(run, built.inputs(), this::shape);
    }

    private synchronized TextShape shape(List<Tokens> prompts) throws ModelException {
        if (shape.isPresent()) {
            return shape.get();
        }
        Optional<Tokens> small =
                prompts.stream().filter(prompt -> prompt.ids().length < context).findFirst();
        if (small.isEmpty()) {
            return shape(true, OptionalInt.empty());
        }
        shape = Optional.of(tried(small.get()));
        return shape.get();
    }

    /** @param small a prompt that is shorter than the context */
    private TextShape tried(Tokens small) throws ModelException {
        OptionalInt padding = vocabulary.padding();
        boolean fixed = tokens.dims().get(1) > 0;
        if (fixed && padding.isPresent()) {
            return shape(true, padding);
        }
        if (!fixed && masked()) {
            return shape(false, padding);
        }
        Tokens prompt = sample().orElse(small);
        List<Capture> last = embeddingDimensions() > 0 ? List.of() : List.of(lastHookPoint());
        BuiltGraph built = graph.build(Modality.TEXT, last, List.of(), embeddingDimensions() > 0);
        try (TowerRun run = run(built, last)) {
            TextTrial trial = new TextTrial(run, built.inputs(), shape(true, padding));
            if (fixed) {
                return shape(true, trial.takesAnyPadding(prompt) ? OptionalInt.of(0) : padding);
            }
            return shape(!trial.runsAtItsOwnLength(prompt, padding.orElse(0)), padding);
        }
    }

    private TextShape shape(boolean padded, OptionalInt padding) {
        int fixedBatch = Math.toIntExact(Math.max(0, tokens.dims().get(0)));
        return new TextShape(file, context, padded, padding, masked(), fixedBatch);
    }

    /** Whether a mask leaves padding out. */
    private boolean masked() {
        return !graph.readsLastPosition()
                && graph.inputs(Modality.TEXT).stream()
                        .anyMatch(input -> input.role() == TowerInput.Role.ATTENTION_MASK);
    }

    private Optional<Tokens> sample() throws ModelException {
        return vocabulary.isThere()
                ? Optional.of(tokenize(TRIED)).filter(prompt -> prompt.ids().length < context)
                : Optional.empty();
    }

    private Capture lastHookPoint() {
        List<HookPoint> points = hookPoints();
        return new Capture(points.get(points.size() - 1), Pooling.NONE);
    }

    void close() {
        vocabulary.close();
    }
}
