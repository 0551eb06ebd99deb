package org.clipprobe.probe;

import java.util.List;
import org.clipprobe.activation.Activations;
import org.clipprobe.activation.Labels;
import org.clipprobe.activation.Progress;

/** The multimodal test: which units respond to a concept in every facet, with its controls. */
public final class MultimodalTest {
    /**
     * The facet of words that look like a concept's own but are not it: their concept is the one they look like. They
     * are controls only, and no facet that a unit has to respond to.
     */
    public static final String SPELLING = "spelling";

    private MultimodalTest() {}

    /**
     * Tests every unit of every hook point for every concept.
     *
     * @param labels what each example is
     * @param activations one for each hook point, {@code [examples, units]} each
     * @throws ProbeException if there are fewer than two concepts or facets, or no concept with all facets
     */
    public static MultimodalResult run(
            Labels labels, List<Activations> activations, MultimodalOptions options, Progress progress)
            throws ProbeException {
        throw new ProbeException("not there yet: " + labels.examples() + activations + options + progress);
    }
}
