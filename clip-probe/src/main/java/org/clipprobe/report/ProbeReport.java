package org.clipprobe.report;

import java.io.IOException;
import java.util.List;
import org.clipprobe.activation.Activations;
import org.clipprobe.activation.Labels;
import org.clipprobe.probe.MultimodalResult;
import org.clipprobe.report.internal.ProbePage;
import org.clipprobe.report.page.Illustration;
import org.clipprobe.run.Progress;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunRecord;

/**
 * The page of a multimodal probe; its tables are {@link ProbeTables}.
 *
 * @param result what the multimodal test answered
 * @param labels what each example is
 * @param examples how each example is shown, in the order of {@code labels}
 * @param activations one for each hook point, {@code [examples, units]} each, as the test had them
 * @param record where the numbers come from, and what was skipped
 */
public record ProbeReport(
        MultimodalResult result,
        Labels labels,
        List<Illustration> examples,
        List<Activations> activations,
        RunRecord record) {

    /** The page's name in a run folder. */
    public static final String PAGE = "report.html";

    public ProbeReport {
        examples = List.copyOf(examples);
        activations = List.copyOf(activations);
        if (examples.size() != labels.examples()) {
            throw new IllegalArgumentException(
                    "expected " + labels.examples() + " examples, one per label, found " + examples.size());
        }
    }

    /**
     * Writes {@value PAGE}: one file that needs no other, no network and no script.
     *
     * @param linked whether every unit has a page beside it, to which its tables lead
     */
    public void write(RunFolder folder, boolean linked) throws IOException {
        folder.write(PAGE, out -> ProbePage.write(this, linked, out));
    }

    /** Writes {@value PAGE} with a page for every unit beside it, to which its tables lead. */
    public void write(RunFolder folder, UnitPages pages, Progress progress) throws IOException {
        write(folder, true);
        pages.write(folder, progress);
    }
}
