package org.clipprobe.concept;

import java.util.List;
import org.clipprobe.model.Capture;

/**
 * The test of all names of a layer.
 *
 * @param capture the hook point and pooling
 * @param known number of examples that units were named from and the simulator calibrated on
 * @param heldOut number of examples that it was tested on
 * @param units one for each unit, in order
 */
public record LayerSimulation(Capture capture, int known, int heldOut, List<SimulationScore> units) {
    public LayerSimulation {
        units = List.copyOf(units);
    }
}
