package org.clipprobe.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.clipprobe.model.internal.files.ModelCopy;
import org.clipprobe.model.internal.files.ModelFiles;
import org.clipprobe.model.internal.graph.OnnxWriter;

/**
 * A CLIP model stored as ONNX: its towers, and what the files beside them say.
 *
 * <pre>{@code
 * try (ClipModel model = ClipModel.open(Path.of("samples/emoji-clip"));
 *         VisionSession session = model.requireVision().open()) {
 *     TowerOutput output = session.run(pixels, 32);
 * }
 * }</pre>
 *
 * <p>The files are read and never written.
 */
public final class ClipModel implements AutoCloseable {
    private final StoredModel stored;
    private final Optional<VisionTower> vision;
    private final Optional<TextTower> text;
    private final OptionalDouble logitScale;
    private final List<String> notes;

    ClipModel(
            StoredModel stored,
            Optional<VisionTower> vision,
            Optional<TextTower> text,
            OptionalDouble logitScale,
            List<String> notes) {
        this.stored = stored;
        this.vision = vision;
        this.text = text;
        this.logitScale = logitScale;
        this.notes = List.copyOf(notes);
    }

    /** Opens a model's folder, or one {@code .onnx} file, on the processor. */
    public static ClipModel open(Path folderOrFile) throws ModelException {
        return open(folderOrFile, ModelOptions.defaults());
    }

    /**
     * Opens a model's folder, or one {@code .onnx} file.
     *
     * <p>Layouts that are known, at the folder's root or in its {@code onnx/}: {@code vision_model.onnx} with
     * {@code text_model.onnx} and a joint {@code model.onnx} (Hugging Face), {@code visual.onnx} with
     * {@code textual.onnx} (OpenAI), {@code visual/model.onnx} with {@code textual/model.onnx} (open_clip), and a single
     * file.
     *
     * @throws ModelException when there is no such model; one sentence says what is missing and what to do
     */
    public static ClipModel open(Path folderOrFile, ModelOptions options) throws ModelException {
        return StoredModel.find(folderOrFile, options).open();
    }

    /** The vision tower, where the model has one. */
    public Optional<VisionTower> vision() {
        return vision;
    }

    /** The text tower, where the model has one. */
    public Optional<TextTower> text() {
        return text;
    }

    /** The vision tower. */
    public VisionTower requireVision() throws ModelException {
        return vision.orElseThrow(() -> missing("vision", "vision_model.onnx, visual.onnx or visual/model.onnx"));
    }

    /** The text tower. */
    public TextTower requireText() throws ModelException {
        return text.orElseThrow(() -> missing("text", "text_model.onnx, textual.onnx or textual/model.onnx"));
    }

    /**
     * Checks that the embeddings of both towers can be compared; a model of one tower has nothing to check.
     *
     * @throws ModelException when they are not of one length, as in an ALIGN export without its projection
     */
    public void requireJointSpace() throws ModelException {
        int pictures = vision.map(Tower::embeddingDimensions).orElse(0);
        int prompts = text.map(Tower::embeddingDimensions).orElse(0);
        if (pictures > 0 && prompts > 0 && pictures != prompts) {
            ModelFiles files = stored.files();
            throw new ModelException(files.vision().orElseThrow() + " and "
                    + files.text().orElseThrow()
                    + ": expected embeddings of pictures and of prompts to be of one length, found " + pictures
                    + " and "
                    + prompts + " dimensions, so that they cannot be compared; export each tower with its projection"
                    + " into the joint space (for ALIGN, text_projection behind the text tower)");
        }
    }

    private ModelException missing(String tower, String names) {
        ModelFiles files = stored.files();
        return new ModelException(files.root() + ": expected a " + tower + " tower (" + names
                + ", or a joint model.onnx), found only " + files.names() + "; add the tower's file");
    }

    /**
     * The factor from cosine similarities to logits, from a joint model's graph or from {@code logit_scale} in
     * {@code concepts.json}; empty where neither is there. CLIP models as published have 100.
     */
    public OptionalDouble logitScale() {
        return logitScale;
    }

    /**
     * SHA-256, in hexadecimal, of the SHA-256 of each of the towers' files, vision before text, each once and followed by the
     * data files that hold its weights, if any. Read when it is first asked for.
     */
    public String fingerprint() throws ModelException {
        return stored.fingerprint();
    }

    /**
     * The folder's name, without the way to it, and how the model lies in it: {@code emoji-clip, Hugging Face:
     * vision_model.onnx + text_model.onnx}.
     */
    public String description() {
        return stored.description();
    }

    /** The files that it was opened from, and the device. */
    public StoredModel stored() {
        return stored;
    }

    /** What was assumed because the files do not say it, one sentence each. */
    public List<String> notes() {
        return notes;
    }

    /**
     * Writes this model with changes of its vision tower built in: {@code .onnx} files of the same inputs and outputs, which
     * any runtime opens, with the other tower and the small files beside them as they are. Weights stay inside the file, or
     * go into one data file next to it where they lay outside.
     *
     * @param folder an empty folder, not the model's own
     * @param changes of the vision tower; {@link Intervention.PerRow} cannot be saved
     * @throws ModelException when a change does not fit the tower, or a file cannot be written
     */
    public void save(Path folder, List<Intervention> changes) throws ModelException {
        VisionTower tower = requireVision();
        if (changes.stream().anyMatch(Intervention.PerRow.class::isInstance)) {
            throw new IllegalArgumentException(
                    "changes: expected values, factors or directions, found a place for them");
        }
        ModelCopy copy = new ModelCopy(stored.files(), folder);
        Path target = copy.place(tower.file());
        if (Files.exists(target)) {
            throw new ModelException(target + ": expected no file there yet, found one; name an empty folder");
        }
        OnnxWriter.write(tower.graph().changed(changes), tower.file(), target);
        copy.copy(tower.file());
    }

    /** Gives the tokenizer's memory back. Sessions are closed on their own. */
    @Override
    public void close() {
        text.ifPresent(TextTower::close);
    }
}
