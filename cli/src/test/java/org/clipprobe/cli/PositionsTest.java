package org.clipprobe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.clipprobe.activation.StoredActivations;
import org.clipprobe.model.Pooling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code activations --pool none}: every position, in each format. */
class PositionsTest {
    @TempDir
    Path folder;

    @Test
    void examplesAndProvenanceSayHowPositionsLie() throws IOException {
        Path pictures = SmallPictures.copy(folder.resolve("pictures"), 1);
        Path out = folder.resolve("out");
        Command run = Command.run(
                "activations",
                pictures,
                "--at",
                "vision.3.mlp",
                "--pool",
                "none",
                "--dtype",
                "float16",
                "--format",
                "safetensors",
                "--out",
                out);
        assertEquals(0, run.code(), run.err());
        assertTrue(run.out().contains("37 positions (6 × 6 behind 1 other) × 512 units"), run.out());
        List<String> examples = Files.readAllLines(out.resolve("activations/examples.csv"));
        assertTrue(examples.get(0).endsWith(",sha256,grid_rows,grid_columns,tokens_before_grid"), examples.get(0));
        assertTrue(examples.get(1).endsWith(",6,6,1"), examples.get(1));
        assertTrue(Files.readString(out.resolve("run.json")).contains("\"grids\""));
        try (StoredActivations stored =
                StoredActivations.open(out.resolve("activations/vision.3.mlp.safetensors"), Pooling.NONE)) {
            assertEquals(37 * (examples.size() - 1), stored.examples());
        }
    }

    @Test
    void elsewhereAUnitHasOneValue() {
        Command run = Command.run("probe", "--pool", "none", "--out", folder.resolve("out"));
        assertEquals(2, run.code());
        assertTrue(run.err().contains("--pool none"), run.err());
    }
}
