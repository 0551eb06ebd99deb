package org.clipprobe.model;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.clipprobe.model.internal.engine.Gpu;
import org.clipprobe.model.internal.engine.NativeLibraries;
import org.clipprobe.model.internal.engine.Placement;
import org.clipprobe.model.internal.files.Fingerprint;
import org.clipprobe.model.internal.files.ModelConfig;
import org.clipprobe.model.internal.files.ModelFiles;
import org.clipprobe.model.internal.text.PromptTokenizer;

/**
 * A model as it is on disk: which files it is made of, and what they hold, before any graph is understood. Results
 * are cached under the model's hash and reused without opening it.
 */
public final class StoredModel {
    private final ModelFiles files;
    private final ModelOptions options;
    private final Gpu gpu;
    private final Fingerprint fingerprint;

    private StoredModel(ModelFiles files, ModelOptions options, Gpu gpu) {
        this.files = files;
        this.options = options;
        this.gpu = gpu;
        this.fingerprint = new Fingerprint(files.files());
    }

    /**
     * Finds a model's files, as {@link ClipModel#open(Path, ModelOptions)} does, and the device.
     *
     * @throws ModelException when there is no such model or device; one sentence says what is missing and what to do
     */
    public static StoredModel find(Path folderOrFile, ModelOptions options) throws ModelException {
        ModelFiles files = ModelFiles.find(folderOrFile, options.variant());
        // Pictures may be read before a tower is opened, and their readers have native libraries too.
        NativeLibraries.prepare();
        return new StoredModel(files, options, Gpu.find(options.device()));
    }

    /**
     * The version of ONNX Runtime. From the library's manifest: asking the runtime itself would load it, which a run may
     * not need.
     */
    public static String engineVersion() {
        return Optional.ofNullable(OrtException.class.getPackage().getImplementationVersion())
                .orElse("unknown");
    }

    /** Reads the graphs and the files next to them. */
    public ClipModel open() throws ModelException {
        return new ModelOpener(this).open();
    }

    /** As {@link ClipModel#description}. */
    public String description() {
        Path name = files.root().toAbsolutePath().normalize().getFileName();
        return (name == null ? files.root() : name) + ", " + files.layout() + ": " + files.names();
    }

    /** Where the model runs: {@link Device.Auto} has become one of the others. */
    public Device device() {
        return gpu.gpu().isPresent() ? new Device.Cuda(gpu.gpu().getAsInt()) : new Device.Cpu();
    }

    /** As {@link ClipModel#fingerprint}. */
    public String fingerprint() throws ModelException {
        return fingerprint.hex();
    }

    /**
     * SHA-256, in hexadecimal, of every file that numbers can depend on: towers, the data files that hold their weights,
     * and the JSON files beside them, the tokenizer among them; by their paths relative to the model's folder, sorted.
     */
    public Map<String, String> hashes() throws ModelException {
        Map<String, String> hashes = new TreeMap<>();
        for (Map.Entry<Path, String> file : fingerprint.hashes().entrySet()) {
            hashes.put(name(file.getKey()), file.getValue());
        }
        for (Path file : beside()) {
            hashes.put(name(file), Fingerprint.of(file));
        }
        return hashes;
    }

    private String name(Path file) {
        Path root = files.root().toAbsolutePath().normalize();
        Path given = file.toAbsolutePath().normalize();
        Path shown = given.startsWith(root) && !given.equals(root) ? root.relativize(given) : given.getFileName();
        return shown.toString().replace('\\', '/');
    }

    /**
     * SHA-256, in hexadecimal, of what says how the towers are used: the names and contents of all JSON files beside them.
     * Files too large to be read when the model is opened count with their sizes.
     */
    public String settings() throws ModelException {
        MessageDigest digest = Fingerprint.sha256();
        for (Path file : beside()) {
            try {
                long size = Files.size(file);
                digest.update((file.getFileName() + "\0" + size + "\0").getBytes(StandardCharsets.UTF_8));
                digest.update(size > PromptTokenizer.LARGEST ? new byte[0] : Files.readAllBytes(file));
            } catch (IOException e) {
                throw new ModelException(file + ": cannot be read: " + e.getMessage(), e);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** open_clip keeps the preprocessing in {@code visual/}. */
    private List<Path> beside() throws ModelException {
        List<Path> found = new ArrayList<>();
        for (Path folder : ModelConfig.folders(files)) {
            for (Path place : List.of(folder, folder.resolve("visual"))) {
                found.addAll(jsonFiles(place));
            }
        }
        return found;
    }

    private static List<Path> jsonFiles(Path folder) throws ModelException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(file -> file.getFileName().toString().endsWith(".json"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ModelException(folder + ": cannot be listed (" + e.getMessage() + "); check its rights", e);
        }
    }

    ModelFiles files() {
        return files;
    }

    Placement placement() {
        return new Placement(gpu.gpu(), options.threads());
    }

    /** What a reader of results should know about the choice of files and device. */
    List<String> notes() {
        List<String> notes = new ArrayList<>(files.notes());
        Optional<String> note = gpu.note();
        note.ifPresent(notes::add);
        return notes;
    }
}
