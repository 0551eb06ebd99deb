package org.clipprobe.concept.naming;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.clipprobe.activation.Activations;
import org.clipprobe.concept.similarity.Columns;
import org.clipprobe.concept.similarity.Cosines;
import org.clipprobe.concept.similarity.Naming;
import org.clipprobe.concept.similarity.ScoredConcept;
import org.clipprobe.concept.similarity.Shown;
import org.clipprobe.concept.similarity.ShuffledUnits;
import org.clipprobe.concept.similarity.UnitNames;
import org.clipprobe.run.Progress;

/** Names every unit of some layers and says which names are good. */
public final class UnitNaming {
    private UnitNaming() {}

    /** Names units; one {@link NamedLayer} for each layer, in their order. */
    public static List<NamedLayer> run(NamingInput input, NamingOptions options, Progress progress) {
        Cosines cosines = input.cosines();
        List<ShuffledUnits> shuffled = new ArrayList<>();
        for (int i = 0; i < input.layers().size(); i++) {
            shuffled.add(new ShuffledUnits(input.layers().get(i), options.shuffled(), options.seed() + i));
        }
        List<Activations> all = new ArrayList<>(input.layers());
        all.addAll(shuffled);
        List<List<UnitNames>> names =
                Naming.name(all, input.evidence(options.similarity()), options.similarity(), options.top(), progress);
        Shown shown = new Shown(input.set(), input.labels(), cosines, options.share(), bestOf(names));
        List<NamedLayer> layers = new ArrayList<>();
        for (int i = 0; i < input.layers().size(); i++) {
            double[] chance = chance(shuffled.get(i), names.get(input.layers().size() + i), shown);
            layers.add(judge(input.layers().get(i), names.get(i), chance, shown, options));
        }
        return layers;
    }

    private static Set<Integer> bestOf(List<List<UnitNames>> names) {
        Set<Integer> best = new HashSet<>();
        names.forEach(layer ->
                layer.forEach(unit -> unit.best().stream().limit(1).forEach(concept -> best.add(concept.concept()))));
        return best;
    }

    /** AUCs of the best names of shuffled units, ascending. */
    private static double[] chance(Activations shuffled, List<UnitNames> names, Shown shown) {
        double[] areas = Arrays.stream(quality(shuffled, names, shown))
                .mapToDouble(NameQuality::auc)
                .filter(auc -> !Double.isNaN(auc))
                .toArray();
        Arrays.sort(areas);
        return areas;
    }

    private static NamedLayer judge(
            Activations layer, List<UnitNames> names, double[] chance, Shown shown, NamingOptions options) {
        NameQuality[] quality = quality(layer, names, shown);
        double[] p = Arrays.stream(quality)
                .mapToDouble(found -> probability(found.auc(), chance))
                .toArray();
        double[] q = FalseDiscovery.adjusted(p);
        List<NamedUnit> units = new ArrayList<>();
        for (int u = 0; u < quality.length; u++) {
            NameQuality found = quality[u];
            boolean good = found.auc() >= options.smallestAuc() && q[u] <= options.level();
            NameQuality judged = new NameQuality(found.shown(), found.controls(), found.auc(), found.mad(), p[u], q[u]);
            units.add(new NamedUnit(names.get(u), judged, good));
        }
        int place = (int) Math.ceil((1 - options.level()) * chance.length) - 1;
        return new NamedLayer(layer.capture(), units, chance.length == 0 ? Double.NaN : chance[Math.max(0, place)]);
    }

    private static NameQuality[] quality(Activations layer, List<UnitNames> names, Shown shown) {
        NameQuality[] quality = new NameQuality[layer.units()];
        Columns.forEach(layer, 0, layer.units(), (unit, columns, offset) -> {
            float[] column = Arrays.copyOfRange(columns, offset, offset + layer.examples());
            List<ScoredConcept> best = names.get(unit).best();
            int[] members = best.isEmpty() ? new int[0] : shown.of(best.get(0).concept());
            quality[unit] = Quality.of(column, members);
        });
        return quality;
    }

    private static double probability(double auc, double[] chance) {
        if (Double.isNaN(auc)) {
            return 1;
        }
        int below = 0;
        while (below < chance.length && chance[below] < auc) {
            below++;
        }
        return (1.0 + chance.length - below) / (1 + chance.length);
    }
}
