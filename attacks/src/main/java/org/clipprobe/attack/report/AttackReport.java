package org.clipprobe.attack.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.clipprobe.attack.AttackGallery;
import org.clipprobe.attack.AttackPictures;
import org.clipprobe.attack.Breakdown;
import org.clipprobe.attack.Trial;
import org.clipprobe.report.Illustration;
import org.clipprobe.report.RunFolder;
import org.clipprobe.report.RunRecord;
import org.clipprobe.report.internal.Page;
import org.clipprobe.report.internal.Texts;
import org.clipprobe.report.internal.Thumbnails;

/**
 * The page of an attack run.
 *
 * @param breakdown the trials in numbers
 * @param gallery the trials to look at
 * @param pictures makes these trials' pictures again
 * @param units the units behind the attack words; may be empty
 * @param record where the numbers come from, and what was skipped
 */
public record AttackReport(
        Breakdown breakdown, AttackGallery gallery, AttackPictures pictures, List<WordUnits> units, RunRecord record) {

    /** The page's name in a run folder. */
    public static final String PAGE = "report.html";

    private static final int EDGE = 160;

    public AttackReport {
        units = List.copyOf(units);
    }

    /** Writes {@value PAGE}: one file that needs no other, no network and no script. */
    public void write(RunFolder folder) throws IOException {
        List<Trial> examples = gallery.examples();
        List<Trial> worst = gallery.worst();
        List<Illustration> shown = new ArrayList<>();
        examples.forEach(trial -> add(shown, trial));
        worst.forEach(trial -> add(shown, trial));
        Thumbnails thumbnails = new Thumbnails(shown);
        AttackView view = AttackView.of(
                this, Case.all(examples, 0, thumbnails), Case.all(worst, 2 * examples.size(), thumbnails));
        Page page = new Page(
                "Typographic attacks on " + Texts.brief(record.model()),
                List.of(Page.style(), Page.resource(AttackReport.class, "attack.css"), thumbnails.style()),
                List.of(),
                false,
                Page.content(
                        Page.templates(AttackReport.class.getPackageName(), AttackReport.class.getClassLoader()),
                        "attack.jte",
                        "view",
                        view));
        folder.write(PAGE, page::write);
    }

    private void add(List<Illustration> shown, Trial trial) {
        shown.add(new Illustration(trial.picture(), () -> Illustration.encoded(pictures.before(trial), EDGE)));
        shown.add(new Illustration(trial.picture(), () -> Illustration.encoded(pictures.after(trial), EDGE)));
    }
}
