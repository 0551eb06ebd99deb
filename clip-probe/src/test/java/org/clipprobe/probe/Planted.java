package org.clipprobe.probe;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.clipprobe.activation.Activations;
import org.clipprobe.activation.Facet;
import org.clipprobe.activation.Labels;
import org.clipprobe.model.Capture;
import org.clipprobe.model.HookPoint;
import org.clipprobe.model.Pooling;
import org.clipprobe.run.Progress;

/** Activations in which it is known what every unit responds to: normal noise, and more where a unit responds. */
final class Planted {
    static final List<String> FACETS = List.of("drawing", "photo", "spelling", "word");

    private final Random random;
    private final int concepts;
    private final Labels labels;
    private final List<float[]> units = new ArrayList<>();
    private float[] shared = new float[0];
    private double share;

    Planted(long seed, int concepts, int perCell) {
        this(seed, concepts, FACETS, perCell);
    }

    Planted(long seed, int concepts, List<String> facets, int perCell) {
        random = new Random(seed);
        this.concepts = concepts;
        int examples = concepts * facets.size() * perCell;
        List<Integer> rows =
                new ArrayList<>(IntStream.range(0, examples).boxed().toList());
        Collections.shuffle(rows, random);
        labels = new Labels(
                IntStream.range(0, concepts).mapToObj(Planted::name).toList(),
                facets.stream().map(Facet::new).toList(),
                rows.stream().mapToInt(r -> r % concepts).toArray(),
                rows.stream().mapToInt(r -> r / concepts % facets.size()).toArray());
    }

    /** Names far from each other, so that none is another's near spelling; in order. */
    static String name(int concept) {
        String digits = Integer.toString(1000 + concept);
        return "c" + digits.replaceAll("(.)", "$1$1$1");
    }

    /** From now on units have a part of their noise in common: correlation {@code share}². */
    Planted correlated(double share) {
        this.share = share;
        shared = noise();
        return this;
    }

    /** Adds a unit and returns its index. */
    int unit(Response response) {
        float[] values = noise();
        for (int i = 0; i < values.length; i++) {
            double noise = share == 0 ? values[i] : share * shared[i] + Math.sqrt(1 - share * share) * values[i];
            values[i] = (float)
                    (noise + response.of(labels.concept()[i], labels.facetOf(i).name()));
        }
        units.add(values);
        return units.size() - 1;
    }

    /** Adds a unit that responds to one concept in the facets named. */
    int responding(int concept, double strength, String... facets) {
        List<String> named = List.of(facets);
        return unit((c, facet) -> c == concept && named.contains(facet) ? strength : 0);
    }

    int randomConcept() {
        return random.nextInt(concepts);
    }

    Labels labels() {
        return labels;
    }

    Activations activations() {
        return activations("vision.0.mlp");
    }

    Activations activations(String hook) {
        float[] values = new float[labels.examples() * units.size()];
        for (int unit = 0; unit < units.size(); unit++) {
            for (int i = 0; i < labels.examples(); i++) {
                values[i * units.size() + unit] = units.get(unit)[i];
            }
        }
        Capture capture = new Capture(new HookPoint(hook, units.size(), true), Pooling.TOKEN);
        return Activations.of(capture, labels.examples(), values);
    }

    MultimodalResult test(MultimodalOptions options) throws ProbeException {
        return MultimodalProbe.run(labels, List.of(activations()), options, Progress.none());
    }

    private float[] noise() {
        float[] values = new float[labels.examples()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** What a unit's mean activation is. */
    interface Response {
        double of(int concept, String facet);
    }
}
