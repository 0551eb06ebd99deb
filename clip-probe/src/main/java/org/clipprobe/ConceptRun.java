package org.clipprobe;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.clipprobe.activation.Activations;
import org.clipprobe.concept.SearchResult;
import org.clipprobe.concept.search.UnitMatch;
import org.clipprobe.report.ConceptReport;
import org.clipprobe.report.SearchTables;
import org.clipprobe.report.UnitPages;
import org.clipprobe.report.page.Illustration;
import org.clipprobe.run.Progress;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunRecord;

/** A search for the units that respond to a prompt's concept. */
public final class ConceptRun extends StudyRun<SearchResult> {
    /** The study's name in {@link org.clipprobe.result.StudyResult}. */
    public static final String STUDY = "concept";

    ConceptRun(Parts<SearchResult> parts) {
        super(parts);
    }

    /**
     * Reads a run folder; its result equals the one that was written.
     *
     * @throws IOException when it is no search's, or a file of it is missing or damaged
     */
    public static ConceptRun read(Path folder) throws IOException {
        return new ConceptRun(stored(folder, STUDY, SearchResult.class));
    }

    /** The units, best first. */
    public List<UnitMatch> matches() {
        return result().found().matches();
    }

    @Override
    void tables(RunFolder folder) throws IOException {
        SearchTables.write(folder, result().found());
    }

    @Override
    void pages(RunFolder folder, List<Illustration> illustrations, RunRecord record, Progress progress)
            throws IOException {
        List<Activations> all = activations().all();
        List<Activations> layers = all.subList(0, all.size() - 1);
        new ConceptReport(result().found(), labels(), illustrations, layers, record).write(folder);
        UnitPages.unnamed(
                        labels(),
                        illustrations,
                        layers,
                        result().found().shown().stream().map(UnitMatch::unit).toList(),
                        record.model())
                .write(folder, progress);
    }
}
