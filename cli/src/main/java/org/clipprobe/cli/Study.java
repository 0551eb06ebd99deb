package org.clipprobe.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.clipprobe.activation.Activations;
import org.clipprobe.activation.Collected;
import org.clipprobe.activation.DrawnWords;
import org.clipprobe.activation.Example;
import org.clipprobe.activation.Labels;
import org.clipprobe.activation.ProbingSet;
import org.clipprobe.cli.argument.TemplateArguments;
import org.clipprobe.cli.argument.UsageException;
import org.clipprobe.concept.naming.NamingInput;
import org.clipprobe.concept.set.ConceptSet;
import org.clipprobe.concept.set.Embeddings;
import org.clipprobe.image.Preprocessing;
import org.clipprobe.model.Capture;
import org.clipprobe.model.HookPoint;
import org.clipprobe.model.Pooling;
import org.clipprobe.model.VisionTower;
import org.clipprobe.run.Progress;

/**
 * What naming and searching begin with: activations and embeddings of the same examples, and the concepts' embeddings.
 *
 * @param collected the activations; the last of them are the embeddings
 * @param input the same, as naming wants it
 */
record Study(Collected collected, NamingInput input) implements AutoCloseable {
    private static final String EMBEDDING = "vision.embed";
    private static final int MOST_WORDS = 1_000;

    /** Activations without the embeddings. */
    List<Activations> layers() {
        return input.layers();
    }

    static Study of(
            ProbingSet set,
            List<Capture> captures,
            Function<Labels, ConceptSet> concepts,
            TemplateArguments templates,
            Looking looking,
            Path folder,
            Progress progress)
            throws IOException {
        VisionTower tower = looking.model().requireVision();
        HookPoint embedding = tower.hookPoint(EMBEDDING);
        List<Capture> all = new ArrayList<>(captures);
        all.add(new Capture(embedding, embedding.token() ? Pooling.TOKEN : Pooling.MAX));
        Collected collected = looking.look(set, all, folder, progress);
        Labels labels = collected.set().labels();
        ConceptSet wanted = concepts.apply(labels);
        Embeddings texts = templates.embed(
                looking.model(), wanted.texts(), looking.pictures().store("text"), progress);
        looking.timings().done("embedding concepts");
        List<Activations> layers = collected.activations().subList(0, captures.size());
        NamingInput input = new NamingInput(
                layers,
                Embeddings.of(collected.activations().get(captures.size())),
                texts,
                wanted,
                labels.concepts().size() > 1 ? Optional.of(labels) : Optional.empty(),
                labels.source());
        return new Study(collected, input);
    }

    /** The pictures, and the names of their concepts drawn as pictures. */
    static ProbingSet withWords(ProbingSet set, Preprocessing.Geometry input, int words, long seed)
            throws UsageException {
        if (words < 0 || words > MOST_WORDS) {
            throw new UsageException("--words: expected 0 to " + MOST_WORDS + ", found " + words);
        }
        DrawnWords drawn = new DrawnWords(input.width(), input.height(), seed);
        List<Example> examples = new ArrayList<>();
        for (String concept : set.labelled().concepts()) {
            examples.addAll(drawn.examples(concept, Labels.WORD, concept, words));
        }
        return set.with(examples);
    }

    @Override
    public void close() throws IOException {
        collected.close();
    }
}
