package org.clipprobe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.clipprobe.activation.ActivationSet;
import org.clipprobe.activation.Collected;
import org.clipprobe.activation.Labels;
import org.clipprobe.model.Capture;
import org.clipprobe.model.HookPoint;
import org.clipprobe.model.Pooling;
import org.clipprobe.probe.Finding;
import org.clipprobe.probe.MultimodalResult;
import org.clipprobe.report.ProbeReport;
import org.clipprobe.report.ProbeTables;
import org.clipprobe.report.UnitPages;
import org.clipprobe.report.page.Illustration;
import org.clipprobe.result.ActivationRows;
import org.clipprobe.result.ExampleRow;
import org.clipprobe.result.ExampleTable;
import org.clipprobe.result.Provenance;
import org.clipprobe.result.StudyResult;
import org.clipprobe.run.Json;
import org.clipprobe.run.Progress;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunRecord;

/**
 * A probe: what it found, and the activations that this rests on. Closing it gives back the files that these are in, and
 * removes them unless they are a run folder's.
 */
public final class ProbeRun implements AutoCloseable {
    /** The study's name in {@link StudyResult}. */
    public static final String STUDY = "probe";

    static final String MATRICES = "activations";

    private final StudyResult<MultimodalResult> result;
    private final ActivationSet activations;
    private final Path matrices;
    private final Origin origin;
    private final Optional<RunFolder> scratch;

    /** What a run folder needs besides the result: provenance, and how examples are shown. */
    sealed interface Origin {
        /** Writes the record. */
        RunRecord record(RunFolder folder, StudyResult<?> result) throws IOException;

        /** Pictures of the rows, and the pages of units that are there already. */
        List<Illustration> illustrations(RunFolder folder, StudyResult<?> result) throws IOException;

        /** How many examples went through the tower for it. */
        default int computed() {
            return 0;
        }

        /** Whether every unit's page is to be drawn. */
        default boolean unitPages() {
            return false;
        }

        /** The folder holds all that belongs into it. */
        default void written(RunFolder folder) {}
    }

    /** A probe that was just made. */
    record Fresh(Collected collected, Provenance provenance, KeptProbes kept, boolean unitPages) implements Origin {
        @Override
        public RunRecord record(RunFolder folder, StudyResult<?> result) throws IOException {
            return provenance.write(folder, result.examples(), result.skipped(), computed());
        }

        @Override
        public List<Illustration> illustrations(RunFolder folder, StudyResult<?> result) {
            return Illustration.keeping(collected.set().examples(), folder);
        }

        @Override
        public int computed() {
            return collected.computed();
        }

        @Override
        public void written(RunFolder folder) {
            kept.keep(folder, collected);
        }
    }

    /** A probe that was made before, with the same answer; {@code kept} holds its thumbnails and pages of units. */
    record Again(Path kept, Provenance provenance) implements Origin {
        @Override
        public RunRecord record(RunFolder folder, StudyResult<?> result) throws IOException {
            return provenance.write(folder, result.examples(), result.skipped(), 0);
        }

        @Override
        public List<Illustration> illustrations(RunFolder folder, StudyResult<?> result) throws IOException {
            return keptIllustrations(kept, folder, result);
        }
    }

    /** A run folder. */
    record Stored(Path folder, RunRecord record) implements Origin {
        @Override
        public RunRecord record(RunFolder target, StudyResult<?> result) throws IOException {
            target.json(RunFolder.RECORD, record);
            return record;
        }

        @Override
        public List<Illustration> illustrations(RunFolder target, StudyResult<?> result) throws IOException {
            return keptIllustrations(folder, target, result);
        }
    }

    ProbeRun(
            StudyResult<MultimodalResult> result,
            ActivationSet activations,
            Path matrices,
            Origin origin,
            Optional<RunFolder> scratch) {
        this.result = result;
        this.activations = activations;
        this.matrices = matrices;
        this.origin = origin;
        this.scratch = scratch;
    }

    /**
     * Reads a run folder; its result equals the one that was written.
     *
     * @throws IOException when it is no probe's, or a file of it is missing or damaged
     */
    public static ProbeRun read(Path folder) throws IOException {
        StudyResult<MultimodalResult> result = StudyResult.read(folder, STUDY, MultimodalResult.class);
        RunRecord record = Json.read(folder.resolve(RunFolder.RECORD), RunRecord.class);
        Path matrices = folder.resolve(MATRICES);
        return new ProbeRun(result, open(result, matrices), matrices, new Stored(folder, record), Optional.empty());
    }

    static ActivationSet open(StudyResult<?> result, Path matrices) throws IOException {
        List<Capture> captures = new ArrayList<>();
        for (ActivationRows rows : result.activations()) {
            Pooling pooling = Pooling.valueOf(rows.pooling().toUpperCase(Locale.ROOT));
            captures.add(new Capture(new HookPoint(rows.hookPoint(), rows.units(), pooling == Pooling.TOKEN), pooling));
        }
        return ActivationSet.open(matrices, captures, result.examples().size());
    }

    private static List<Illustration> keptIllustrations(Path kept, RunFolder folder, StudyResult<?> result)
            throws IOException {
        for (String place : List.of(Illustration.THUMBNAILS, UnitPages.FOLDER)) {
            copy(kept, place, folder);
        }
        return Illustration.kept(
                result.examples().stream().map(ExampleRow::file).toList(), kept);
    }

    private static void copy(Path from, String place, RunFolder to) throws IOException {
        Path source = from.resolve(place);
        if (!Files.isDirectory(source)) {
            return;
        }
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = from.relativize(file).toString().replace('\\', '/');
                to.write(name, out -> Files.copy(file, out));
            }
        }
    }

    /** All that was found, and on what. */
    public StudyResult<MultimodalResult> result() {
        return result;
    }

    /** Every pair of a unit and a concept that was found, the strongest evidence first. */
    public List<Finding> findings() {
        return result.found().findings();
    }

    /** What the units did, {@code [examples, units]} at each hook point; the rows are the result's examples. */
    public ActivationSet activations() {
        return activations;
    }

    /** How many examples went through the tower for it; the others were kept from earlier runs. */
    public int computed() {
        return origin.computed();
    }

    /** Writes a run folder: result, tables, activations, page, provenance. */
    public void write(Path target) throws IOException {
        try (RunFolder folder = RunFolder.begin(target)) {
            copy(matrices.getParent(), matrices.getFileName().toString() + "/", folder);
            write(folder, Progress.none());
            folder.commit();
        }
    }

    /** Writes all but the matrices. */
    void write(RunFolder folder, Progress progress) throws IOException {
        result.write(folder);
        ProbeTables.write(folder, result.found());
        ExampleTable.write(folder, result.examples());
        RunRecord record = origin.record(folder, result);
        List<Illustration> illustrations = origin.illustrations(folder, result);
        ProbeReport report = report(illustrations, record);
        if (origin.unitPages()) {
            report.write(
                    folder,
                    UnitPages.unnamed(
                            labels(),
                            illustrations,
                            activations.all(),
                            UnitPages.all(activations.all()),
                            record.model()),
                    progress);
        } else {
            report.write(folder, folder.names().contains(UnitPages.SEARCH));
        }
        origin.written(folder);
    }

    private ProbeReport report(List<Illustration> illustrations, RunRecord record) {
        return new ProbeReport(result.found(), labels(), illustrations, activations.all(), record);
    }

    private Labels labels() {
        return ExampleRow.labels(result.examples());
    }

    @Override
    public void close() throws IOException {
        activations.close();
        scratch.ifPresent(RunFolder::close);
    }
}
