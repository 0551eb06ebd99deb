package org.clipprobe.report;

import java.io.IOException;
import org.clipprobe.concept.NamingResult;
import org.clipprobe.report.internal.NamingPage;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunRecord;

/**
 * The page of units and their names.
 *
 * @param pages the units, what is known of them, and the examples
 * @param result what was found
 * @param record where the numbers come from, and what was skipped
 */
public record NamingReport(UnitPages pages, NamingResult result, RunRecord record) {
    public NamingReport {
        if (pages.units().isEmpty()) {
            throw new IllegalArgumentException("expected at least one unit, found none");
        }
    }

    /** Writes {@value ProbeReport#PAGE}; the pages of the units are written by {@link UnitPages}. */
    public void write(RunFolder folder) throws IOException {
        folder.write(ProbeReport.PAGE, out -> NamingPage.write(this, out));
    }
}
