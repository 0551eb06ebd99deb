package org.clipprobe.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.clipprobe.activation.Activations;
import org.clipprobe.activation.Facet;
import org.clipprobe.activation.Labels;
import org.clipprobe.model.Capture;
import org.clipprobe.model.HookPoint;
import org.clipprobe.model.Pooling;

/**
 * Made activations in which it is known which units respond to which concept in every facet. Every unit has a standard
 * normal preference for every source; pictures of a concept share a part of it over their facets, words do not, and the
 * variants of a source differ by noise.
 */
final class Scenario {
    private static final double WITHIN = 0.3;
    private static final int VARIANTS = 2;
    private static final int WORDS = 8;

    private final Random random;
    private final SplittableRandom normal;
    private final int concepts;
    private final int units;
    private final List<String> facets;
    private final List<Integer> concept = new ArrayList<>();
    private final List<Integer> facet = new ArrayList<>();
    private final List<Integer> source = new ArrayList<>();
    private final List<float[]> layers = new ArrayList<>();
    private final Set<Truth> truth = new HashSet<>();
    private final List<Integer> free;
    private int sources;

    /** A unit of a layer that responds to a concept in every facet. */
    record Truth(int layer, int unit, int concept) {}

    private Scenario(long seed, int concepts, int units, List<String> facets) {
        random = new Random(seed);
        normal = new SplittableRandom(seed);
        this.concepts = concepts;
        this.units = units;
        this.facets = facets;
        free = new ArrayList<>(IntStream.range(0, units).boxed().toList());
        Collections.shuffle(free, random);
    }

    /**
     * Nothing is true: pictures share preferences with a correlation, words have their own.
     *
     * @param perFacet sources of each concept in each facet of pictures
     * @param shared the correlation of a concept's pictures
     */
    static Scenario unrelated(long seed, int concepts, int units, int layers, int perFacet, double shared) {
        Scenario made = new Scenario(seed, concepts, units, List.of("flat", "photo", "word"));
        for (int c = 0; c < concepts; c++) {
            for (int f = 0; f < 2; f++) {
                for (int s = 0; s < perFacet; s++) {
                    made.source(c, f, VARIANTS);
                }
            }
            made.source(c, 2, WORDS);
        }
        for (int layer = 0; layer < layers; layer++) {
            made.layers.add(made.preferences(shared));
        }
        return made;
    }

    /** Noise, in which a few concepts have few sources in each facet and the others many. */
    static Scenario unequal(
            long seed, int concepts, int units, int layers, int rare, int few, int many, boolean words) {
        Scenario made = new Scenario(
                seed, concepts, units, words ? List.of("drawing", "photo", "word") : List.of("drawing", "photo"));
        for (int c = 0; c < concepts; c++) {
            for (int f = 0; f < made.facets.size(); f++) {
                for (int s = 0; s < (c < rare ? few : many); s++) {
                    made.source(c, f, 1);
                }
            }
        }
        for (int layer = 0; layer < layers; layer++) {
            made.layers.add(made.noise(1));
        }
        return made;
    }

    private void source(int ofConcept, int inFacet, int variants) {
        for (int variant = 0; variant < variants; variant++) {
            concept.add(ofConcept);
            facet.add(inFacet);
            source.add(sources);
        }
        sources++;
    }

    private int examples() {
        return concept.size();
    }

