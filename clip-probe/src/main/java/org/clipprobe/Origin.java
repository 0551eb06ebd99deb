package org.clipprobe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.clipprobe.activation.Collected;
import org.clipprobe.report.UnitPages;
import org.clipprobe.report.page.Illustration;
import org.clipprobe.result.ExampleRow;
import org.clipprobe.result.Provenance;
import org.clipprobe.result.StudyResult;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunRecord;

/** Where a study's result came from: what a run folder needs besides it. */
sealed interface Origin {
    /** Writes the record. */
    RunRecord record(RunFolder folder, StudyResult<?> result) throws IOException;

    /** How the examples are shown. */
    List<Illustration> illustrations(RunFolder folder, StudyResult<?> result) throws IOException;

    /** How many examples went through the tower for it. */
    default int computed() {
        return 0;
    }

    /** Whether every unit's page is to be drawn, where that is a question. */
    default boolean unitPages() {
        return false;
    }

    /** The folder holds all that belongs into it. */
    default void written(RunFolder folder) {}

    /** A study that was just made; {@code kept} keeps it for the next that asks the same. */
    record Fresh(Collected collected, Provenance provenance, Optional<KeptProbes> kept, boolean unitPages)
            implements Origin {
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
            kept.ifPresent(probes -> probes.keep(folder, collected));
        }
    }

    /** A study that was made before, with the same answer; {@code folder} holds its thumbnails and pages of units. */
    record Again(Path folder, Provenance provenance) implements Origin {
        @Override
        public RunRecord record(RunFolder target, StudyResult<?> result) throws IOException {
            return provenance.write(target, result.examples(), result.skipped(), 0);
        }

        @Override
        public List<Illustration> illustrations(RunFolder target, StudyResult<?> result) throws IOException {
            return kept(folder, target, result);
        }
    }

    /** A run folder. */
    record Stored(Path folder, RunRecord record) implements Origin {
        @Override
        public RunRecord record(RunFolder target, StudyResult<?> result) throws IOException {
            Provenance.write(target, record);
            return record;
        }

        @Override
        public List<Illustration> illustrations(RunFolder target, StudyResult<?> result) throws IOException {
            return kept(folder, target, result);
        }
    }

    private static List<Illustration> kept(Path from, RunFolder to, StudyResult<?> result) throws IOException {
        copy(from, Illustration.THUMBNAILS, to);
        copy(from, UnitPages.FOLDER, to);
        return Illustration.kept(
                result.examples().stream().map(ExampleRow::file).toList(), from);
    }

    /** Copies a folder of a run, where it has it. */
    static void copy(Path run, String place, RunFolder to) throws IOException {
        Path source = run.resolve(place);
        if (!Files.isDirectory(source)) {
            return;
        }
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = run.relativize(file).toString().replace('\\', '/');
                to.write(name, out -> Files.copy(file, out));
            }
        }
    }
}
