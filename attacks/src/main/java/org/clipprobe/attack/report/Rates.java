package org.clipprobe.attack.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.clipprobe.attack.Control;
import org.clipprobe.attack.outcome.Breakdown;
import org.clipprobe.attack.outcome.Proportion;
import org.clipprobe.report.page.Numbers;
import org.clipprobe.statistic.Estimate;

/**
 * Attack success by one thing that varied.
 *
 * @param title what varied
 * @param rows one for each of its values
 * @param left how many values are not shown
 */
record Rates(String title, List<Row> rows, int left) {
    private static final Pattern CELL = Pattern.compile("cell (\\d+),(\\d+) of (\\d+)x(\\d+)");
    private static final int MOST_CELLS = 1024;

    /**
     * One value.
     *
     * @param name of the value
     * @param group its trials in numbers
     */
    record Row(String name, Breakdown.Group group) {
        /** What the words do beyond their anagrams. */
        String beyondAnagram() {
            return group.summary()
                    .contrast(Control.ANAGRAM)
                    .map(contrast -> points(contrast.moreSuccess()))
                    .orElse("–");
        }

        Share success() {
            return new Share(group.summary().success());
        }
    }

    /** The rows as a curve. */
    Chart chart() {
        return Chart.of(
                "Success by " + title,
                title,
                rows.stream().map(Row::name).toList(),
                List.of(new Chart.Values(
                        "success",
                        "word",
                        rows.stream().map(row -> row.success().of()).toList())));
    }

    /** Success by place on a grid; {@code level} is from 0 to 9. */
    record HeatCell(int column, int row, int level, String words) {}

    /** A grid of places. */
    record Heat(int columns, int rows, List<HeatCell> cells) {}

    static Rates inOrder(String title, List<Breakdown.Group> groups, int most) {
        List<Row> rows = groups.stream().limit(most).map(Rates::row).toList();
        return new Rates(title, rows, groups.size() - rows.size());
    }

    static Rates strongestFirst(String title, List<Breakdown.Group> groups, int most) {
        return inOrder(
                title,
                groups.stream()
                        .sorted(Comparator.comparingDouble((Breakdown.Group group) ->
                                        -group.summary().advantage())
                                .thenComparing(Breakdown.Group::key))
                        .toList(),
                most);
    }

    private static Row row(Breakdown.Group group) {
        return new Row(group.key().isEmpty() ? "(empty text)" : group.key(), group);
    }

    static String rate(Proportion share) {
        return share.trials() == 0
                ? "–"
                : Numbers.percent(rounded(share.share())) + " ("
                        + Numbers.percent(rounded(share.low())).replace(" %", "") + "–"
                        + Numbers.percent(rounded(share.high())) + ")";
    }

    /** {@code +21.4 (18.0 to 25.3)}: a difference of two shares in percentage points. */
    static String points(Estimate difference) {
        return difference.known()
                ? Numbers.signed(100 * difference.value()) + " (" + Numbers.signed(100 * difference.low()) + " to "
                        + Numbers.signed(100 * difference.high()) + ")"
                : "–";
    }

    private static double rounded(double share) {
        return Math.rint(share * 1000) / 1000;
    }

    /** One grid for each size of grid among the places; none when places are not on a grid. */
    static List<Heat> heat(List<Breakdown.Group> places) {
        List<Heat> grids = new ArrayList<>();
        for (Breakdown.Group place : places) {
            Matcher cell = CELL.matcher(place.key());
            if (!cell.matches() || place.summary().trials() == 0) {
                continue;
            }
            int columns = Integer.parseInt(cell.group(3));
            int rows = Integer.parseInt(cell.group(4));
            if (grids.stream().noneMatch(grid -> grid.columns == columns && grid.rows == rows)) {
                grids.add(new Heat(columns, rows, new ArrayList<>()));
            }
            Heat grid = grids.stream()
                    .filter(each -> each.columns == columns && each.rows == rows)
                    .findFirst()
                    .orElseThrow();
            Proportion success = place.summary().success();
            if (grid.cells.size() < MOST_CELLS) {
                grid.cells.add(new HeatCell(
                        Integer.parseInt(cell.group(1)),
                        Integer.parseInt(cell.group(2)),
                        (int) Math.min(9, success.share() * 10),
                        rate(success)));
            }
        }
        return grids;
    }
}
