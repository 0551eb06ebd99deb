package org.clipprobe.activation;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.clipprobe.run.ContentKey;

/**
 * What a collection gave.
 *
 * @param set the examples that could be read, in the rows' order, and all that was skipped
 * @param keys per example, the SHA-256 of its file, or of the full description of its drawing
 * @param activations one per capture, in the order asked for
 * @param stored where each capture's rows are kept; of use to a later run when the collector has a store
 * @param contents the same key for every example whose file was read at all, those that were skipped among them
 * @param computed how many examples went through the tower now; the others were stored by an earlier run
 */
public record Collected(
        ProbingSet set,
        List<ContentKey> keys,
        ActivationSet activations,
        List<StoredCapture> stored,
        Map<Example, ContentKey> contents,
        int computed)
        implements AutoCloseable {
    @Override
    public void close() throws IOException {
        activations.close();
    }
}
