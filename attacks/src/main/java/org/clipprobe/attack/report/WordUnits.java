package org.clipprobe.attack.report;

import java.util.List;
import org.clipprobe.attack.outcome.AreaUnderCurve;
import org.clipprobe.model.Unit;

/**
 * The multimodal units that fire for an attack word, and how well what the attack does to them predicts its success.
 *
 * @param word the attack word
 * @param units that fire for it
 * @param drive area under the curve of their drive for success, picture by picture
 * @param randomMean mean area of as many units drawn at random
 * @param randomLow 2.5 % quantile of these areas
 * @param randomHigh 97.5 % quantile of these areas
 * @param largest the area of as many units with the largest activations
 */
public record WordUnits(
        String word,
        List<Unit> units,
        AreaUnderCurve drive,
        double randomMean,
        double randomLow,
        double randomHigh,
        AreaUnderCurve largest) {
    public WordUnits {
        units = List.copyOf(units);
    }
}
