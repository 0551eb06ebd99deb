package org.clipprobe.concept;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.TextSession;
import org.clipprobe.model.TextTower;
import org.clipprobe.model.Tokens;

/**
 * Embeds prompts with a model's text tower. Prompts of like length go through it together, so that a batch is cut behind
 * the last end token of its longest prompt rather than padded to the context length.
 */
public final class TextTowerEmbedder implements TextEmbedder, AutoCloseable {
    private static final int BATCH = 64;

    private final ClipModel model;
    private final TextTower tower;
    private final TextSession session;

    /**
     * Opens a session of the model's text tower.
     *
     * @throws IOException when the model has none, or it cannot be opened
     */
    public TextTowerEmbedder(ClipModel model) throws IOException {
        this.model = model;
        this.tower = model.requireText();
        this.session = tower.open();
    }

    @Override
    public String fingerprint() throws IOException {
        return model.fingerprint();
    }

    @Override
    public int dimensions() {
        return tower.embeddingDimensions();
    }

    @Override
    public Embeddings embed(List<String> prompts) throws IOException {
        List<Tokens> tokens = tower.tokenize(prompts);
        List<Integer> byLength = IntStream.range(0, prompts.size())
                .boxed()
                .sorted(Comparator.comparingInt((Integer i) -> tokens.get(i).ids().length))
                .toList();
        int dimensions = dimensions();
        float[] values = new float[Math.multiplyExact(prompts.size(), dimensions)];
        for (int from = 0; from < byLength.size(); from += BATCH) {
            List<Integer> batch = byLength.subList(from, Math.min(byLength.size(), from + BATCH));
            float[] embedded =
                    session.run(batch.stream().map(tokens::get).toList()).embeddings();
            for (int row = 0; row < batch.size(); row++) {
                System.arraycopy(embedded, row * dimensions, values, batch.get(row) * dimensions, dimensions);
            }
        }
        return Embeddings.normalised(prompts.size(), dimensions, values);
    }

    @Override
    public void close() {
        session.close();
    }
}
