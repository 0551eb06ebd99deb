package org.clipprobe;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clipprobe.activation.Activations;
import org.clipprobe.activation.Collected;
import org.clipprobe.activation.Labels;
import org.clipprobe.activation.ProbingSet;
import org.clipprobe.concept.naming.NamingInput;
import org.clipprobe.concept.set.ConceptException;
import org.clipprobe.concept.set.ConceptSet;
import org.clipprobe.concept.set.Embeddings;
import org.clipprobe.concept.set.PromptTemplates;
import org.clipprobe.concept.set.TextEmbeddings;
import org.clipprobe.concept.similarity.Membership;
import org.clipprobe.model.Capture;
import org.clipprobe.model.HookPoint;
import org.clipprobe.model.Pooling;
import org.clipprobe.model.TextTower;
import org.clipprobe.run.Timings;

/**
 * What naming and searching begin with: activations and embeddings of the same examples, and the concepts' embeddings.
 *
 * @param collected the activations; the last of them are the embeddings
 * @param input the same, as naming wants it
 * @param notes what a reader has to know of the concepts
 */
record NamingGround(Collected collected, NamingInput input, List<String> notes) {
    private static final String EMBEDDING = "vision.embed";

    /** Activations without the embeddings. */
    List<Activations> layers() {
        return input.layers();
    }

    /**
     * Looks at the pictures and reads the concepts.
     *
     * @param wanted the concept set; empty for the labels, or where there are none, common words
     */
    static NamingGround of(
            ClipProbe clip,
            ProbingSet set,
            List<Capture> captures,
            Optional<ConceptSet> wanted,
            PromptTemplates templates,
            Path matrices,
            Timings timings)
            throws IOException {
        HookPoint embedding = clip.model().requireVision().hookPoint(EMBEDDING);
        List<String> notes = new ArrayList<>();
        List<String> cut = cut(clip.model().requireText(), concepts(wanted, set.labels()), templates);
        if (!cut.isEmpty()) {
            notes.add(noteCut(cut, concepts(wanted, set.labels()), clip.model().requireText()));
        }
        timings.done("opening");
        List<Capture> all = new ArrayList<>(captures);
        all.add(new Capture(embedding, embedding.token() ? Pooling.TOKEN : Pooling.MAX));
        Collected collected = clip.collect(set, all, matrices);
        timings.done("looking at pictures");
        Labels labels = collected.set().labels();
        ConceptSet concepts = concepts(wanted, labels);
        unlabelled(labels, concepts).ifPresent(notes::add);
        Embeddings texts = TextEmbeddings.of(
                clip.model(),
                concepts.texts(),
                templates,
                clip.store("text"),
                clip.settings().progress());
        timings.done("embedding concepts");
        NamingInput input = new NamingInput(
                collected.activations().all().subList(0, captures.size()),
                Embeddings.of(collected.activations().all().get(captures.size())),
                texts,
                concepts,
                labels.concepts().size() > 1 ? Optional.of(labels) : Optional.empty(),
                labels.source());
        return new NamingGround(collected, input, notes);
    }

    private static ConceptSet concepts(Optional<ConceptSet> wanted, Labels labels) {
        return wanted.orElseGet(() -> labels.concepts().size() > 1 ? ConceptSet.of(labels) : ConceptSet.common());
    }

    /** Where no label is a concept, what a name is worth is judged by the model itself. */
    private static Optional<String> unlabelled(Labels labels, ConceptSet set) {
        if (labels.concepts().size() < 2) {
            return Optional.empty();
        }
        try {
            Membership.of(labels, set);
            return Optional.empty();
        } catch (ConceptException e) {
            return Optional.of(
                    e.getMessage() + "; now the pictures of a name are those that the model finds most like it");
        }
    }

    /** Two concepts that differ only in what is cut off are one to the model. */
    private static List<String> cut(TextTower tower, ConceptSet set, PromptTemplates templates) throws IOException {
        List<String> cut = new ArrayList<>();
        for (String text : set.texts()) {
            if (tower.tokenize(templates.longest(text)).cut()) {
                cut.add(text);
            }
        }
        return cut;
    }

    private static String noteCut(List<String> cut, ConceptSet set, TextTower tower) {
        return set.source() + ": " + cut.size() + (cut.size() == 1 ? " concept is" : " concepts are")
                + " longer than the text tower's " + tower.contextLength() + " tokens; what the model reads of \""
                + cut.get(0) + "\" lacks the end";
    }
}
