package org.clipprobe.probe;

import java.util.List;

/**
 * How many multimodal units a family of concepts has, such as animals or food.
 *
 * @param family the family's name
 * @param concepts number of its concepts that were tested
 * @param units units found for one of them, those that read letters not counted
 * @param byChance how many it would have if the concepts that units were found for were any others of those tested
 * @param p share of shuffles of the families over the tested concepts that give it as many units, by the rule
 *     (1 + those) / (1 + all)
 * @param layers units found in each layer, in the layers' order
 */
public record FamilyCount(String family, int concepts, int units, double byChance, double p, List<Integer> layers) {
    public FamilyCount {
        layers = List.copyOf(layers);
    }
}
