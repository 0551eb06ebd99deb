package org.clipprobe.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.clipprobe.model.Capture;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.Pooling;
import org.clipprobe.model.TextSession;
import org.clipprobe.model.TextTower;
import org.clipprobe.model.TowerOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prompts are examples as pictures are: the same files, the library's own numbers. */
class PromptsTest {
    private static final List<String> PROMPTS = List.of("a cat", "a photo of a dog, seen from above", "=1+1");

    @TempDir
    Path folder;

    @Test
    void theSameFilesAsForPictures() throws IOException {
        Path prompts = folder.resolve("prompts.txt");
        Files.writeString(prompts, "\ufeff" + PROMPTS.get(0) + "\r\n\n" + PROMPTS.get(1) + "\n" + PROMPTS.get(2));
        Path out = folder.resolve("out");
        Command run = Command.run(
                "activations",
                "--prompts",
                prompts,
                "--at",
                "text.*.mlp",
                "--at",
                "text.embed",
                "--pool",
                "max",
                "--tokens",
                "--batch",
                "2",
                "--cache",
                "none",
                "--out",
                out);
        assertEquals(0, run.code(), run.err());
        List<String> examples = Files.readAllLines(out.resolve("activations/examples.csv"));
        assertEquals("row,file,concept,facet,source,imitates,sha256", examples.get(0));
        assertEquals(4, examples.size());
        assertTrue(examples.get(3).startsWith("2,'=1+1,"), examples.get(3));
        List<String> tokens = Files.readAllLines(out.resolve("activations/tokens.csv"));
        try (ClipModel model = ClipModel.open(Command.ROOT.resolve("samples/emoji-clip"))) {
            TextTower tower = model.requireText();
            int[] ids = tower.tokenize(PROMPTS.get(0)).ids();
            assertEquals(
                    "0,a cat," + ids.length + ",false," + ids[0] + " " + ids[1] + " " + ids[2] + " " + ids[3],
                    tokens.get(1));
            List<Capture> captures = List.of(
                    new Capture(tower.hookPoint("text.1.mlp"), Pooling.MAX),
                    new Capture(tower.hookPoint("text.embed"), Pooling.MAX));
            try (TextSession session = tower.openCaptures(captures)) {
                TowerOutput expected = session.run(tower.tokenize(PROMPTS));
                for (int i = 0; i < captures.size(); i++) {
                    String name = captures.get(i).at().name();
                    assertArrayEquals(
                            expected.captured().get(i).values(),
                            numbers(out.resolve("activations/" + name + ".npy")),
                            1e-6f,
                            name);
                }
            }
        }
    }

    private static float[] numbers(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(10 + bytes.getShort(8));
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        return values;
    }

    @Test
    void wrongUsesAreSaid() throws IOException {
        Path prompts = Files.writeString(folder.resolve("prompts.txt"), "a cat");
        refused("--tokens", "--tokens");
        refused("different towers", folder, "--prompts", prompts);
        refused("found no file", "--prompts", folder.resolve("gone.txt"));
        refused("found none", "--prompts", Files.writeString(folder.resolve("blank.txt"), "\n \n"));
        refused(
                "UTF-8",
                "--prompts",
                Files.write(folder.resolve("latin.txt"), "caf\u00e9".getBytes(StandardCharsets.ISO_8859_1)));
        refused("vision.3.mlp", "--prompts", prompts, "--at", "vision.3.mlp");
    }

    private void refused(String word, Object... words) {
        Object[] all = new Object[words.length + 3];
        all[0] = "activations";
        System.arraycopy(words, 0, all, 1, words.length);
        all[words.length + 1] = "--out";
        all[words.length + 2] = folder.resolve("refused");
        Command run = Command.run(all);
        assertEquals(2, run.code(), run.err());
        assertTrue(run.err().contains(word), run.err());
    }
}
