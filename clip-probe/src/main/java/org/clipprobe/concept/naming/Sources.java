package org.clipprobe.concept.naming;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.clipprobe.activation.Activations;
import org.clipprobe.activation.Labels;
import org.clipprobe.concept.set.Embeddings;
import org.clipprobe.statistic.Shuffle;

/**
 * The sources of a probing set, cut into two halves: one chooses, the other judges. A source is one observation, and its
 * value is the mean of its variants. Within each concept, and there within each facet, every other source is held out,
 * in an order that follows from a seed; what is one source stays in one half, whatever its variants are labelled with.
 * Sources of no known concept take part in choosing only, since judging compares what shows a concept with what does not.
 */
public final class Sources {
    /** A style with fewer sources than this among those held out is shuffled with the rest of its facet. */
    private static final int SMALLEST_STYLE = 10;

    /** Examples that are variants of one source in one concept and facet. */
    private record Source(String name, int concept, int facet, int[] variants) {}

    private final List<Source> known;
    private final List<Source> heldOut;
    private final Optional<Labels> labels;

    private Sources(List<Source> known, List<Source> heldOut, Optional<Labels> labels) {
        this.known = known;
        this.heldOut = heldOut;
        this.labels = labels;
    }

    /** The sources of what units are named from. */
    public static Sources of(NamingInput input, long seed) {
        List<Source> all = input.labels().map(Sources::labelled).orElseGet(() -> unlabelled(input.source()));
        Map<String, Boolean> chosen = halves(all, new Random(seed));
        return new Sources(
                all.stream()
                        .filter(source -> !chosen.getOrDefault(source.name(), false))
                        .toList(),
                all.stream()
                        .filter(source -> chosen.getOrDefault(source.name(), false))
                        .toList(),
                input.labels());
    }

    private static List<Source> unlabelled(int[] source) {
        Map<Integer, List<Integer>> variants = new LinkedHashMap<>();
        for (int e = 0; e < source.length; e++) {
            variants.computeIfAbsent(source[e], none -> new ArrayList<>()).add(e);
        }
        return variants.entrySet().stream()
                .map(entry -> new Source(
                        Integer.toString(entry.getKey()),
                        0,
                        0,
                        entry.getValue().stream().mapToInt(Integer::intValue).toArray()))
                .toList();
    }

    private static List<Source> labelled(Labels labels) {
        Map<List<Integer>, List<Integer>> variants = new LinkedHashMap<>();
        for (int e = 0; e < labels.examples(); e++) {
            List<Integer> key = List.of(labels.concept()[e], labels.facet()[e], labels.source()[e]);
            variants.computeIfAbsent(key, none -> new ArrayList<>()).add(e);
        }
        List<Source> sources = new ArrayList<>();
        variants.forEach((key, examples) -> sources.add(new Source(
                labels.sources().get(key.get(2)),
                key.get(0),
                key.get(1),
                examples.stream().mapToInt(Integer::intValue).toArray())));
        return sources;
    }

    /** Whether each source, by its name, is held out. */
    private static Map<String, Boolean> halves(List<Source> all, Random random) {
        Map<Integer, Map<Integer, List<Source>>> concepts = new TreeMap<>();
        for (Source source :
                all.stream().filter(one -> one.concept() != Labels.NONE).toList()) {
            concepts.computeIfAbsent(source.concept(), none -> new TreeMap<>())
                    .computeIfAbsent(source.facet(), none -> new ArrayList<>())
                    .add(source);
        }
        Map<String, Boolean> heldOut = new HashMap<>();
        for (Map<Integer, List<Source>> facets : concepts.values()) {
            boolean turn = concepts.size() > 1 && random.nextBoolean();
            List<List<Source>> some = List.copyOf(facets.values());
            for (int facet : Shuffle.order(some.size(), random)) {
                List<Source> sources = some.get(facet);
                for (int i : Shuffle.order(sources.size(), random)) {
                    if (heldOut.putIfAbsent(sources.get(i).name(), turn) == null) {
                        turn = !turn;
                    }
                }
            }
        }
        return heldOut;
    }

