package org.clipprobe.concept.naming;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.clipprobe.activation.Activations;
import org.clipprobe.concept.similarity.Naming;
import org.clipprobe.concept.similarity.ScoredConcept;
import org.clipprobe.concept.similarity.UnitNames;
import org.clipprobe.concept.similarity.internal.Columns;
import org.clipprobe.run.Progress;

/**
 * Names every unit of some layers and says which names are good. Names are chosen on half of the probing set's sources
 * and judged on the other half.
 */
public final class UnitNaming {
    private UnitNaming() {}

    /** Names units; one {@link NamedLayer} for each layer, in their order. */
    public static List<NamedLayer> run(NamingInput input, NamingOptions options, Progress progress) {
        Sources sources = Sources.of(input, options.seed());
        NamingInput known = sources.known(input);
        NamingInput heldOut = sources.heldOut(input);
        List<List<UnitNames>> names = Naming.name(
                known.layers(), known.evidence(options.similarity()), options.similarity(), options.top(), progress);
        Judge judge = new Judge(sources, heldOut, options);
        List<NameQuality[]> quality = new ArrayList<>();
        long units = 0;
        for (int i = 0; i < names.size(); i++) {
            quality.add(quality(heldOut.layers().get(i), names.get(i), judge, units));
            units += names.get(i).size();
        }
        return judged(input.layers(), names, quality, options);
    }

    private static NameQuality[] quality(Activations layer, List<UnitNames> names, Judge judge, long first) {
        NameQuality[] quality = new NameQuality[layer.units()];
        Columns.forEach(layer, 0, layer.units(), (unit, columns, offset) -> {
            float[] column = Arrays.copyOfRange(columns, offset, offset + layer.examples());
            List<ScoredConcept> best = names.get(unit).best();
            quality[unit] = best.isEmpty()
                    ? judge.of(column, new int[0], first + unit)
                    : judge.name(column, best.get(0).concept(), first + unit);
        });
        return quality;
    }

    /** All layers are one family: what is counted together is judged together. */
    private static List<NamedLayer> judged(
            List<Activations> layers, List<List<UnitNames>> names, List<NameQuality[]> quality, NamingOptions options) {
        double[] q = FalseDiscovery.adjusted(quality.stream()
                .flatMap(Arrays::stream)
                .mapToDouble(NameQuality::p)
                .toArray());
        List<NamedLayer> judged = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < layers.size(); i++) {
            List<NamedUnit> units = new ArrayList<>();
            for (int u = 0; u < quality.get(i).length; u++) {
                NameQuality found = quality.get(i)[u];
                NameQuality adjusted =
                        new NameQuality(found.shown(), found.controls(), found.auc(), found.mad(), found.p(), q[at++]);
                boolean good = adjusted.auc() >= options.smallestAuc() && adjusted.q() <= options.level();
                units.add(new NamedUnit(names.get(i).get(u), adjusted, good));
            }
            judged.add(new NamedLayer(layers.get(i).capture(), units));
        }
        return judged;
    }
}
