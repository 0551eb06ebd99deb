package org.clipprobe.attack.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.clipprobe.attack.run.Stroop;
import org.clipprobe.report.page.Illustration;
import org.clipprobe.report.page.Texts;
import org.clipprobe.report.page.Thumbnails;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunRecord;

/**
 * The page of a Stroop test.
 *
 * @param stroop paints the cards that are shown
 * @param rows what the model followed, by kind of prompt, size and area
 * @param record where the numbers come from
 */
public record StroopReport(Stroop stroop, List<Stroop.Row> rows, RunRecord record) {
    public StroopReport {
        rows = List.copyOf(rows);
    }

    /** Writes {@value AttackReport#PAGE}. */
    public void write(RunFolder folder) throws IOException {
        List<Stroop.Card> cards = new ArrayList<>();
        for (double area : rows.stream().map(Stroop.Row::area).distinct().toList()) {
            for (double size : rows.stream().map(Stroop.Row::size).distinct().toList()) {
                cards.add(new Stroop.Card("green", "red", size, area));
            }
        }
        Thumbnails thumbnails = new Thumbnails(cards.stream()
                .map(card -> new Illustration(card.word(), () -> Illustration.encoded(stroop.paint(card), Pages.EDGE)))
                .toList());
        StroopView view = StroopView.of(this, cards, thumbnails);
        Pages.write(folder, "Word or colour? " + Texts.brief(record.model()), "stroop.jte", view, thumbnails);
    }
}
