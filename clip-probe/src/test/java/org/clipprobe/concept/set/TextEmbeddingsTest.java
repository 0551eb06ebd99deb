package org.clipprobe.concept.set;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.clipprobe.run.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextEmbeddingsTest {
    private static final int DIMENSIONS = 6;

    @TempDir
    Path cache;

    /** A model whose embeddings follow from its fingerprint and the prompt; remembers what it was asked. */
    private static final class Model implements TextEmbedder {
        private final String fingerprint;
        private final List<String> asked = new ArrayList<>();

        Model(String fingerprint) {
            this.fingerprint = fingerprint;
        }

        @Override
        public String fingerprint() {
            return fingerprint;
        }

        @Override
        public int dimensions() {
            return DIMENSIONS;
        }

        @Override
        public synchronized Embeddings embed(List<String> prompts) {
            asked.addAll(prompts);
            float[] values = new float[prompts.size() * DIMENSIONS];
            for (int i = 0; i < prompts.size(); i++) {
                Random random = new Random((fingerprint + prompts.get(i)).hashCode());
                for (int d = 0; d < DIMENSIONS; d++) {
                    values[i * DIMENSIONS + d] = (float) random.nextGaussian();
                }
            }
            return Embeddings.normalised(prompts.size(), DIMENSIONS, values);
        }
    }

    @Test
    void averagesTemplatesAndNormalises() throws IOException {
        Model model = new Model("a");
        Embeddings found = TextEmbeddings.uncached(model).of(List.of("fly"), PromptTemplates.clip7(), Progress.none());
        Embeddings prompts = model.embed(PromptTemplates.clip7().prompts("fly"));
        float[] mean = new float[DIMENSIONS];
        for (int i = 0; i < prompts.values().length; i++) {
            mean[i % DIMENSIONS] += prompts.values()[i] / 7;
        }
        assertArrayEquals(Embeddings.normalised(1, DIMENSIONS, mean).values(), found.values(), 1e-6f);
        assertEquals(1, found.cosine(0, found, 0), 1e-6);
    }

    @Test
    void computesNothingTwice() throws IOException {
        Model model = new Model("a");
        Embeddings first = of(model, "fly", "spider", "fly");
        assertEquals(List.of("fly", "spider"), model.asked);
        Embeddings again = of(model, "spider", "fly", "spider", "ant");
        assertEquals(List.of("fly", "spider", "ant"), model.asked);
        assertArrayEquals(
                first.rows(new int[] {1, 0}).values(),
                again.rows(new int[] {0, 1}).values());
    }

    /** So that whoever ends the process after minutes has lost the last seconds only. */
    @Test
    void whatIsDoneIsKeptBeforeTheNextIsBegun() throws IOException {
        Model model = new Model("a");
        List<Integer> kept = new ArrayList<>();
        TextEmbedder watched = new TextEmbedder() {
            @Override
            public String fingerprint() {
                return model.fingerprint();
            }

            @Override
            public int dimensions() {
                return model.dimensions();
            }

            @Override
            public Embeddings embed(List<String> prompts) throws IOException {
                kept.add(packs().size());
                return model.embed(prompts);
            }
        };
        List<String> texts =
                IntStream.range(0, 120).mapToObj(i -> "concept " + i).toList();
        TextEmbeddings.cached(watched, cache).of(texts, PromptTemplates.clip80(), Progress.none());
        assertEquals(List.of(0, 1, 2), kept);
        assertEquals(120 * 80, model.asked.size());
    }

    @Test
    void neverServesAnotherModelOrTemplate() throws IOException {
        Embeddings first = of(new Model("a"), "fly");
        Embeddings other = of(new Model("b"), "fly");
        assertTrue(Math.abs(first.cosine(0, other, 0)) < 0.999);
        Model model = new Model("a");
        TextEmbeddings.cached(model, cache).of(List.of("fly"), PromptTemplates.simple(), Progress.none());
        assertEquals(List.of("a photo of a fly."), model.asked);
    }

    @Test
    void computesAgainWhatIsBroken() throws IOException {
        Embeddings first = of(new Model("a"), "fly", "spider");
        for (Path pack : packs()) {
            byte[] bytes = Files.readAllBytes(pack);
            bytes[bytes.length - 3] ^= 1;
            Files.write(pack, bytes);
        }
        Model model = new Model("a");
        assertArrayEquals(first.values(), of(model, "fly", "spider").values());
        assertEquals(2, model.asked.size());
        for (Path pack : packs()) {
            Files.write(pack, new byte[] {0x7f, 1, 2});
        }
        assertArrayEquals(first.values(), of(model, "fly", "spider").values());
    }

    @Test
    void manyMayWriteAtOnce() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        List<Callable<Embeddings>> tasks = IntStream.range(0, 24)
                .mapToObj(i -> (Callable<Embeddings>) () -> of(new Model("a"), "fly", "spider" + i % 3))
                .toList();
        for (Future<Embeddings> done : pool.invokeAll(tasks)) {
            assertEquals(2, done.get().rows());
        }
        pool.shutdown();
        Model model = new Model("a");
        of(model, "fly", "spider0", "spider1", "spider2");
        assertEquals(List.of(), model.asked);
        assertTrue(packs().size() <= 24);
    }

    @Test
    void saysThatTheCacheCannotBeWritten() throws IOException {
        Path file = Files.writeString(cache.resolve("file"), "");
        TextEmbeddings embeddings = TextEmbeddings.cached(new Model("a"), file);
        String found = assertThrows(
                        ConceptException.class,
                        () -> embeddings.of(List.of("fly"), PromptTemplates.plain(), Progress.none()))
                .getMessage();
        assertTrue(found.startsWith(file + ": cannot"), found);
    }

    @Test
    void templatesAreThoseOfTheField() throws ConceptException {
        assertEquals(
                80,
                PromptTemplates.named("clip80").templates().stream().distinct().count());
        assertTrue(PromptTemplates.clip80()
                .templates()
                .containsAll(PromptTemplates.clip7().templates()));
        assertEquals(List.of("fly"), PromptTemplates.named("plain").prompts("fly"));
        assertThrows(ConceptException.class, () -> PromptTemplates.named("clip9"));
    }

    private Embeddings of(Model model, String... texts) throws IOException {
        return TextEmbeddings.cached(model, cache).of(List.of(texts), PromptTemplates.plain(), Progress.none());
    }

    private List<Path> packs() throws IOException {
        try (Stream<Path> files = Files.walk(cache)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
