package org.clipprobe.attack.report;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.clipprobe.attack.dataset.DatasetProtocol;
import org.clipprobe.attack.dataset.TwoWay;
import org.clipprobe.image.Pictures;
import org.clipprobe.report.page.Illustration;
import org.clipprobe.report.page.Texts;
import org.clipprobe.report.page.Thumbnails;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunRecord;

/**
 * The page of a data set made by others: object against attack word.
 *
 * @param name of the data set
 * @param protocol how it was scored
 * @param choices what the model chose
 * @param fit takes a picture to the model's input size
 * @param record where the numbers come from, and what was skipped
 */
public record DatasetReport(
        String name,
        DatasetProtocol protocol,
        List<TwoWay.Choice> choices,
        UnaryOperator<InterleavedU8> fit,
        RunRecord record) {
    private static final int WORST = 12;

    public DatasetReport {
        choices = List.copyOf(choices);
    }

    /** Writes {@value AttackReport#PAGE}. */
    public void write(RunFolder folder) throws IOException {
        List<TwoWay.Choice> worst = worst();
        List<Illustration> shown = new ArrayList<>();
        for (TwoWay.Choice choice : worst) {
            shown.add(new Illustration(
                    choice.id(), () -> Illustration.encoded(fit.apply(Pictures.read(choice.file())), Pages.EDGE)));
        }
        Thumbnails thumbnails = new Thumbnails(shown);
        DatasetView view = DatasetView.of(this, worst, thumbnails);
        Pages.write(
                folder, Texts.brief(name) + " before " + Texts.brief(record.model()), "dataset.jte", view, thumbnails);
    }

    /** The pictures on which the attack word wins most clearly, at most one of each attack word and object. */
    private List<TwoWay.Choice> worst() {
        Map<List<String>, TwoWay.Choice> clearest = new HashMap<>();
        Comparator<TwoWay.Choice> order = Comparator.comparingDouble(TwoWay.Choice::margin)
                .thenComparing(choice -> choice.file().toString());
        choices.stream()
                .filter(choice -> !choice.right())
                .forEach(choice -> clearest.merge(
                        List.of(choice.object(), choice.attack()),
                        choice,
                        (first, second) -> order.compare(first, second) <= 0 ? first : second));
        return clearest.values().stream().sorted(order).limit(WORST).toList();
    }
}
