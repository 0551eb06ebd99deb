package org.clipprobe;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clipprobe.concept.NamingResult;
import org.clipprobe.concept.UnitDossier;
import org.clipprobe.model.Unit;
import org.clipprobe.report.NamingReport;
import org.clipprobe.report.NamingTables;
import org.clipprobe.report.UnitPages;
import org.clipprobe.report.page.Illustration;
import org.clipprobe.run.Progress;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunRecord;

/** Names of units, and what they are worth. */
public final class NamingRun extends StudyRun<NamingResult> {
    /** The study's name in {@link org.clipprobe.result.StudyResult}. */
    public static final String STUDY = "unit";

    NamingRun(Parts<NamingResult> parts) {
        super(parts);
    }

    /**
     * Reads a run folder; its result equals the one that was written.
     *
     * @throws IOException when it is not one of naming, or a file of it is missing or damaged
     */
    public static NamingRun read(Path folder) throws IOException {
        return new NamingRun(stored(folder, STUDY, NamingResult.class));
    }

    @Override
    void tables(RunFolder folder) throws IOException {
        NamingTables.write(folder, result().found());
    }

    @Override
    void pages(RunFolder folder, List<Illustration> illustrations, RunRecord record, Progress progress)
            throws IOException {
        NamingResult found = result().found();
        List<Unit> units = found.units().stream().map(NamingResult.Asked::unit).toList();
        List<UnitDossier> dossiers = found.dossiers();
        Map<Unit, UnitDossier> known = new HashMap<>();
        for (int i = 0; i < units.size(); i++) {
            known.put(units.get(i), dossiers.get(i));
        }
        UnitPages pages = new UnitPages(
                labels(),
                illustrations,
                activations().all().subList(0, found.named().size()),
                units,
                record.model(),
                found.concepts(),
                (unit, activations) -> Optional.ofNullable(known.get(unit)).orElseGet(() -> found.brief(unit)));
        new NamingReport(pages, found, record).write(folder);
        pages.write(folder, progress);
    }
}
