package org.clipprobe.cli.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.clipprobe.image.Preprocessing;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.TextSession;
import org.clipprobe.model.TextTower;
import org.clipprobe.model.VisionSession;
import org.clipprobe.model.VisionTower;

/** Opens a model and runs each of its towers once. */
final class ModelCheck {
    private static final String AGAIN = "check that all of the model's files are whole, and export it again";

    private ModelCheck() {}

    static List<Finding> of(Doctor.ModelOpening opening) {
        List<Finding> all = new ArrayList<>();
        try (ClipModel model = opening.open()) {
            all.add(Finding.ok("model", model.description()));
            model.notes().forEach(note -> all.add(Finding.warning("model", note, "see docs/models.md")));
            all.add(model.vision()
                    .map(ModelCheck::vision)
                    .orElseGet(() -> Finding.warning(
                            "vision tower",
                            "there is none",
                            "put vision_model.onnx next to the text tower; without it pictures cannot be looked at")));
            all.add(model.text()
                    .map(ModelCheck::text)
                    .orElseGet(() -> Finding.warning(
                            "text tower",
                            "there is none",
                            "put text_model.onnx and tokenizer.json next to the vision tower; without them only probe and"
                                    + " activations work")));
        } catch (IOException | RuntimeException e) {
            all.add(Finding.failed("model", e, AGAIN));
        }
        return all;
    }

    private static Finding vision(VisionTower tower) {
        Preprocessing.Geometry geometry = tower.preprocessing().geometry();
        try (VisionSession session = tower.open()) {
            session.run(new float[3 * geometry.width() * geometry.height()], 1);
            return Finding.ok(
                    "vision tower",
                    "runs: " + geometry.width() + " × " + geometry.height() + " pixels, "
                            + tower.hookPoints().size() + " hook points");
        } catch (IOException | RuntimeException e) {
            return Finding.failed("vision tower", e, AGAIN);
        }
    }

    private static Finding text(TextTower tower) {
        try (TextSession session = tower.open()) {
            session.run(tower.tokenize(List.of("a photo")));
            return Finding.ok(
                    "text tower",
                    "runs: " + tower.contextLength() + " tokens, "
                            + tower.hookPoints().size() + " hook points");
        } catch (IOException | RuntimeException e) {
            return Finding.failed("text tower", e, AGAIN);
        }
    }
}
