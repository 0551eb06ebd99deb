package org.clipprobe.report.internal;

import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.clipprobe.report.ProbeReport;
import org.clipprobe.report.page.Page;
import org.clipprobe.report.page.Texts;
import org.clipprobe.report.page.Thumbnails;
import org.clipprobe.run.RunRecord;

/** The page of a multimodal probe. */
public final class ProbePage {
    private static final String PROVENANCE = "<section id=\"provenance\">";
    private static final String SECTION_END = "</section>";

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

    /**
     * Writes a page again with other provenance.
     *
     * @param page as {@link #write} wrote it
     */
    public static void writeAgain(byte[] page, RunRecord record, OutputStream out) throws IOException {
        // Names are escaped wherever they are shown: no name can be taken for the section.
        int from = find(PROVENANCE, page, 0);
        int to = from < 0 ? -1 : find(SECTION_END, page, from);
        if (to < 0) {
            throw new IllegalArgumentException("expected a page with its provenance, found none");
        }
        StringOutput section = new StringOutput();
        Page.templates().render("provenance.jte", record, section);
        int rest = to + SECTION_END.length();
        out.write(page, 0, from);
        out.write(section.toString().strip().getBytes(StandardCharsets.UTF_8));
        out.write(page, rest, page.length - rest);
    }

    /** A page is megabytes: it is searched as it is, and not made into a text. */
    private static int find(String wanted, byte[] page, int from) {
        byte[] bytes = wanted.getBytes(StandardCharsets.UTF_8);
        for (int at = from; at <= page.length - bytes.length; at++) {
            if (page[at] == bytes[0] && Arrays.equals(page, at, at + bytes.length, bytes, 0, bytes.length)) {
                return at;
            }
        }
        return -1;
    }
}
