package org.clipprobe.report.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.clipprobe.report.ConceptReport;
import org.clipprobe.report.page.Page;
import org.clipprobe.report.page.Thumbnails;

/** The page of a search for units. */
public final class ConceptPage {
    private ConceptPage() {}

    /** Writes the whole page, UTF-8. */
    public static void write(ConceptReport report, OutputStream out) throws IOException {
        Thumbnails thumbnails = new Thumbnails(report.examples());
        ConceptView view =
                ConceptView.of(report, new Evidence(report.labels(), report.examples(), report.layers(), thumbnails));
        String title = "Units for " + view.wanted();
        List<String> styles = List.of(Page.style(), thumbnails.style());
        new Page(title, styles, List.of(), false, Page.content(Page.templates(), "concept.jte", "view", view))
                .write(out);
    }
}
