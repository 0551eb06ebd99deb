package org.clipprobe.model.internal.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.internal.engine.OnnxSession;
import org.clipprobe.model.internal.text.TextConfig;

/**
 * What the small files beside a model say of it.
 *
 * @param imageSize edge of the square input in pixels
 * @param text what is said of the prompts
 * @param logitScale factor from cosine similarity to logits, as trained
 */
public record ModelConfig(OptionalInt imageSize, TextConfig text, OptionalDouble logitScale) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The most bytes that are read of a small file. */
    static final long LONGEST = 8L << 20;

    /** Reads Hugging Face's {@code config.json} or open_clip's; folders are searched in the order given. */
    public static ModelConfig read(List<Path> folders) throws ModelException {
        JsonNode config = json(folders, "config.json");
        JsonNode openClip = json(folders, "open_clip_config.json").path("model_cfg");
        String where = find(folders, "config.json")
                .or(() -> find(folders, "open_clip_config.json"))
                .map(Path::toString)
                .orElse("");
        JsonNode trained = json(folders, "concepts.json").path("logit_scale");
        return new ModelConfig(
                integer(
                        config.at("/vision_config/image_size"),
                        config.at("/vision_cfg/image_size"),
                        openClip.at("/vision_cfg/image_size")),
                TextConfig.read(where, config, openClip),
                trained.isNumber() ? OptionalDouble.of(trained.asDouble()) : OptionalDouble.empty());
    }

    /** The first of the folders' files of this name. */
    public static Optional<Path> find(List<Path> folders, String name) {
        return folders.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** The folders in which a model's small files are looked for: the model's own, then those of its towers. */
    public static List<Path> folders(ModelFiles files) {
        List<Path> folders = new ArrayList<>(List.of(files.root()));
        for (Path file : files.files()) {
            Path folder = file.toAbsolutePath().getParent();
            folders.add(folder);
            if (folder != null && folder.endsWith("onnx")) {
                folders.add(folder.getParent());
            }
        }
        Path root = files.root().toAbsolutePath();
        // The model's own folder goes first under the name that it was given.
        return folders.stream()
                .filter(folder -> folder.equals(files.root()) || !folder.equals(root))
                .distinct()
                .toList();
    }

    public static JsonNode json(List<Path> folders, String name) throws ModelException {
        Optional<Path> file = find(folders, name);
        if (file.isEmpty()) {
            return MissingNode.getInstance();
        }
        try {
            long size = Files.size(file.get());
            if (size > LONGEST) {
                throw new ModelException(
                        file.get() + ": expected a few kilobytes of JSON, found " + size + " bytes; remove the file");
            }
            return JSON.readTree(file.get().toFile());
        } catch (IOException e) {
            if (e instanceof ModelException known) {
                throw known;
            }
            throw new ModelException(
                    file.get() + ": expected JSON, found " + OnnxSession.reason(e) + "; fetch the file again", e);
        }
    }

    public static OptionalInt integer(JsonNode... places) {
        for (JsonNode place : places) {
            if (place.isInt() && place.asInt() >= 0) {
                return OptionalInt.of(place.asInt());
            }
        }
        return OptionalInt.empty();
    }
}
