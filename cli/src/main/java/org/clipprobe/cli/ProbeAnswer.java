package org.clipprobe.cli;

import java.util.ArrayList;
import java.util.List;
import org.clipprobe.probe.Finding;
import org.clipprobe.probe.HeldOut;
import org.clipprobe.probe.LayerResult;
import org.clipprobe.probe.MultimodalResult;

/** What a probe found, in lines for people. */
final class ProbeAnswer {
    private static final int LISTED = 10;

    private ProbeAnswer() {}

    static List<String> lines(MultimodalResult result) {
        List<String> lines = new ArrayList<>();
        int found = result.multimodalUnits();
        lines.add(String.format(
                "%,d of %,d units %s to a concept in every facet (%s).",
                found, result.units(), found == 1 ? "responds" : "respond", String.join(", ", result.facets())));
        if (found > 0) {
            lines.add(String.format(
                    "At most %d %% of the units listed are expected to be coincidence (%.1f of %d); of the pairs, %.1f of"
                            + " %d.",
                    Math.round(100 * result.options().fdr()),
                    result.unitsByChance(),
                    found,
                    result.sum(LayerResult::pairsByChance),
                    (int) result.sum(LayerResult::passingPairs)));
            lines.add(String.format(
                    "In 19 of 20 runs like this one at most %,d of the units would be coincidence.",
                    result.unitsByChanceAtMost()));
        }
        for (HeldOut held : result.heldOut()) {
            if (held.found() > 0) {
                lines.add(String.format(
                        "Found without %s: %d pairs, of which %d respond there too (%.1f by chance).",
                        held.facet(), held.found(), held.confirmed(), held.chance()));
            }
        }
        for (LayerResult layer : result.layers()) {
            lines.add(String.format(
                    "  %-16s %4d of %4d units, %4.1f by coincidence",
                    layer.capture().at().name(), layer.multimodalUnits(), layer.units(), layer.unitsByChance()));
        }
        for (Finding finding : result.findings().stream()
                .filter(pair -> !pair.readsLetters())
                .limit(LISTED)
                .toList()) {
            lines.add(String.format(
                    "  %-20s %-16s smallest effect %.1f sd, AUC %.3f%s",
                    finding.unit(),
                    finding.concept(),
                    finding.score(),
                    finding.auc(),
                    finding.redraws()
                            .map(n -> ", found in " + n + " of "
                                    + result.options().redraws() + " redraws")
                            .orElse("")));
        }
        return lines;
    }
}
