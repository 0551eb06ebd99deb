package org.clipprobe.model.internal.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.internal.build.TowerGraph;

/**
 * SHA-256 of each of some ONNX files and of the data files that hold their weights, and one of all of these; computed
 * when it is first asked for.
 */
public final class Fingerprint {
    private static final int BUFFER = 1 << 20;

    private final List<Path> onnx;
    private Map<Path, String> hashes = Map.of();

    public Fingerprint(List<Path> onnx) {
        this.onnx = onnx;
    }

    /** SHA-256 of the files' hashes one after the other, in hexadecimal. */
    public String hex() throws ModelException {
        MessageDigest digest = sha256();
        hashes().values().forEach(hash -> digest.update(hash.getBytes(StandardCharsets.US_ASCII)));
        return HexFormat.of().formatHex(digest.digest());
    }

    /** SHA-256 of each file, in hexadecimal, in the files' order. */
    public synchronized Map<Path, String> hashes() throws ModelException {
        if (hashes.isEmpty()) {
            Map<Path, String> computed = new LinkedHashMap<>();
            for (Path file : withDataFiles()) {
                computed.put(file, of(file));
            }
            hashes = Collections.unmodifiableMap(computed);
        }
        return hashes;
    }

    /** SHA-256 of a file's content, in hexadecimal. */
    public static String of(Path file) throws ModelException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        } catch (IOException e) {
            throw new ModelException(file + ": cannot be read: " + e.getMessage(), e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private List<Path> withDataFiles() throws ModelException {
        List<Path> all = new ArrayList<>();
        for (Path file : onnx) {
            all.add(file);
            all.addAll(TowerGraph.dataFiles(file));
        }
        return all;
    }

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
