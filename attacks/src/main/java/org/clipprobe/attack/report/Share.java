package org.clipprobe.attack.report;

import org.clipprobe.attack.outcome.Proportion;
import org.clipprobe.report.page.Numbers;

/**
 * A share with its 95 % interval, in words and as a plot; places are in percent of the plot's width.
 *
 * @param of what share
 */
record Share(Proportion of) {
    String words() {
        return Rates.rate(of);
    }

    String at() {
        return place(of.share());
    }

    String from() {
        return place(of.low());
    }

    String to() {
        return place(of.high());
    }

    private static String place(double share) {
        return Numbers.decimals(Double.isNaN(share) ? 0 : 100 * share, 2) + "%";
    }
}