    /** The half that chooses, its sources in the place of examples. */
    public NamingInput known(NamingInput input) {
        return means(input, known);
    }

    /** The half that judges, its sources in the place of examples. */
    public NamingInput heldOut(NamingInput input) {
        return means(input, heldOut);
    }

    /** Both halves, first the one that chooses. */
    public NamingInput all(NamingInput input) {
        List<Source> all = new ArrayList<>(known);
        all.addAll(heldOut);
        return means(input, all);
    }

    public int knownCount() {
        return known.size();
    }

    public int heldOutCount() {
        return heldOut.size();
    }

    /** The first variant of each source of {@link #all}, to show it by. */
    public int[] examples() {
        return IntStream.concat(
                        known.stream().mapToInt(Sources::first),
                        heldOut.stream().mapToInt(Sources::first))
                .toArray();
    }

    private static int first(Source source) {
        return source.variants()[0];
    }

    /** A unit's values for the sources of the half that chooses. */
    public float[] known(float[] activations) {
        return SourceMeans.of(activations, 0, variants(known));
    }

    /** A unit's values for the sources of the half that judges. */
    public float[] heldOut(float[] activations) {
        return SourceMeans.of(activations, 0, variants(heldOut));
    }

    private static int[][] variants(List<Source> sources) {
        return sources.stream().map(Source::variants).toArray(int[][]::new);
    }

    private NamingInput means(NamingInput input, List<Source> sources) {
        int[][] variants = variants(sources);
        return new NamingInput(
                input.layers().stream()
                        .map(layer -> (Activations) new SourceMeans(layer, variants))
                        .toList(),
                means(input.examples(), variants),
                input.concepts(),
                input.set(),
                labels.map(known -> labels(known, sources)));
    }

    private static Embeddings means(Embeddings examples, int[][] variants) {
        int dimensions = examples.dimensions();
        float[] means = new float[Math.multiplyExact(variants.length, dimensions)];
        for (int s = 0; s < variants.length; s++) {
            double[] mean = examples.mean(variants[s]);
            for (int d = 0; d < dimensions; d++) {
                means[s * dimensions + d] = (float) mean[d];
            }
        }
        return Embeddings.normalised(variants.length, dimensions, means);
    }

    private static Labels labels(Labels all, List<Source> sources) {
        return new Labels(
                all.concepts(),
                all.facets(),
                sources.stream().mapToInt(Source::concept).toArray(),
                sources.stream().mapToInt(Source::facet).toArray(),
                sources.stream().map(Source::name).toList(),
                IntStream.range(0, sources.size()).toArray());
    }

    /**
     * Which held-out sources can be exchanged when nothing is there: those of one facet and one style. Sources whose
     * names differ in the concept only are of one style, such as {@code ant/flat/noto} and {@code bee/flat/noto}.
     *
     * @return per held-out source, the number of its stratum
     */
    int[] strata() {
        List<String> styles = heldOut.stream().map(this::style).toList();
        Map<String, Integer> sizes = new HashMap<>();
        styles.forEach(style -> sizes.merge(style, 1, Integer::sum));
        Map<String, Integer> strata = new HashMap<>();
        int[] stratum = new int[styles.size()];
        for (int s = 0; s < stratum.length; s++) {
            String style = sizes.get(styles.get(s)) < SMALLEST_STYLE
                    ? Integer.toString(heldOut.get(s).facet())
                    : styles.get(s);
            Integer next = strata.size();
            stratum[s] = strata.computeIfAbsent(style, none -> next);
        }
        return stratum;
    }

    private String style(Source source) {
        String concept =
                labels.map(known -> known.concepts().get(source.concept())).orElse("");
        return concept.isEmpty()
                ? ""
                : source.facet() + " " + source.name().replace(concept, "").replace(concept.replace('_', ' '), "");
    }
}
