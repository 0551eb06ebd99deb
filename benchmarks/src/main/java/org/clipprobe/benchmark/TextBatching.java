package org.clipprobe.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.clipprobe.concept.set.ConceptSet;
import org.clipprobe.concept.set.Embeddings;
import org.clipprobe.concept.set.PromptTemplates;
import org.clipprobe.concept.set.TowerTextEmbedder;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.Device;
import org.clipprobe.model.ModelOptions;
import org.clipprobe.model.TextSession;
import org.clipprobe.model.TextTower;
import org.clipprobe.model.Tokens;

/**
 * Prompts per second of {@link TowerTextEmbedder}, which runs prompts of a length together and pads none, against the
 * same tower on the same prompts padded to its context of 77, on a ViT-B/32-sized text tower. Alternating rounds; both
 * tokenize; the largest difference of a value of the embeddings is printed too.
 *
 * <p>The prompts are common words in CLIP's seven templates. Their tokens come from a {@code tokenizer.json}; the
 * embedded sample's has a small vocabulary, so that prompts are a quarter longer than under CLIP's own.
 *
 * <p>Arguments: a {@code tokenizer.json}, words (64), threads (all), rounds (3).
 */
public final class TextBatching {
    /** Padded prompts in one run of the tower. */
    private static final int BATCH = 64;

    private static final int PADDING = 0;

    private TextBatching() {}

    public static void main(String[] arguments) throws IOException {
        Path tokenizer = Path.of(arguments.length > 0 ? arguments[0] : "samples/emoji-clip/tokenizer.json");
        int words = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 64;
        int threads = arguments.length > 2
                ? Integer.parseInt(arguments[2])
                : Runtime.getRuntime().availableProcessors();
        int rounds = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 3;
        Path folder = Files.createTempDirectory("text-batching");
        SyntheticClip.write(folder, SyntheticClip.Size.vitB32(), 1);
        Files.copy(tokenizer, folder.resolve("tokenizer.json"));
        List<String> prompts = ConceptSet.common().texts().stream()
                .limit(words)
                .flatMap(word -> PromptTemplates.clip7().prompts(word).stream())
                .toList();
        ModelOptions options = new ModelOptions(new Device.Cpu(), threads, Optional.empty());
        try (ClipModel model = ClipModel.open(folder, options);
                TowerTextEmbedder embedder = new TowerTextEmbedder(model);
                TextSession session = model.requireText().open()) {
            compare(model.requireText(), embedder, session, prompts, rounds);
        }
    }

    private static void compare(
            TextTower tower, TowerTextEmbedder embedder, TextSession session, List<String> prompts, int rounds)
            throws IOException {
        int[] lengths = tower.tokenize(prompts).stream()
                .mapToInt(tokens -> tokens.ids().length)
                .toArray();
        System.out.printf(
                Locale.ROOT,
                "%d prompts of %d to %d tokens, %.1f on average; padded to %d%n",
                prompts.size(),
                Arrays.stream(lengths).min().orElse(0),
                Arrays.stream(lengths).max().orElse(0),
                Arrays.stream(lengths).average().orElse(0),
                tower.contextLength());
        double[] ratios = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            long start = System.nanoTime();
            Embeddings cut = embedder.embed(prompts);
            long between = System.nanoTime();
            float[] padded = padded(tower, session, prompts);
            long end = System.nanoTime();
            ratios[round] = (end - between) / (double) (between - start);
            System.out.printf(
                    Locale.ROOT,
                    "cut %.1f per second, padded %.1f per second: ratio %.2f; largest difference %.1e%n",
                    prompts.size() / ((between - start) / 1e9),
                    prompts.size() / ((end - between) / 1e9),
                    ratios[round],
                    difference(cut.values(), padded));
        }
        Arrays.sort(ratios);
        System.out.printf(Locale.ROOT, "median ratio %.2f%n", ratios[rounds / 2]);
    }

    /** Embeddings of length 1, of the prompts in the order given, all of the same length. */
    private static float[] padded(TextTower tower, TextSession session, List<String> prompts) throws IOException {
        int dimensions = tower.embeddingDimensions();
        float[] values = new float[prompts.size() * dimensions];
        for (int from = 0; from < prompts.size(); from += BATCH) {
            List<Tokens> batch = tower.tokenize(prompts.subList(from, Math.min(prompts.size(), from + BATCH))).stream()
                    .map(tokens -> padded(tokens, tower.contextLength()))
                    .toList();
            float[] some = session.run(batch).embeddings();
            System.arraycopy(some, 0, values, from * dimensions, some.length);
        }
        return values;
    }

    private static Tokens padded(Tokens tokens, int context) {
        int[] ids = Arrays.copyOf(tokens.ids(), context);
        Arrays.fill(ids, tokens.ids().length, context, PADDING);
        return Tokens.of(ids);
    }

    private static double difference(float[] a, float[] b) {
        return IntStream.range(0, a.length)
                .mapToDouble(i -> Math.abs(a[i] - b[i]))
                .max()
                .orElse(0);
    }
}
