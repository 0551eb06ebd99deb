package org.clipprobe.concept.simulation;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.clipprobe.model.Capture;

/**
 * The test of all names of a layer.
 *
 * @param capture the hook point and pooling
 * @param known number of sources that units were named from and the simulator calibrated on
 * @param heldOut number of sources that it was tested on
 * @param units one for each unit, in order; their scores are distributed as the figures of Bills et al., "Language models can
 *     explain neurons in language models" (2023), show for a layer
 * @param excess what names predict beyond random directions
 * @param revisedExcess the same of revised names
 */
public record LayerSimulation(
        Capture capture, int known, int heldOut, List<SimulationScore> units, Excess excess, Excess revisedExcess) {
    public LayerSimulation {
        units = List.copyOf(units);
    }

    /** The median over the layer's units of one of their scores, such as {@link SimulationScore#score}; NaN without units. */
    public double median(ToDoubleFunction<SimulationScore> score) {
        return new Median().evaluate(units.stream().mapToDouble(score).toArray());
    }
}
