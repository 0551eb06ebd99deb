package org.clipprobe.report.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.clipprobe.report.NamingReport;
import org.clipprobe.report.UnitPages;
import org.clipprobe.report.page.Page;
import org.clipprobe.report.page.Texts;
import org.clipprobe.report.page.Thumbnails;

/** The page of units and their names. */
public final class NamingPage {
    private NamingPage() {}

    /** Writes the whole page, UTF-8. */
    public static void write(NamingReport report, OutputStream out) throws IOException {
        UnitPages pages = report.pages();
        Thumbnails thumbnails = new Thumbnails(pages.examples());
        NamingView view =
                NamingView.of(report, new Evidence(pages.labels(), pages.examples(), pages.layers(), thumbnails));
        List<String> styles = List.of(Page.style(), thumbnails.style());
        String title = "Names of units of " + Texts.brief(pages.model());
        new Page(title, styles, List.of(), false, Page.content(Page.templates(), "naming.jte", "view", view))
                .write(out);
    }
}
