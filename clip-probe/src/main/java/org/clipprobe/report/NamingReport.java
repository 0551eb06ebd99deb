package org.clipprobe.report;

import java.io.IOException;
import java.util.List;
import org.clipprobe.concept.naming.NamingOptions;
import org.clipprobe.concept.simulation.LayerSimulation;
import org.clipprobe.report.internal.NamingPage;
import org.clipprobe.run.Progress;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunRecord;

/**
 * The page of units and their names.
 *
 * @param pages the units, what is known of them, and the examples
 * @param options how the units were named
 * @param source of the concept set, as the reader knows it
 * @param simulated how well names predict activations, for each layer, all of its units
 * @param record where the numbers come from, and what was skipped
 */
public record NamingReport(
        UnitPages pages, NamingOptions options, String source, List<LayerSimulation> simulated, RunRecord record) {
    public NamingReport {
        simulated = List.copyOf(simulated);
        if (pages.units().isEmpty()) {
            throw new IllegalArgumentException("expected at least one unit, found none");
        }
    }

    /** Writes {@value ProbeReport#PAGE}; the pages of the units are written by {@link UnitPages}. */
    public void write(RunFolder folder, Progress progress) throws IOException {
        folder.write(ProbeReport.PAGE, out -> NamingPage.write(this, progress, out));
    }
}
