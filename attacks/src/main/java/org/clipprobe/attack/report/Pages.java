package org.clipprobe.attack.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.clipprobe.attack.outcome.Trial;
import org.clipprobe.attack.run.AttackPictures;
import org.clipprobe.report.page.Illustration;
import org.clipprobe.report.page.Page;
import org.clipprobe.report.page.Thumbnails;
import org.clipprobe.run.RunFolder;

/** What the pages of this package have in common. */
final class Pages {
    /** Longer edge of a picture in pixels. */
    static final int EDGE = 160;

    private Pages() {}

    /** Pictures of trials in twos, before and after the attack. */
    static Thumbnails thumbnails(List<Trial> trials, AttackPictures pictures) {
        List<Illustration> shown = new ArrayList<>();
        for (Trial trial : trials) {
            shown.add(new Illustration(trial.picture(), () -> Illustration.encoded(pictures.before(trial), EDGE)));
            shown.add(new Illustration(trial.picture(), () -> Illustration.encoded(pictures.after(trial), EDGE)));
        }
        return new Thumbnails(shown);
    }

    /** Writes {@value AttackReport#PAGE}: one file that needs no other, no network and no script. */
    static void write(RunFolder folder, String title, String template, Object view, Thumbnails thumbnails)
            throws IOException {
        Page page = new Page(
                title,
                List.of(Page.style(), Page.resource(Pages.class, "attack.css"), thumbnails.style()),
                List.of(),
                false,
                Page.content(
                        Page.templates(Pages.class.getPackageName(), Pages.class.getClassLoader()),
                        template,
                        "view",
                        view));
        folder.write(AttackReport.PAGE, page::write);
    }
}
