package org.clipprobe;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.clipprobe.activation.Activations;
import org.clipprobe.probe.Finding;
import org.clipprobe.probe.MultimodalResult;
import org.clipprobe.report.ProbeReport;
import org.clipprobe.report.ProbeTables;
import org.clipprobe.report.UnitPages;
import org.clipprobe.report.page.Illustration;
import org.clipprobe.run.Progress;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunRecord;

/** A probe: the units that respond to both the pictures of and the words for the same concept. */
public final class ProbeRun extends StudyRun<MultimodalResult> {
    /** The study's name in {@link org.clipprobe.result.StudyResult}. */
    public static final String STUDY = "probe";

    ProbeRun(Parts<MultimodalResult> parts) {
        super(parts);
    }

    /**
     * Reads a run folder; its result equals the one that was written.
     *
     * @throws IOException when it is no probe's, or a file of it is missing or damaged
     */
    public static ProbeRun read(Path folder) throws IOException {
        return new ProbeRun(stored(folder, STUDY, MultimodalResult.class));
    }

    /** Every pair of a unit and a concept that was found, the strongest evidence first. */
    public List<Finding> findings() {
        return result().found().findings();
    }

    @Override
    void tables(RunFolder folder) throws IOException {
        ProbeTables.write(folder, result().found());
    }

    @Override
    void pages(RunFolder folder, List<Illustration> illustrations, RunRecord record, Progress progress)
            throws IOException {
        ProbeReport report = new ProbeReport(
                result().found(), labels(), illustrations, activations().all(), record);
        if (origin().unitPages()) {
            List<Activations> layers = activations().all();
            UnitPages pages = UnitPages.unnamed(labels(), illustrations, layers, UnitPages.all(layers), record.model());
            report.write(folder, pages, progress);
        } else {
            report.write(folder, folder.names().contains(UnitPages.SEARCH));
        }
    }
}
