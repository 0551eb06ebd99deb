package org.clipprobe.model;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.clipprobe.model.internal.build.TowerGraph;
import org.clipprobe.model.internal.build.TowerGraph.Modality;
import org.clipprobe.model.internal.build.TowerInput;
import org.clipprobe.model.internal.engine.Placement;
import org.clipprobe.model.internal.files.ModelConfig;
import org.clipprobe.model.internal.files.ModelFiles;
import org.clipprobe.model.internal.text.SpecialTokens;
import org.clipprobe.model.internal.text.TextConfig;
import org.clipprobe.model.internal.text.Vocabulary;

/** Opens a model once: finds its files, reads their graphs and the files next to them. */
final class ModelOpener {
    private static final int CLIP_CONTEXT = 77;

    // Larger ones are damage, and would ask for more memory than a tower is worth.
    private static final int MOST_TOKENS = 65_536;
    private static final int MOST_EXAMPLES = 256;

    private final StoredModel stored;
    private final ModelFiles files;
    private final List<Path> folders;
    private final ModelConfig config;
    private final VisionOpener pictures;
    private final Placement placement;
    private final List<String> notes;
    private final Map<Path, TowerGraph> graphs = new HashMap<>();

    ModelOpener(StoredModel stored) throws ModelException {
        this.stored = stored;
        files = stored.files();
        folders = ModelConfig.folders(files);
        config = ModelConfig.read(folders);
        pictures = new VisionOpener(files.root(), folders, config);
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
        visionFile.ifPresent(file -> noteMissing(file, Modality.VISION));
        textFile.ifPresent(file -> noteMissing(file, Modality.TEXT));
        return new ClipModel(stored, vision, text, logitScale(), notes);
    }

    private void noteMissing(Path file, Modality tower) {
        for (TowerGraph graph : Optional.ofNullable(graphs.get(file)).stream().toList()) {
            graph.withoutEmbedding(tower).ifPresent(reason -> notes.add(file + ": " + reason));
            graph.withoutHookPoints(tower).ifPresent(reason -> notes.add(file + ": " + reason));
        }
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
            graph = TowerGraph.read(file, pictures.size());
            graphs.put(file, graph);
        }
        return graph;
    }

    private VisionTower vision(Path file) throws ModelException {
        TowerGraph graph = graph(file);
        TowerInput pixels = input(file, graph.inputs(Modality.VISION), TowerInput.Role.PIXELS);
        VisionTower tower = pictures.open(file, graph, placement, pixels);
        notes.addAll(pictures.notes());
        return tower;
    }

    private TextTower text(Path file) throws ModelException {
        TowerGraph graph = graph(file);
        TowerInput tokens = input(file, graph.inputs(Modality.TEXT), TowerInput.Role.TOKENS);
        check(file, tokens, "tokens", MOST_TOKENS);
        int context = context(graph, tokens);
        if (context == 0) {
            context = CLIP_CONTEXT;
            notes.add(files.root() + ": does not say how many tokens a prompt may have; CLIP's " + CLIP_CONTEXT
                    + " is used");
        }
        if (context > MOST_TOKENS) {
            throw new ModelException(file + ": expected a context of at most " + MOST_TOKENS + " tokens, found "
                    + context + "; fetch config.json again from where the model came from");
        }
        return new TextTower(
                file, graph, placement, context, tokens, new Vocabulary(files.root(), folders, config.text()));
    }

    /** The most tokens of a prompt; 0 where nothing says it. */
    private int context(TowerGraph graph, TowerInput tokens) throws ModelException {
        if (tokens.dims().get(1) > 0) {
            return Math.toIntExact(tokens.dims().get(1));
        }
        TextConfig text = config.text();
        OptionalInt declared = text.contextLength();
        OptionalInt places = graph.contextLength().map(OptionalInt::of).orElse(OptionalInt.empty());
        OptionalInt tokenizer =
                text.ofOpenClip() && declared.isPresent() ? OptionalInt.empty() : SpecialTokens.longest(folders);
        return Stream.of(declared, places, tokenizer)
                .flatMapToInt(OptionalInt::stream)
                .filter(length -> length > 0)
                .min()
                .orElse(0);
    }

    static void check(Path file, TowerInput input, String what, int most) throws ModelException {
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
