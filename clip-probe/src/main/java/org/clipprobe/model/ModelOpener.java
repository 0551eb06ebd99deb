package org.clipprobe.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.clipprobe.image.Preprocessing;
import org.clipprobe.model.internal.build.TowerGraph;
import org.clipprobe.model.internal.build.TowerGraph.Modality;
import org.clipprobe.model.internal.build.TowerInput;

/** Opens a model once: finds its files, reads their graphs and what lies beside them. */
final class ModelOpener {
    private static final int CLIP_CONTEXT = 77;

    // Larger ones are damage, and would ask for more memory than a tower is worth.
    private static final int MOST_PIXELS = 2_048;
    private static final int MOST_TOKENS = 65_536;
    private static final int MOST_EXAMPLES = 256;

    private final StoredModel stored;
    private final ModelFiles files;
    private final List<Path> folders;
    private final ModelConfig config;
    private final Placement placement;
    private final List<String> notes;
    private final Map<Path, TowerGraph> graphs = new HashMap<>();

    ModelOpener(StoredModel stored) throws ModelException {
        this.stored = stored;
        files = stored.files();
        folders = ModelConfig.folders(files);
        config = ModelConfig.read(folders);
        placement = stored.placement();
        notes = stored.notes();
    }

    ClipModel open() throws ModelException {
        Optional<Path> visionFile = having(Modality.VISION, files.vision(), "pictures, [batch, 3, height, width]");
        Optional<Path> textFile = having(Modality.TEXT, files.text(), "tokens, [batch, tokens]");
        Optional<VisionTower> vision = Optional.empty();
        if (visionFile.isPresent()) {
            vision = Optional.of(vision(visionFile.get()));
        }
        Optional<TextTower> text = Optional.empty();
        if (textFile.isPresent()) {
            text = Optional.of(text(textFile.get()));
        }
        return new ClipModel(stored, vision, text, logitScale(), notes);
    }

    private OptionalDouble logitScale() {
        return graphs.values().stream()
                .map(TowerGraph::logitScale)
                .filter(OptionalDouble::isPresent)
                .findFirst()
                .orElse(config.logitScale());
    }

    /** The file, where its graph has the tower; a file that is named after a tower must have it. */
    private Optional<Path> having(Modality tower, Optional<Path> file, String input) throws ModelException {
        if (file.isEmpty() || graph(file.get()).modalities().contains(tower)) {
            return file;
        }
        if (files.vision().equals(files.text())
                && !graph(file.get()).modalities().isEmpty()) {
            return Optional.empty();
        }
        throw new ModelException(file.get() + ": expected an input for " + input
                + ", found none; is this the model's other tower under a wrong name?");
    }

    private TowerGraph graph(Path file) throws ModelException {
        TowerGraph graph = graphs.get(file);
        if (graph == null) {
            graph = TowerGraph.read(file);
            graphs.put(file, graph);
        }
        return graph;
    }

    private VisionTower vision(Path file) throws ModelException {
        TowerGraph graph = graph(file);
        TowerInput pixels = input(file, graph.inputs(Modality.VISION), TowerInput.Role.PIXELS);
        check(file, pixels, "pixels", MOST_PIXELS);
        long height = pixels.dims().get(2);
        long width = pixels.dims().get(3);
        Preprocessing preprocessing = preprocessing(file, Math.toIntExact(Math.max(height, width)));
        Preprocessing.Geometry geometry = preprocessing.geometry();
        if (Math.max(geometry.width(), geometry.height()) > MOST_PIXELS) {
            throw new ModelException(file + ": expected preprocessing to at most " + MOST_PIXELS + " × " + MOST_PIXELS
                    + " pixels, found " + geometry.width() + " × " + geometry.height()
                    + "; put the preprocessing file that belongs to this model into its folder");
        }
        if ((height > 0 && height != geometry.height()) || (width > 0 && width != geometry.width())) {
            throw new ModelException(file + ": takes pictures of " + width + " × " + height
                    + " pixels, but the preprocessing beside it makes " + geometry.width() + " × " + geometry.height()
                    + "; put the preprocessing file that belongs to this model into its folder");
        }
        return new VisionTower(file, graph, placement, preprocessing, pixels);
    }

    private Preprocessing preprocessing(Path file, int graphSize) throws ModelException {
        for (Path folder : folders) {
            try {
                Optional<Preprocessing> found = Preprocessing.read(folder);
                if (found.isPresent()) {
                    return found.get();
                }
            } catch (IOException e) {
                throw new ModelException(e.getMessage(), e);
            }
        }
        int size = graphSize > 0 ? graphSize : config.imageSize().orElse(0);
        if (size == 0) {
            throw new ModelException(file + ": takes pictures of any size, and its folder does not say which;"
                    + " add the model's preprocessor_config.json");
        }
        notes.add(files.root() + ": has no preprocessor_config.json or preprocess_cfg.json; CLIP's own preprocessing is"
                + " used at " + size + " × " + size + " pixels");
        return Preprocessing.clip(size);
    }

    private TextTower text(Path file) throws ModelException {
        TowerGraph graph = graph(file);
        TowerInput tokens = input(file, graph.inputs(Modality.TEXT), TowerInput.Role.TOKENS);
        check(file, tokens, "tokens", MOST_TOKENS);
        int fixedBatch = Math.toIntExact(Math.max(0, tokens.dims().get(0)));
        int fixedLength = Math.toIntExact(Math.max(0, tokens.dims().get(1)));
        int context = fixedLength > 0
                ? fixedLength
                : config.contextLength().orElse(graph.contextLength().orElse(0));
        if (context == 0) {
            context = CLIP_CONTEXT;
            notes.add(files.root() + ": does not say how many tokens a prompt may have; CLIP's " + CLIP_CONTEXT
                    + " is used");
        }
        if (context > MOST_TOKENS) {
            throw new ModelException(file + ": expected a context of at most " + MOST_TOKENS + " tokens, found "
                    + context + "; fetch config.json again from where the model came from");
        }
        boolean padded = fixedLength > 0 || config.siglip() || !graph.readsEndOfText();
        int padding = config.padding().orElse(0);
        TextShape shape = new TextShape(file, context, padded, padding, fixedBatch);
        Vocabulary vocabulary = new Vocabulary(files.root(), ModelConfig.find(folders, "tokenizer.json"));
        return new TextTower(file, graph, placement, shape, vocabulary);
    }

    private static void check(Path file, TowerInput input, String what, int most) throws ModelException {
        List<Long> dims = input.dims();
        if (dims.get(0) > MOST_EXAMPLES || dims.stream().skip(1).anyMatch(dim -> dim > most)) {
            throw new ModelException(file + ": expected an input for at most " + MOST_EXAMPLES + " examples of " + most
                    + " " + what + ", found " + dims + "; export the tower again");
        }
    }

    private static TowerInput input(Path file, List<TowerInput> inputs, TowerInput.Role role) throws ModelException {
        return inputs.stream()
                .filter(input -> input.role() == role)
                .findFirst()
                .orElseThrow(() -> new ModelException(file + ": expected an input for "
                        + role.name().toLowerCase(java.util.Locale.ROOT) + ", found none; export the tower again"));
    }
}
