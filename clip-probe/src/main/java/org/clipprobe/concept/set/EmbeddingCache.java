package org.clipprobe.concept.set;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Embeddings on disk, found by the SHA-256 of the embedder's fingerprint (model, tokenizer, cleaning, padding), templates
 * and text.
 *
 * <p>A folder for each model holds packs that are written once, under a temporary name, and then moved to a name that is
 * the SHA-256 of what is in them: processes that write at the same time write different packs or the same one, and a
 * pack that is broken does not have its name's hash and is not used.
 */
final class EmbeddingCache {
    private static final String ENDING = ".pack";
    private static final int KEY = 32;

    private final Path folder;

    EmbeddingCache(Path folder) {
        this.folder = folder;
    }

    /** The texts that are there, with their embeddings. */
    Map<String, float[]> read(String model, PromptTemplates templates, List<String> texts, int dimensions)
            throws IOException {
        Map<ByteBuffer, String> wanted = new HashMap<>();
        texts.forEach(text -> wanted.put(ByteBuffer.wrap(key(model, templates, text)), text));
        Map<String, float[]> found = new HashMap<>();
        for (Path pack : packs(model)) {
            found.putAll(read(pack, wanted, dimensions));
        }
        return found;
    }

    /** Adds embeddings in one new pack. */
    void write(String model, PromptTemplates templates, Map<String, float[]> embeddings, int dimensions)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(embeddings.size());
        out.writeInt(dimensions);
        for (Map.Entry<String, float[]> entry : new TreeMap<>(embeddings).entrySet()) {
            out.write(key(model, templates, entry.getKey()));
            for (float value : entry.getValue()) {
                out.writeFloat(value);
            }
        }
        String name = HexFormat.of().formatHex(digest().digest(bytes.toByteArray())) + ENDING;
        Path models = folder(model);
        try {
            Files.createDirectories(models);
            Path unfinished = Files.createTempFile(models, "unfinished", ".tmp");
            try {
                Files.write(unfinished, bytes.toByteArray());
                move(unfinished, models.resolve(name));
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (IOException e) {
            throw new ConceptException(
                    folder + ": cannot keep text embeddings here (" + e.getMessage() + "); choose another cache folder",
                    e);
        }
    }

    private List<Path> packs(String model) throws IOException {
        try (Stream<Path> files = Files.list(folder(model))) {
            return files.filter(file -> file.getFileName().toString().endsWith(ENDING))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new ConceptException(
                    folder + ": cannot read text embeddings here (" + e.getMessage() + "); choose another cache folder",
                    e);
        }
    }

    /** What a pack has of what is wanted; nothing when it is not what its name says, or gone. */
    private static Map<String, float[]> read(Path pack, Map<ByteBuffer, String> wanted, int dimensions) {
        Map<String, float[]> found = new HashMap<>();
        MessageDigest digest = digest();
        try (DataInputStream in = new DataInputStream(
                new DigestInputStream(new BufferedInputStream(Files.newInputStream(pack), 1 << 16), digest))) {
            long count = in.readInt();
            long expected = 2 * Integer.BYTES + count * (KEY + (long) Float.BYTES * dimensions);
            if (in.readInt() != dimensions || Files.size(pack) != expected) {
                return Map.of();
            }
            byte[] row = new byte[KEY + Float.BYTES * dimensions];
            for (long i = 0; i < count; i++) {
                in.readFully(row);
                String text = wanted.get(ByteBuffer.wrap(row, 0, KEY));
                if (text != null) {
                    float[] values = new float[dimensions];
                    ByteBuffer.wrap(row, KEY, Float.BYTES * dimensions)
                            .asFloatBuffer()
                            .get(values);
                    found.put(text, values);
                }
            }
        } catch (IOException e) {
            return Map.of();
        }
        String name = HexFormat.of().formatHex(digest.digest()) + ENDING;
        return name.equals(pack.getFileName().toString()) ? found : Map.of();
    }

    private Path folder(String model) {
        return folder.resolve(HexFormat.of().formatHex(digest().digest(model.getBytes(StandardCharsets.UTF_8)), 0, 16));
    }

    /** Every part goes in with its length, so that no two different contents give the same bytes. */
    private static byte[] key(String model, PromptTemplates templates, String text) {
        MessageDigest digest = digest();
        update(digest, model);
        templates.templates().forEach(template -> update(digest, template));
        if (templates.averaging() == PromptTemplates.Averaging.RAW) {
            update(digest, "averaged as they are");
        }
        update(digest, text);
        return digest.digest();
    }

    private static void update(MessageDigest digest, String part) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
        digest.update(bytes);
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
