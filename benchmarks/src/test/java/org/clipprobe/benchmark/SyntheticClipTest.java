package org.clipprobe.benchmark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.TextSession;
import org.clipprobe.model.TextTower;
import org.clipprobe.model.Tokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyntheticClipTest {
    @TempDir
    private Path folder;

    /** What the batching benchmark compares is the same; prompts of 3 to 9 tokens, the end token the highest. */
    @Test
    void promptsAtTheirOwnLengthHaveTheEmbeddingsOfPaddedOnes() throws IOException {
        SyntheticClip.write(folder, SyntheticClip.Size.tiny(), 3);
        List<Tokens> prompts = List.of(
                Tokens.of(62, 5, 63),
                Tokens.of(62, 9, 8, 7, 6, 5, 4, 3, 63),
                Tokens.of(62, 9, 63),
                Tokens.of(62, 1, 2, 63));
        try (ClipModel model = ClipModel.open(folder)) {
            TextTower tower = model.requireText();
            try (TextSession session = tower.open()) {
                List<Tokens> padded = prompts.stream()
                        .map(tokens -> Tokens.of(Arrays.copyOf(tokens.ids(), tower.contextLength())))
                        .toList();
                float[] cut = session.run(prompts).embeddings();
                assertArrayEquals(session.run(padded).embeddings(), cut, 1e-5f);
                int dimensions = tower.embeddingDimensions();
                float[] first = Arrays.copyOf(cut, dimensions);
                float[] third = Arrays.copyOfRange(cut, 2 * dimensions, 3 * dimensions);
                assertTrue(Math.abs(first[0] - third[0]) > 1e-4, "different prompts, different embeddings");
            }
        }
    }
}
