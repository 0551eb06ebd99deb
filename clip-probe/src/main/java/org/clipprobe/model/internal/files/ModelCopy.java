package org.clipprobe.model.internal.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.internal.build.TowerGraph;

/** Copies a model's folder but for the file that a changed one takes the place of: towers, and the small files beside them. */
public final class ModelCopy {
    private static final long LARGEST = 64L << 20;

    /** Weights of other formats and variants, which the change does not reach. */
    private static final List<String> WEIGHTS = List.of(
            ".onnx",
            "_data",
            ".data",
            ".safetensors",
            ".bin",
            ".pt",
            ".pth",
            ".h5",
            ".msgpack",
            ".ort",
            ".npz",
            ".gguf");

    private final ModelFiles files;
    private final Path target;

    public ModelCopy(ModelFiles files, Path target) {
        this.files = files;
        this.target = target;
    }

    /** Where a file of the model's folder goes; folders on the way are made. */
    public Path place(Path file) throws ModelException {
        Path root = files.root().toAbsolutePath().normalize();
        Path given = file.toAbsolutePath().normalize();
        Path place = target.resolve(
                given.startsWith(root)
                        ? root.relativize(given).toString()
                        : given.getFileName().toString());
        try {
            Files.createDirectories(place.getParent());
            return place;
        } catch (IOException e) {
            throw new ModelException(place + ": cannot be made: " + e.getMessage(), e);
        }
    }

    /** Copies everything but {@code changed} and its weights. */
    public void copy(Path changed) throws ModelException {
        List<Path> copied = new ArrayList<>();
        for (Path onnx : files.files()) {
            if (!onnx.equals(changed)) {
                copied.add(onnx);
                copied.addAll(TowerGraph.dataFiles(onnx));
            }
        }
        Set<Path> weights = new TreeSet<>(TowerGraph.dataFiles(changed));
        Set<Path> folders = new TreeSet<>();
        for (Path folder : ModelConfig.folders(files)) {
            folders.add(folder.toAbsolutePath().normalize());
            folders.add(folder.resolve("visual").toAbsolutePath().normalize());
        }
        for (Path folder : folders) {
            for (Path file : small(folder)) {
                if (!weights.contains(file)) {
                    copied.add(file);
                }
            }
        }
        for (Path file : copied) {
            try {
                Files.copy(file, place(file), StandardCopyOption.REPLACE_EXISTING);
            } catch (ModelException e) {
                throw e;
            } catch (IOException e) {
                throw new ModelException(file + ": cannot be copied: " + e.getMessage() + "; check the disk", e);
            }
        }
    }

    private static List<Path> small(Path folder) throws ModelException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> found = new ArrayList<>();
            for (Path file : entries.sorted().toList()) {
                String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
                boolean weights = WEIGHTS.stream().anyMatch(name::endsWith);
                if (Files.isRegularFile(file) && !weights && !name.startsWith(".") && Files.size(file) <= LARGEST) {
                    found.add(file);
                }
            }
            return found;
        } catch (IOException e) {
            throw new ModelException(folder + ": cannot be listed (" + e.getMessage() + "); check its rights", e);
        }
    }
}
