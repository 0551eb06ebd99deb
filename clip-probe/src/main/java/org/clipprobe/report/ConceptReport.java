package org.clipprobe.report;

import java.io.IOException;
import java.util.List;
import org.clipprobe.activation.Activations;
import org.clipprobe.activation.Labels;
import org.clipprobe.concept.SearchResult;
import org.clipprobe.report.internal.ConceptPage;
import org.clipprobe.report.page.Illustration;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunRecord;

/**
 * The page of a search for the units that respond to prompts.
 *
 * @param result what was found; each unit that is shown has a page of its own
 * @param labels what each example is
 * @param examples how each example is shown, in the order of {@code labels}
 * @param layers activations, {@code [examples, units]} each
 * @param record where the numbers come from, and what was skipped
 */
public record ConceptReport(
        SearchResult result, Labels labels, List<Illustration> examples, List<Activations> layers, RunRecord record) {
    public ConceptReport {
        examples = List.copyOf(examples);
        layers = List.copyOf(layers);
        if (result.shown().isEmpty()) {
            throw new IllegalArgumentException("expected at least one unit, found none");
        }
        if (examples.size() != labels.examples()) {
            throw new IllegalArgumentException(
                    "expected " + labels.examples() + " examples, one per label, found " + examples.size());
        }
    }

    /** Writes {@value ProbeReport#PAGE}; the pages of the units are written by {@link UnitPages}. */
    public void write(RunFolder folder) throws IOException {
        folder.write(ProbeReport.PAGE, out -> ConceptPage.write(this, out));
    }
}