    private float[] noise(double sd) {
        float[] values = new float[examples() * units];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (sd * normal.nextGaussian());
        }
        return values;
    }

    private float[] preferences(double shared) {
        float[] common = gaussian(concepts * units);
        float[] own = gaussian(sources * units);
        float[] values = noise(WITHIN);
        for (int i = 0; i < examples(); i++) {
            boolean word = facet.get(i) == 2;
            for (int u = 0; u < units; u++) {
                double preference = own[source.get(i) * units + u];
                values[i * units + u] += (float)
                        (word
                                ? preference
                                : Math.sqrt(shared) * common[concept.get(i) * units + u]
                                        + Math.sqrt(1 - shared) * preference);
            }
        }
        return values;
    }

    private float[] gaussian(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) normal.nextGaussian();
        }
        return values;
    }

    /** Units of the first layer that respond to some concepts in every facet. */
    Scenario planted(int count, double sd, int perUnit) {
        for (int i = 0; i < count; i++) {
            int unit = free.remove(free.size() - 1);
            List<Integer> all =
                    new ArrayList<>(IntStream.range(0, concepts).boxed().toList());
            Collections.shuffle(all, random);
            for (int c : all.subList(0, perUnit)) {
                respond(unit, c, sd, facets);
                truth.add(new Truth(0, unit, c));
            }
        }
        return this;
    }

    /** Units of the first layer that respond to a concept, but only in these facets. */
    Scenario partial(int count, double sd, String... where) {
        for (int i = 0; i < count; i++) {
            respond(free.remove(free.size() - 1), random.nextInt(concepts), sd, List.of(where));
        }
        return this;
    }

    private void respond(int unit, int to, double sd, List<String> where) {
        for (int i = 0; i < examples(); i++) {
            if (concept.get(i) == to && where.contains(facets.get(facet.get(i)))) {
                layers.get(0)[i * units + unit] += (float) sd;
            }
        }
    }

    /** As behind a ReLU: below a threshold units are silent. */
    Scenario silentBelow(double threshold) {
        for (float[] layer : layers) {
            for (int i = 0; i < layer.length; i++) {
                layer[i] = Math.max(0, layer[i] - (float) threshold);
            }
        }
        return this;
    }

    /** Units that are mixtures of a few. */
    Scenario correlated(int rank) {
        layers.replaceAll(layer -> {
            float[] mix = gaussian(rank * units);
            float[] mixed = new float[layer.length];
            for (int i = 0; i < examples(); i++) {
                for (int k = 0; k < rank; k++) {
                    float value = layer[i * units + k] / (float) Math.sqrt(rank);
                    for (int u = 0; u < units; u++) {
                        mixed[i * units + u] += value * mix[k * units + u];
                    }
                }
            }
            return mixed;
        });
        return this;
    }

    /** Groups of units that are nearly the same. */
    Scenario nearCopies(int group) {
        for (float[] layer : layers) {
            float[] before = layer.clone();
            for (int i = 0; i < examples(); i++) {
                for (int u = 0; u < units; u++) {
                    layer[i * units + u] = before[i * units + u / group] + 0.1f * (float) normal.nextGaussian();
                }
            }
        }
        return this;
    }

    /** All units respond in one facet, and every example has a brightness that drives all units, each in its way. */
    Scenario bright(int brightFacet) {
        float[] brightness = gaussian(examples());
        for (float[] layer : layers) {
            float[] loading = gaussian(units);
            for (int i = 0; i < examples(); i++) {
                float raised = facet.get(i) == brightFacet ? 3 : 0;
                for (int u = 0; u < units; u++) {
                    layer[i * units + u] += raised + 1.5f * brightness[i] * loading[u];
                }
            }
        }
        return this;
    }

    Labels labels() {
        int[] none = {};
        return new Labels(
                IntStream.range(0, concepts).mapToObj(Scenario::name).toList(),
                facets.stream().map(Facet::new).toList(),
                concept.stream().mapToInt(c -> c).toArray(),
                facet.stream().mapToInt(f -> f).toArray(),
                sources == 0
                        ? List.of()
                        : IntStream.range(0, sources)
                                .mapToObj(s -> String.format("s%06d", s))
                                .toList(),
                sources == 0 ? none : source.stream().mapToInt(s -> s).toArray());
    }

    /** Names far from each other, so that none is another's near spelling; in order. */
    private static String name(int concept) {
        return "c" + Integer.toString(1000 + concept).replaceAll("(.)", "$1$1$1");
    }

    /** The concept with a name. */
    static int concept(String name) {
        return Integer.parseInt(name.substring(1).replaceAll("(.)\\1\\1", "$1")) - 1000;
    }

    List<Activations> activations() {
        return IntStream.range(0, layers.size())
                .mapToObj(layer -> Activations.of(
                        new Capture(new HookPoint("vision." + layer + ".mlp", units, true), Pooling.TOKEN),
                        examples(),
                        layers.get(layer)))
                .toList();
    }

    Set<Truth> truth() {
        return truth;
    }

    /** Units that respond to a concept in every facet. */
    int trueUnits() {
        return (int) truth.stream()
                .map(t -> Arrays.asList(t.layer(), t.unit()))
                .distinct()
                .count();
    }
}
