package org.clipprobe.report.internal;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.clipprobe.model.Unit;

/**
 * What the search page knows.
 *
 * @param model the model as the reader knows it
 * @param examples number of examples
 * @param report whether a report lies beside the pages
 * @param entries one for each unit
 */
record UnitIndex(String model, int examples, boolean report, List<Entry> entries) {
    /**
     * A unit in the search.
     *
     * @param unit the unit
     * @param name its name, empty without a good one
     * @param worth what the name is worth, in words
     * @param concepts the concepts that drive it most
     */
    record Entry(Unit unit, String name, String worth, List<String> concepts) {}

    /** The entries as JSON: id, file, name, worth, concepts, each. */
    String json() {
        return entries.stream()
                .map(entry -> "["
                        + String.join(
                                ",",
                                UnitFiles.json(entry.unit().toString()),
                                UnitFiles.json(UnitFiles.address(entry.unit())),
                                UnitFiles.json(entry.name()),
                                UnitFiles.json(entry.worth()),
                                UnitFiles.json(String.join(", ", entry.concepts())))
                        + "]")
                .collect(Collectors.joining(",\n", "[\n", "\n]"));
    }

    /** Whether units have names. */
    boolean named() {
        return entries.stream().anyMatch(entry -> !entry.name().isEmpty());
    }

    /** One link for each layer, for readers without scripts. */
    List<Entry> firstOfLayers() {
        Set<String> seen = new HashSet<>();
        return entries.stream().filter(entry -> seen.add(entry.unit().hook())).toList();
    }
}
