package org.clipprobe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.clipprobe.cli.Verification.Matrix;
import org.clipprobe.model.ClipModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model is told equal to its reference where it is, and what differs first where it is not. */
class VerifyTest {
    @TempDir
    Path folder;

    /** The SHA-256 of the pictures as they are drawn in Python, too: they must never change. */
    @Test
    void thePicturesAreTheOnesOfTheScript() throws IOException {
        byte[] all = new byte[0];
        for (int i = 0; i < VerificationSet.pictures(); i++) {
            byte[] data = VerificationSet.picture(i).data;
            byte[] both = java.util.Arrays.copyOf(all, all.length + data.length);
            System.arraycopy(data, 0, both, all.length, data.length);
            all = both;
        }
        assertEquals(
                "c5b54a5a37bf51da2850c6465ae1edcb20fa3af7acdd41acb94590a21f4403b7",
                org.clipprobe.run.ContentKey.of(all).hex());
    }

    @Test
    void equalAndDifferentReferences() throws IOException {
        Map<String, Matrix> arrays = new LinkedHashMap<>();
        try (ClipModel model = ClipModel.open(Command.ROOT.resolve("samples/emoji-clip"))) {
            arrays.putAll(Verification.of(model).arrays());
        }
        Command equal = Command.run("verify", "--reference", write(arrays, "equal.npz"), "--json");
        assertEquals(0, equal.code(), equal.err());
        JsonNode answer = new ObjectMapper().readTree(equal.out());
        assertTrue(answer.path("equal").asBoolean(), equal.out());
        assertEquals(64, answer.path("fingerprint").asText().length());
        assertEquals(0, answer.path("differences").path("vision.3.mlp").asDouble(1));

        float[] changed = arrays.get("text.1.mlp").values().clone();
        changed[5] += 1;
        arrays.put("text.1.mlp", new Matrix(VerificationSet.PROMPTS.size(), changed));
        arrays.put("text.9.mlp", new Matrix(1, new float[] {1}));
        Command different = Command.run("verify", "--reference", write(arrays, "different.npz"));
        assertEquals(1, different.code());
        assertTrue(different.out().contains("text.1.mlp differs first"), different.out());
        assertTrue(different.out().contains("not found in this model: text.9.mlp"), different.out());
    }

    @Test
    void brokenReferencesAreSaid() throws IOException {
        refused("no file", folder.resolve("gone.npz"));
        refused(".npz", Files.writeString(folder.resolve("text.npz"), "no zip at all"));
        refused("vision.embed", write(Map.of("other", new Matrix(1, new float[] {1, 2})), "other.npz"));
        Path whole = write(Map.of("vision.embed", new Matrix(6, new float[600])), "whole.npz");
        byte[] bytes = Files.readAllBytes(whole);
        refused(".npz", Files.write(folder.resolve("half.npz"), java.util.Arrays.copyOf(bytes, bytes.length / 2)));
    }

    private static void refused(String word, Path reference) {
        Command run = Command.run("verify", "--reference", reference);
        assertTrue(run.code() == 1 || run.code() == 2, run.err());
        assertTrue(run.err().contains(word), run.err());
        assertEquals(
                1,
                run.err()
                        .lines()
                        .filter(line -> line.startsWith("clip-probe: "))
                        .count(),
                run.err());
    }

    private Path write(Map<String, Matrix> arrays, String name) throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, Matrix> array : arrays.entrySet()) {
                zip.putNextEntry(new ZipEntry(array.getKey() + ".npy"));
                Matrix matrix = array.getValue();
                String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + matrix.rows() + ", "
                        + matrix.values().length / matrix.rows() + "), }\n";
                ByteBuffer bytes = ByteBuffer.allocate(10 + header.length() + 4 * matrix.values().length)
                        .order(ByteOrder.LITTLE_ENDIAN);
                bytes.put((byte) 0x93)
                        .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                        .put((byte) 1)
                        .put((byte) 0);
                bytes.putShort((short) header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
                for (float value : matrix.values()) {
                    bytes.putFloat(value);
                }
                zip.write(bytes.array());
                zip.closeEntry();
            }
        }
        return file;
    }
}
