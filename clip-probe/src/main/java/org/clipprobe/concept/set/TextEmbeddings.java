package org.clipprobe.concept.set;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clipprobe.model.ClipModel;
import org.clipprobe.run.Progress;

/**
 * Embeddings of concepts, computed once for each model, text and set of templates. A concept's embedding is the mean of
 * its prompts' embeddings, scaled to length 1 (Radford et al. 2021, section 3.1.4). Safe to use from several processes
 * on one cache folder.
 */
public final class TextEmbeddings {
    /** Prompts that are embedded before their concepts are averaged and stored. */
    private static final int PROMPTS_AT_ONCE = 4_096;

    private final TextEmbedder embedder;
    private final Optional<EmbeddingCache> cache;

    private TextEmbeddings(TextEmbedder embedder, Optional<EmbeddingCache> cache) {
        this.embedder = embedder;
        this.cache = cache;
    }

    /**
     * Embeds texts with a model's text tower.
     *
     * @param cache where embeddings are kept; empty when none are
     */
    public static Embeddings of(
            ClipModel model, List<String> texts, PromptTemplates templates, Optional<Path> cache, Progress progress)
            throws IOException {
        try (TowerTextEmbedder embedder = new TowerTextEmbedder(model)) {
            TextEmbeddings embeddings = new TextEmbeddings(embedder, cache.map(EmbeddingCache::new));
            return embeddings.of(texts, templates, progress);
        }
    }

    /** Computes every embedding anew. */
    public static TextEmbeddings uncached(TextEmbedder embedder) {
        return new TextEmbeddings(embedder, Optional.empty());
    }

    /**
     * Keeps embeddings in a folder, by content.
     *
     * @param folder made when it is not there
     */
    public static TextEmbeddings cached(TextEmbedder embedder, Path folder) {
        return new TextEmbeddings(embedder, Optional.of(new EmbeddingCache(folder)));
    }

    /**
     * Embeds texts.
     *
     * @return {@code [texts, dimensions]}, rows of length 1, in the texts' order
     * @throws IOException when the model fails, or the cache folder cannot be read or written
     */
    public Embeddings of(List<String> texts, PromptTemplates templates, Progress progress) throws IOException {
        String model = embedder.fingerprint();
        int dimensions = embedder.dimensions();
        Map<String, float[]> known = new HashMap<>();
        List<String> missing = new ArrayList<>(new LinkedHashSet<>(texts));
        if (cache.isPresent()) {
            known.putAll(cache.get().read(model, templates, missing, dimensions));
            missing.removeAll(known.keySet());
        }
        compute(missing, templates, model, known, progress);
        float[] values = new float[Math.multiplyExact(texts.size(), dimensions)];
        for (int i = 0; i < texts.size(); i++) {
            System.arraycopy(known.get(texts.get(i)), 0, values, i * dimensions, dimensions);
        }
        return new Embeddings(texts.size(), dimensions, values);
    }

    private void compute(
            List<String> missing,
            PromptTemplates templates,
            String model,
            Map<String, float[]> known,
            Progress progress)
            throws IOException {
        int step = Math.max(1, PROMPTS_AT_ONCE / templates.templates().size());
        try (Progress.Task task = progress.begin("embedding concepts", missing.size())) {
            for (int from = 0; from < missing.size(); from += step) {
                List<String> some = missing.subList(from, Math.min(missing.size(), from + step));
                Map<String, float[]> computed = average(some, templates);
                // What is done stays done, even when a later prompt fails or the process is ended.
                if (cache.isPresent()) {
                    cache.get().write(model, templates, computed, embedder.dimensions());
                }
                known.putAll(computed);
                task.advance(some.size());
            }
        }
    }

    private Map<String, float[]> average(List<String> texts, PromptTemplates templates) throws IOException {
        List<String> prompts =
                texts.stream().flatMap(text -> templates.prompts(text).stream()).toList();
        int dimensions = embedder.dimensions();
        Embeddings embedded = templates.averaging() == PromptTemplates.Averaging.RAW
                ? new Embeddings(prompts.size(), dimensions, embedder.embedRaw(prompts))
                : embedder.embed(prompts);
        if (embedded.rows() != prompts.size() || embedded.dimensions() != dimensions) {
            throw new IOException("text tower: expected " + prompts.size() + " × " + dimensions + " values, found "
                    + embedded.rows() + " × " + embedded.dimensions());
        }
        int each = templates.templates().size();
        Map<String, float[]> computed = new HashMap<>();
        for (int i = 0; i < texts.size(); i++) {
            double[] sum = new double[dimensions];
            for (int j = i * each * dimensions; j < (i + 1) * each * dimensions; j++) {
                sum[j % dimensions] += embedded.values()[j];
            }
            float[] mean = new float[dimensions];
            for (int d = 0; d < dimensions; d++) {
                mean[d] = (float) (sum[d] / each);
            }
            computed.put(
                    texts.get(i), Embeddings.normalised(1, dimensions, mean).values());
        }
        return computed;
    }
}
