package org.clipprobe.model.internal.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.internal.build.TowerGraph;

/**
 * SHA-256 of ONNX files one after the other, each followed by the data files that hold its weights; computed when it is
 * first asked for.
 */
public final class Fingerprint {
    private static final int BUFFER = 1 << 20;

    private final List<Path> onnx;
    private Optional<String> hex = Optional.empty();

    public Fingerprint(List<Path> onnx) {
        this.onnx = onnx;
    }

    public synchronized String hex() throws ModelException {
        if (hex.isEmpty()) {
            hex = Optional.of(compute());
        }
        return hex.get();
    }

    private String compute() throws ModelException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER];
        for (Path file : withDataFiles()) {
            try (InputStream in = Files.newInputStream(file)) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    digest.update(buffer, 0, read);
                }
            } catch (IOException e) {
                throw new ModelException(file + ": cannot be read: " + e.getMessage(), e);
            }
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
