package org.clipprobe.attack.report;

import java.util.ArrayList;
import java.util.List;
import org.clipprobe.attack.outcome.Contrast;
import org.clipprobe.attack.outcome.Proportion;
import org.clipprobe.attack.outcome.Summary;
import org.clipprobe.report.page.Numbers;

/**
 * What was pasted, and what it did.
 *
 * @param name of the control, or of the words themselves
 * @param cover mean pixel cover
 * @param success share that changed the answer to the target
 * @param moreSuccess the words' share minus this one, in points; empty for the words
 * @param broken share of right answers made wrong
 * @param moreBroken the words' share minus this one, in points; empty for the words
 */
record ControlRow(String name, String cover, Share success, String moreSuccess, Share broken, String moreBroken) {
    /** The words first, then their controls; none where there are no controls. */
    static List<ControlRow> of(Summary summary) {
        List<ControlRow> rows = new ArrayList<>();
        if (!summary.contrasts().isEmpty()) {
            rows.add(row("the words", summary.meanCover(), summary.success(), "", summary.broken(), ""));
        }
        for (Contrast contrast : summary.contrasts()) {
            rows.add(row(
                    contrast.control().label(),
                    contrast.meanCover(),
                    contrast.success(),
                    Rates.points(contrast.moreSuccess()),
                    contrast.broken(),
                    Rates.points(contrast.moreBroken())));
        }
        return rows;
    }

    private static ControlRow row(
            String name, double cover, Proportion success, String moreSuccess, Proportion broken, String moreBroken) {
        return new ControlRow(
                name,
                Numbers.decimals(100 * cover, 2) + " %",
                new Share(success),
                moreSuccess,
                new Share(broken),
                moreBroken);
    }
}
