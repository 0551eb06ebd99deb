package org.clipprobe.attack.report;

import java.util.ArrayList;
import java.util.List;
import org.clipprobe.attack.outcome.Proportion;
import org.clipprobe.report.page.Numbers;

/**
 * Curves of shares with their 95 % intervals. Across, places are in percent of the chart's width; up, in pixels.
 *
 * @param title what is shown
 * @param axis what varies
 * @param labels of the values on the axis
 * @param series the curves
 * @param ticks of the upright axis
 */
record Chart(String title, String axis, List<Tick> labels, List<Series> series, List<Tick> ticks) {
    static final int TOP = 10;
    static final int HEIGHT = 150;

    private static final int STEPS = 4;

    /** Upper ends of the upright axis of which a quarter is a whole number of percent. */
    private static final List<Double> TOPS = List.of(0.08, 0.12, 0.2, 0.4, 0.6, 0.8, 1.0);

    /** A written value. */
    record Tick(String at, String text) {}

    /**
     * One curve.
     *
     * @param kind class of its style
     */
    record Series(String name, String kind, List<Point> points, List<Stretch> stretches) {}

    /** One share. */
    record Point(String x, String y, String low, String high, String words) {}

    /** The line from one point to the next. */
    record Stretch(String x1, String y1, String x2, String y2) {}

    /** A curve's values, one for each label. */
    record Values(String name, String kind, List<Proportion> shares) {}

    /** A number from 0 to 1 with its range, in words too; what lies below 0 is drawn at 0. */
    record Mark(double value, double low, double high, String words) {}

    /** A curve's numbers, one for each label. */
    record Marks(String name, String kind, List<Mark> marks) {}

    static Chart of(String title, String axis, List<String> labels, List<Values> values) {
        return ofMarks(
                title,
                axis,
                labels,
                values.stream()
                        .map(each -> new Marks(
                                each.name,
                                each.kind,
                                each.shares.stream().map(Chart::mark).toList()))
                        .toList());
    }

    private static Mark mark(Proportion share) {
        return new Mark(
                share.trials() == 0 ? Double.NaN : share.share(),
                share.low(),
                share.high(),
                Rates.rate(share) + " of " + Numbers.count(share.trials()));
    }

    static Chart ofMarks(String title, String axis, List<String> labels, List<Marks> values) {
        double top = Math.max(
                0.05,
                values.stream()
                        .flatMap(each -> each.marks.stream())
                        .mapToDouble(Mark::high)
                        .filter(high -> !Double.isNaN(high))
                        .max()
                        .orElse(1));
        double most = TOPS.stream().filter(each -> each >= top).findFirst().orElse(1.0);
        List<Tick> across = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            across.add(new Tick(x(i, labels.size()), labels.get(i)));
        }
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i <= STEPS; i++) {
            double share = most * i / STEPS;
            ticks.add(new Tick(y(share, most), Numbers.decimals(100 * share, 0) + " %"));
        }
        return new Chart(
                title,
                axis,
                across,
                values.stream().map(each -> series(each, labels, most)).toList(),
                ticks);
    }

    private static Series series(Marks values, List<String> labels, double most) {
        List<Point> points = new ArrayList<>();
        List<Stretch> stretches = new ArrayList<>();
        for (int i = 0; i < values.marks.size(); i++) {
            Mark mark = values.marks.get(i);
            if (Double.isNaN(mark.value)) {
                continue;
            }
            Point point = new Point(
                    x(i, labels.size()),
                    y(mark.value, most),
                    y(mark.low, most),
                    y(mark.high, most),
                    values.name + ", " + labels.get(i) + ": " + mark.words);
            if (!points.isEmpty()) {
                Point last = points.get(points.size() - 1);
                stretches.add(new Stretch(last.x, last.y, point.x, point.y));
            }
            points.add(point);
        }
        return new Series(values.name, values.kind, points, stretches);
    }

    /** The chart in words, for who does not see it. */
    String description() {
        StringBuilder words = new StringBuilder();
        series.forEach(
                each -> each.points.forEach(point -> words.append(point.words).append(". ")));
        return words.toString().strip();
    }

    private static String x(int index, int count) {
        return Numbers.decimals(100 * (index + 0.5) / count, 2) + "%";
    }

    private static String y(double share, double most) {
        return Numbers.decimals(TOP + HEIGHT * (1 - Math.max(0, share) / most), 1);
    }
}
