package org.clipprobe.report.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.clipprobe.report.ProbeReport;
import org.clipprobe.report.page.Page;
import org.clipprobe.report.page.Texts;
import org.clipprobe.report.page.Thumbnails;

/** The page of a multimodal probe. */
public final class ProbePage {
    private ProbePage() {}

    /**
     * Writes the whole page, UTF-8.
     *
     * @param linked whether every unit has a page of its own to link to
     */
    public static void write(ProbeReport report, boolean linked, OutputStream out) throws IOException {
        Thumbnails thumbnails = new Thumbnails(report.examples());
        ProbeView view = ProbeView.of(
                report, linked, new Evidence(report.labels(), report.examples(), report.activations(), thumbnails));
        List<String> styles = List.of(Page.style(), thumbnails.style());
        String title = "Multimodal units of " + Texts.brief(report.record().model());
        new Page(title, styles, List.of(), false, Page.content(Page.templates(), "probe.jte", "view", view)).write(out);
    }
}
