package org.clipprobe.concept.set;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.clipprobe.model.Capture;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.Pooling;
import org.clipprobe.model.TextSession;
import org.clipprobe.model.TextTower;
import org.clipprobe.model.Tokens;
import org.clipprobe.model.TowerOutput;

/**
 * Embeds prompts with a model's text tower, prompts of like length together, so that little or nothing is padded. Used by
 * one thread at a time.
 */
public final class TowerTextEmbedder implements TextEmbedder, AutoCloseable {
    /** Where the tower ends, before the embedding is scaled to length 1. */
    private static final String END = "text.embed";

    private static final int BATCH = 256;

    private final TextTower tower;
    private final TextSession session;
    private final String fingerprint;

    /**
     * Opens the model's text tower.
     *
     * @throws ModelException when it has none, it does not open, or its embeddings are of another length than the pictures'
     */
    public TowerTextEmbedder(ClipModel model) throws ModelException {
        model.requireJointSpace();
        this.tower = model.requireText();
        this.fingerprint = model.fingerprint() + " " + tower.tokenization();
        this.session = tower.open();
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public int dimensions() {
        return tower.embeddingDimensions();
    }

    @Override
    public Embeddings embed(List<String> prompts) throws ModelException {
        return new Embeddings(prompts.size(), dimensions(), rows(prompts, session, TowerOutput::embeddings));
    }

    @Override
    public float[] embedRaw(List<String> prompts) throws ModelException {
        Capture end = new Capture(tower.hookPoint(END), Pooling.TOKEN);
        try (TextSession captures = tower.openCaptures(List.of(end))) {
            return rows(prompts, captures, output -> output.captured().get(0).values());
        }
    }

    private float[] rows(List<String> prompts, TextSession from, Function<TowerOutput, float[]> values)
            throws ModelException {
        List<Tokens> tokens = tower.tokenize(prompts);
        List<Integer> order = IntStream.range(0, tokens.size())
                .boxed()
                .sorted(Comparator.comparingInt(i -> tokens.get(i).ids().length))
                .toList();
        int dimensions = dimensions();
        float[] rows = new float[Math.multiplyExact(prompts.size(), dimensions)];
        for (int start = 0; start < order.size(); start += BATCH) {
            List<Integer> batch = order.subList(start, Math.min(order.size(), start + BATCH));
            float[] embedded =
                    values.apply(from.run(batch.stream().map(tokens::get).toList()));
            for (int i = 0; i < batch.size(); i++) {
                System.arraycopy(embedded, i * dimensions, rows, batch.get(i) * dimensions, dimensions);
            }
        }
        return rows;
    }

    /**
     * The prompts that are longer than the tower's context and lose their end, each with what to tell about it; to be
     * asked for prompts that a person typed.
     */
    public List<String> tooLong(List<String> prompts) throws ModelException {
        List<String> messages = new ArrayList<>();
        for (Tokens tokens : tower.tokenize(prompts)) {
            if (tokens.cut()) {
                messages.add("prompt \"" + tokens.prompt() + "\": longer than the text tower's " + tower.contextLength()
                        + " tokens; what is behind them was cut off. Shorten it");
            }
        }
        return messages;
    }

    @Override
    public void close() {
        session.close();
    }
}
