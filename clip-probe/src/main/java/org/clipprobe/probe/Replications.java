package org.clipprobe.probe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Found again? With each facet of pictures held out of the finding, and with the words drawn anew. */
final class Replications {
    private final Map<Place, Integer> redrawn = new HashMap<>();
    private final Map<String, Set<Place>> confirmed = new HashMap<>();
    private final List<HeldOut> heldOut = new ArrayList<>();
    private final int redraws;

    /** A pair, and the hook point's place. */
    private record Place(int layer, int unit, int concept) {}

    Replications(List<LayerScan.Table> tables, Design design, double rate) {
        redraws = design.redraws().length;
        int[] all = IntStream.range(0, design.facets().size()).toArray();
        for (int redraw = 0; redraw < redraws; redraw++) {
            int which = redraw;
            List<List<UnitHits>> layers =
                    tables.stream().map(table -> table.redraws().get(which)).toList();
            found(Decision.of(layers, design, all, rate), layers.size())
                    .forEach(place -> redrawn.merge(place, 1, Integer::sum));
        }
        List<List<UnitHits>> layers = tables.stream().map(LayerScan.Table::hits).toList();
        int pictures = design.words() ? all.length - 1 : all.length;
        for (int facet = 0; all.length > 2 && facet < pictures; facet++) {
            hold(facet, layers, design, rate);
        }
    }

    private void hold(int facet, List<List<UnitHits>> layers, Design design, double rate) {
        int[] others = IntStream.range(0, design.facets().size())
                .filter(f -> f != facet)
                .toArray();
        Set<Place> found = found(Decision.of(layers, design, others, rate), layers.size());
        Set<Place> again = new HashSet<>();
        double chance = 0;
        for (int layer = 0; layer < layers.size(); layer++) {
            Map<Integer, Set<Integer>> reaching = new HashMap<>();
            for (UnitHits unit : layers.get(layer)) {
                Set<Integer> concepts = new HashSet<>();
                IntStream.of(unit.concepts()[facet]).forEach(concepts::add);
                reaching.put(unit.unit(), concepts);
            }
            for (Place place : found) {
                if (place.layer() == layer) {
                    Set<Integer> there = reaching.get(place.unit());
                    chance += (double) there.size() / design.tested().length;
                    if (there.contains(place.concept())) {
                        again.add(place);
                    }
                }
            }
        }
        String name = design.facets().get(facet).name();
        confirmed.put(name, again);
        heldOut.add(new HeldOut(name, found.size(), again.size(), chance));
    }

    private static Set<Place> found(Decision decision, int layers) {
        Set<Place> found = new HashSet<>();
        for (int layer = 0; layer < layers; layer++) {
            for (LayerScan.Pair pair : decision.at(layer, decision.threshold()).pairs()) {
                found.add(new Place(layer, pair.unit(), pair.concept()));
            }
        }
        return found;
    }

    /** One for each facet of pictures that can be held out. */
    List<HeldOut> heldOut() {
        return heldOut;
    }

    /** The facets that replicate a pair found without them. */
    List<String> confirming(int layer, LayerScan.Pair pair) {
        Place place = new Place(layer, pair.unit(), pair.concept());
        return heldOut.stream()
                .map(HeldOut::facet)
                .filter(facet -> confirmed.get(facet).contains(place))
                .toList();
    }

    /** How often the words were drawn anew. */
    int redraws() {
        return redraws;
    }

    /** In how many redraws a pair is found. */
    int redrawn(int layer, LayerScan.Pair pair) {
        return redrawn.getOrDefault(new Place(layer, pair.unit(), pair.concept()), 0);
    }
}
