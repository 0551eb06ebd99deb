package org.clipprobe.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clipprobe.image.Preprocessing;
import org.clipprobe.model.internal.anatomy.PictureSize;
import org.clipprobe.model.internal.build.TowerGraph;
import org.clipprobe.model.internal.build.TowerInput;
import org.clipprobe.model.internal.engine.Placement;
import org.clipprobe.model.internal.files.ModelConfig;
import org.clipprobe.model.internal.shape.PictureArithmetic;

/** Opens a vision tower: which pictures it takes, and what they go through before it. */
final class VisionOpener {
    // Larger ones are damage, and would ask for more memory than a tower is worth.
    private static final int MOST_PIXELS = 2_048;
    private static final double CLOSE = 1e-3;
    private static final List<Double> ZERO = List.of(0.0, 0.0, 0.0);
    private static final List<Double> ONE = List.of(1.0, 1.0, 1.0);

    private final Path root;
    private final ModelConfig config;
    private final Optional<Preprocessing> beside;
    private final List<String> notes = new ArrayList<>();

    /** @param folders in which preprocessing files are looked for */
    VisionOpener(Path root, List<Path> folders, ModelConfig config) throws ModelException {
        this.root = root;
        this.config = config;
        this.beside = read(folders);
    }

    private static Optional<Preprocessing> read(List<Path> folders) throws ModelException {
        for (Path folder : folders) {
            try {
                Optional<Preprocessing> found = Preprocessing.read(folder);
                if (found.isPresent()) {
                    return found;
                }
            } catch (IOException e) {
                throw new ModelException(e.getMessage(), e);
            }
        }
        return Optional.empty();
    }

    /** The pictures' size, where a file next to the tower says it. */
    Optional<PictureSize> size() {
        return beside.map(Preprocessing::geometry)
                .map(geometry -> new PictureSize(geometry.width(), geometry.height()))
                .or(() -> config.imageSize().stream()
                        .mapToObj(size -> new PictureSize(size, size))
                        .findFirst())
                .filter(size -> Math.max(size.width(), size.height()) <= MOST_PIXELS);
    }

    /** What a reader of results should know about the choice of preprocessing. */
    List<String> notes() {
        return notes;
    }

    VisionTower open(Path file, TowerGraph graph, Placement placement, TowerInput pixels) throws ModelException {
        ModelOpener.check(file, pixels, "pixels", MOST_PIXELS);
        long height = pixels.height();
        long width = pixels.width();
        Preprocessing wanted = beside.isPresent() ? beside.get() : clip(file, Math.toIntExact(Math.max(height, width)));
        Preprocessing.Geometry geometry = wanted.geometry();
        if (Math.max(geometry.width(), geometry.height()) > MOST_PIXELS) {
            throw new ModelException(file + ": expected preprocessing to at most " + MOST_PIXELS + " × " + MOST_PIXELS
                    + " pixels, found " + geometry.width() + " × " + geometry.height()
                    + "; put the preprocessing file that belongs to this model into its folder");
        }
        if ((height > 0 && height != geometry.height()) || (width > 0 && width != geometry.width())) {
            throw new ModelException(file + ": takes pictures of " + width + " × " + height
                    + " pixels, but the preprocessing file next to it makes " + geometry.width() + " × "
                    + geometry.height()
                    + "; put the preprocessing file that belongs to this model into its folder");
        }
        return new VisionTower(file, graph, placement, fed(file, graph, pixels, wanted), pixels);
    }

    private Preprocessing clip(Path file, int graphSize) throws ModelException {
        int size = graphSize > 0 ? graphSize : config.imageSize().orElse(0);
        if (size == 0) {
            throw new ModelException(file + ": takes pictures of any size, and its folder does not say which;"
                    + " add the model's preprocessor_config.json");
        }
        notes.add(root + ": has no preprocessor_config.json, processor_config.json or preprocess_cfg.json; CLIP's own"
                + " preprocessing is used at " + size + " × " + size + " pixels");
        return Preprocessing.clip(size);
    }

    /** What is left to do for a graph that rescales and normalises pictures itself. */
    private Preprocessing fed(Path file, TowerGraph graph, TowerInput pixels, Preprocessing wanted)
            throws ModelException {
        if (pixels.type() == TowerInput.Element.UINT8) {
            notes.add(
                    file + ": takes bytes; what it does with them is part of the graph, and only the size is prepared");
            return scaled(wanted, 1);
        }
        Optional<PictureArithmetic> baked = graph.pictureArithmetic();
        boolean plain = wanted.mean().equals(ZERO) && wanted.std().equals(ONE);
        if (baked.isEmpty() || (beside.isPresent() && plain)) {
            return wanted;
        }
        for (double rescale : new double[] {1, 1 / 255.0}) {
            if (beside.isPresent() ? equal(baked.get(), rescale, wanted) : spreads(baked.get(), rescale)) {
                notes.add(file + ": normalises pictures itself, so that they go in as values from 0 to "
                        + Math.round(rescale * 255));
                return scaled(wanted, rescale);
            }
        }
        throw new ModelException(
                file + ": normalises pictures itself (× " + baked.get().factors() + ", + "
                        + baked.get().offsets() + "), and "
                        + (beside.isPresent()
                                ? "the preprocessing file next to it does so with other numbers (mean " + wanted.mean()
                                        + ", std " + wanted.std() + ")"
                                : "its folder does not say what range it expects")
                        + "; write into the preprocessing file what pictures are to go through before the graph, such as"
                        + " do_normalize false");
    }

    private static Preprocessing scaled(Preprocessing wanted, double rescale) {
        return new Preprocessing(wanted.geometry(), wanted.resampling(), rescale, ZERO, ONE);
    }

    /** Whether values rescaled like this and then put through the graph are what the preprocessing makes. */
    private static boolean equal(PictureArithmetic baked, double rescale, Preprocessing wanted) {
        for (int colour = 0; colour < 3; colour++) {
            double factor = wanted.rescale() / wanted.std().get(colour);
            double offset = -(wanted.offset() + wanted.mean().get(colour))
                    / wanted.std().get(colour);
            double found = baked.factors().get(colour) * rescale;
            if (Math.abs(found - factor) > CLOSE * Math.abs(factor)
                    || Math.abs(baked.offsets().get(colour) - offset) > CLOSE * Math.max(1, Math.abs(offset))) {
                return false;
            }
        }
        return true;
    }

    /** Whether 0 to 255 rescaled like this leave the graph's arithmetic as a range that towers are trained with. */
    private static boolean spreads(PictureArithmetic baked, double rescale) {
        double span = 255 * rescale * baked.factors().get(0);
        return span >= 0.9 && span <= 8;
    }
}
