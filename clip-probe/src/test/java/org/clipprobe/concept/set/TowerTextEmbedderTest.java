package org.clipprobe.concept.set;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.clipprobe.model.ClipModel;
import org.clipprobe.run.Progress;
import org.junit.jupiter.api.Test;

/** With the embedded sample model. */
class TowerTextEmbedderTest {
    private static final Path SAMPLE = Path.of(System.getProperty("clipprobe.root"), "samples", "emoji-clip");

    @Test
    void wordsThatMeanTheSameAreAlike() throws IOException {
        try (ClipModel model = ClipModel.open(SAMPLE);
                TowerTextEmbedder embedder = new TowerTextEmbedder(model)) {
            List<String> words = List.of("spider", "a picture of a spider", "airplane");
            Embeddings found = TextEmbeddings.uncached(embedder).of(words, PromptTemplates.plain(), Progress.none());
            assertEquals(1, found.cosine(0, found, 0), 1e-5);
            assertTrue(found.cosine(0, found, 1) > found.cosine(0, found, 2) + 0.2);
        }
    }

    @Test
    void whatIsBesideAPromptChangesNothing() throws IOException {
        try (ClipModel model = ClipModel.open(SAMPLE);
                TowerTextEmbedder embedder = new TowerTextEmbedder(model)) {
            List<String> prompts = PromptTemplates.clip80().prompts("spider");
            Embeddings together = embedder.embed(prompts);
            for (int i = 0; i < prompts.size(); i += 16) {
                float[] alone = embedder.embed(List.of(prompts.get(i))).values();
                assertArrayEquals(alone, together.rows(new int[] {i}).values(), 1e-5f);
            }
        }
    }

    @Test
    void saysWhichPromptIsTooLong() throws IOException {
        try (ClipModel model = ClipModel.open(SAMPLE);
                TowerTextEmbedder embedder = new TowerTextEmbedder(model)) {
            String tooLong = "spider ".repeat(100).strip();
            List<String> messages = embedder.tooLong(List.of("a spider", tooLong));
            assertEquals(1, messages.size());
            assertTrue(messages.get(0).contains("longer than the text tower's 24 tokens"), messages.get(0));
            assertEquals(1, embedder.embed(List.of(tooLong)).rows());
        }
    }
}
