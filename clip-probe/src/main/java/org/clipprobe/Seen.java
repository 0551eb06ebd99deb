package org.clipprobe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clipprobe.model.Capture;
import org.clipprobe.model.TowerOutput;

/**
 * What the vision tower makes of one picture.
 *
 * @param values by hook point, one value for each unit
 * @param embedding where the picture is in the joint embedding, at length 1
 */
public record Seen(Map<String, float[]> values, float[] embedding) {
    static Seen of(List<Capture> captures, TowerOutput output) {
        Map<String, float[]> values = new LinkedHashMap<>();
        for (int i = 0; i < captures.size(); i++) {
            values.put(captures.get(i).at().name(), output.captured().get(i).values());
        }
        return new Seen(values, output.embeddings());
    }

    /**
     * The units' values at a hook point.
     *
     * @throws IllegalArgumentException when it was not looked at; the message names what was
     */
    public float[] at(String hookPoint) {
        return Optional.ofNullable(values.get(hookPoint))
                .orElseThrow(() -> new IllegalArgumentException(
                        "expected one of the hook points " + values.keySet() + ", found " + hookPoint));
    }
}
