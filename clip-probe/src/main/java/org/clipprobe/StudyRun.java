package org.clipprobe;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.clipprobe.activation.ActivationSet;
import org.clipprobe.activation.Labels;
import org.clipprobe.model.Capture;
import org.clipprobe.model.HookPoint;
import org.clipprobe.model.Pooling;
import org.clipprobe.report.page.Illustration;
import org.clipprobe.result.ActivationRows;
import org.clipprobe.result.ExampleRow;
import org.clipprobe.result.ExampleTable;
import org.clipprobe.result.StudyResult;
import org.clipprobe.run.Json;
import org.clipprobe.run.Progress;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunRecord;

/**
 * A study that was made: what it found, and the activations that this rests on. Closing it gives back the files that these
 * are in, and removes them unless they are a run folder's.
 *
 * @param <F> what it finds
 */
public abstract sealed class StudyRun<F> implements AutoCloseable permits ProbeRun, NamingRun, ConceptRun {
    static final String MATRICES = "activations";

    private final StudyResult<F> result;
    private final ActivationSet activations;
    private final Path matrices;
    private final Origin origin;
    private final Optional<RunFolder> scratch;

    /**
     * What a run is made of.
     *
     * @param matrices where the activations' files are
     * @param scratch the folder that these are in, where it is nobody else's
     */
    record Parts<F>(
            StudyResult<F> result,
            ActivationSet activations,
            Path matrices,
            Origin origin,
            Optional<RunFolder> scratch) {}

    StudyRun(Parts<F> parts) {
        this.result = parts.result();
        this.activations = parts.activations();
        this.matrices = parts.matrices();
        this.origin = parts.origin();
        this.scratch = parts.scratch();
    }

    /** The parts of a run that was written. */
    static <F> Parts<F> stored(Path folder, String study, Class<F> found) throws IOException {
        StudyResult<F> result = StudyResult.read(folder, study, found);
        RunRecord record = Json.read(folder.resolve(RunFolder.RECORD), RunRecord.class);
        Path matrices = folder.resolve(MATRICES);
        return new Parts<>(
                result, open(result, matrices), matrices, new Origin.Stored(folder, record), Optional.empty());
    }

    static ActivationSet open(StudyResult<?> result, Path matrices) throws IOException {
        List<Capture> captures = new ArrayList<>();
        for (ActivationRows rows : result.activations()) {
            Pooling pooling = Pooling.valueOf(rows.pooling().toUpperCase(Locale.ROOT));
            captures.add(new Capture(new HookPoint(rows.hookPoint(), rows.units(), pooling == Pooling.TOKEN), pooling));
        }
        return ActivationSet.open(matrices, captures, result.examples().size());
    }

    /** All that was found, and on what. */
    public final StudyResult<F> result() {
        return result;
    }

    /** What the units did, {@code [examples, units]} at each hook point; the rows are the result's examples. */
    public final ActivationSet activations() {
        return activations;
    }

    /** How many examples went through the tower for it; the others were kept from earlier runs. */
    public final int computed() {
        return origin.computed();
    }

    /** Writes a run folder: result, tables, activations, pages, provenance. */
    public final void write(Path target) throws IOException {
        try (RunFolder folder = RunFolder.begin(target)) {
            Origin.copy(matrices.getParent(), matrices.getFileName().toString() + "/", folder);
            write(folder, Progress.none());
            folder.commit();
        }
    }

    /** Writes all but the matrices. */
    final void write(RunFolder folder, Progress progress) throws IOException {
        result.write(folder);
        ExampleTable.write(folder, result.examples());
        tables(folder);
        RunRecord record = origin.record(folder, result);
        pages(folder, origin.illustrations(folder, result), record, progress);
        origin.written(folder);
    }

    /** Writes the tables. */
    abstract void tables(RunFolder folder) throws IOException;

    /** Draws the pages. */
    abstract void pages(RunFolder folder, List<Illustration> illustrations, RunRecord record, Progress progress)
            throws IOException;

    final Origin origin() {
        return origin;
    }

    final Labels labels() {
        return ExampleRow.labels(result.examples());
    }

    @Override
    public final void close() throws IOException {
        activations.close();
        scratch.ifPresent(RunFolder::close);
    }
}
