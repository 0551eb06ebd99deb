package org.clipprobe.report;

import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import org.clipprobe.activation.Activations;
import org.clipprobe.activation.Labels;
import org.clipprobe.concept.search.SearchQuery;
import org.clipprobe.concept.search.TuningMatch;
import org.clipprobe.concept.search.UnitMatch;
import org.clipprobe.report.internal.ConceptPage;
import org.clipprobe.report.page.Illustration;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunRecord;

/**
 * The page of a search for the units that respond to prompts.
 *
 * @param query what was searched for
 * @param matches the units that are listed, best first, each with a page of its own
 * @param text text units that go with the best of them; may be none
 * @param scope what was searched
 * @param labels what each example is
 * @param examples how each example is shown, in the order of {@code labels}
 * @param layers activations, {@code [examples, units]} each
 * @param record where the numbers come from, and what was skipped
 */
public record ConceptReport(
        SearchQuery query,
        List<UnitMatch> matches,
        List<TextUnit> text,
        Scope scope,
        Labels labels,
        List<Illustration> examples,
        List<Activations> layers,
        RunRecord record) {
    /**
     * A text unit that goes with a vision unit.
     *
     * @param match both units
     * @param q Benjamini–Hochberg q of the match's p over the vision units that were matched
     * @param write the text unit's direct write along the query's direction, in standard deviations over its layer, where
     *     the architecture allows it
     */
    public record TextUnit(TuningMatch match, double q, OptionalDouble write) {}

    /**
     * What a search went through.
     *
     * @param units number of units that were ranked
     * @param concepts number of concepts in the background set
     * @param source of the background set, as the reader knows it
     */
    public record Scope(int units, int concepts, String source) {}

    public ConceptReport {
        matches = List.copyOf(matches);
        text = List.copyOf(text);
        examples = List.copyOf(examples);
        layers = List.copyOf(layers);
        if (matches.isEmpty()) {
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
