package org.clipprobe.report;

import java.io.IOException;
import org.clipprobe.look.LookResult;
import org.clipprobe.report.internal.LookPage;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunRecord;

/**
 * The page of a look.
 *
 * @param result what was found
 * @param record where the numbers come from, and what was skipped
 */
public record LookReport(LookResult result, RunRecord record) {
    /** Writes {@value ProbeReport#PAGE}. */
    public void write(RunFolder folder) throws IOException {
        folder.write(ProbeReport.PAGE, out -> LookPage.write(this, out));
    }
}
