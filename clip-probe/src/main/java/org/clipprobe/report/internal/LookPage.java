package org.clipprobe.report.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.clipprobe.image.ColourScale;
import org.clipprobe.image.Rgb;
import org.clipprobe.report.LookReport;
import org.clipprobe.report.page.Page;

/** The page of a look. */
public final class LookPage {
    private LookPage() {}

    /** Writes the whole page, UTF-8. */
    public static void write(LookReport report, OutputStream out) throws IOException {
        LookView view = LookView.of(report);
        List<String> styles = List.of(Page.style(), Page.resource(LookPage.class, "look.css"), steps());
        new Page(view.title(), styles, List.of(), false, Page.content(Page.templates(), "look.jte", "view", view))
                .write(out);
    }

    /** A class for each step of the colour scale, with a letter's colour that can be read on it. */
    private static String steps() {
        StringBuilder style = new StringBuilder();
        for (int step = 0; step <= LookView.STEPS; step++) {
            Rgb colour = ColourScale.at((double) step / LookView.STEPS);
            Rgb letters = colour.contrast(Rgb.WHITE) > colour.contrast(Rgb.BLACK) ? Rgb.WHITE : Rgb.BLACK;
            style.append(".t" + step + "{background:" + colour + ";color:" + letters + "}\n");
        }
        return style.toString();
    }
}
