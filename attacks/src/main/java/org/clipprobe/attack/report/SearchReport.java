package org.clipprobe.attack.report;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import org.clipprobe.attack.outcome.Trial;
import org.clipprobe.attack.run.AttackPictures;
import org.clipprobe.attack.search.Arena;
import org.clipprobe.attack.search.Strongest;
import org.clipprobe.model.Unit;
import org.clipprobe.report.page.Texts;
import org.clipprobe.report.page.Thumbnails;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunRecord;

/**
 * The page of a search for the strongest attack.
 *
 * @param found the result of the search
 * @param driven the guiding units that the best word's own picture drives furthest; may be none
 * @param pictures makes the pictures of the best attack again
 * @param record where the numbers come from, and what was skipped
 */
public record SearchReport(Strongest found, List<Unit> driven, AttackPictures pictures, RunRecord record) {
    private static final int SHOWN = 8;

    public SearchReport {
        driven = List.copyOf(driven);
    }

    /** Writes {@value AttackReport#PAGE}. */
    public void write(RunFolder folder) throws IOException {
        List<Trial> examples = found.examples().stream()
                .sorted(Comparator.comparing((Trial trial) -> !goal().reached(trial)))
                .limit(SHOWN)
                .toList();
        Thumbnails thumbnails = Pages.thumbnails(examples, pictures);
        SearchView view = SearchView.of(this, Case.all(examples, 0, thumbnails));
        Pages.write(folder, "The strongest attacks on " + Texts.brief(record.model()), "search.jte", view, thumbnails);
    }

    private Arena.Goal goal() {
        return found.plan().goal();
    }
}
