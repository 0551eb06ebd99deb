package org.clipprobe.attack.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.clipprobe.attack.outcome.Breakdown;
import org.clipprobe.attack.outcome.Dimension;
import org.clipprobe.attack.outcome.Trial;
import org.clipprobe.attack.run.AttackGallery;
import org.clipprobe.attack.run.AttackPictures;
import org.clipprobe.report.page.Texts;
import org.clipprobe.report.page.Thumbnails;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunRecord;

/**
 * The page of an attack run.
 *
 * @param breakdown the trials in numbers
 * @param gallery the trials to look at
 * @param pictures makes these trials' pictures again
 * @param classes that the model chose among
 * @param guests texts that were a class in their own trials only
 * @param units the units behind the attack words; may be empty
 * @param record where the numbers come from, and what was skipped
 */
public record AttackReport(
        Breakdown breakdown,
        AttackGallery gallery,
        AttackPictures pictures,
        List<String> classes,
        List<String> guests,
        List<WordUnits> units,
        RunRecord record) {

    /** The page's name in a run folder. */
    public static final String PAGE = "report.html";

    public AttackReport {
        classes = List.copyOf(classes);
        guests = List.copyOf(guests);
        units = List.copyOf(units);
    }

    /** Writes {@value PAGE}: one file that needs no other, no network and no script. */
    public void write(RunFolder folder) throws IOException {
        List<Trial> examples = examples();
        List<Trial> worst = gallery.worst();
        List<Trial> shown = new ArrayList<>(examples);
        shown.addAll(worst);
        Thumbnails thumbnails = Pages.thumbnails(shown, pictures);
        AttackView view = AttackView.of(
                this, Case.all(examples, 0, thumbnails), Case.all(worst, 2 * examples.size(), thumbnails));
        Pages.write(folder, "Typographic attacks on " + Texts.brief(record.model()), "attack.jte", view, thumbnails);
    }

    /** The gallery, the words that work most often first. */
    private List<Trial> examples() {
        Map<String, Double> success = new HashMap<>();
        breakdown
                .by(Dimension.TEXT)
                .forEach(group -> success.put(group.key(), group.summary().advantage()));
        return gallery.examples().stream()
                .sorted(Comparator.comparingDouble(
                        trial -> -success.getOrDefault(trial.attack().text(), 0.0)))
                .toList();
    }
}
