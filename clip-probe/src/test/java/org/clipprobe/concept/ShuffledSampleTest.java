package org.clipprobe.concept;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.clipprobe.activation.Labels;
import org.clipprobe.concept.naming.SampleStudy;
import org.clipprobe.probe.MultimodalOptions;
import org.clipprobe.probe.MultimodalProbe;
import org.clipprobe.probe.ProbeException;
import org.clipprobe.run.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample's own activations with its sources dealt to other concepts: nothing is left to find. */
class ShuffledSampleTest {
    private static final int SEEDS = 20;

    @TempDir
    private Path folder;

    @Test
    void withSourcesShuffledWithinFacetsNoMoreRunsFindUnitsThanIsStated() throws IOException, ProbeException {
        SampleStudy study = SampleStudy.of("vision.*.mlp", 4, folder);
        for (double rate : new double[] {0.05, 0.2}) {
            int any = 0;
            for (int seed = 0; seed < SEEDS; seed++) {
                int units = MultimodalProbe.run(
                                shuffled(study.labels(), new Random(seed)),
                                study.layers(),
                                new MultimodalOptions(rate, 0.9, 0, 0),
                                Progress.none())
                        .multimodalUnits();
                any += units > 0 ? 1 : 0;
            }
            int bound = new BinomialDistribution(null, SEEDS, rate).inverseCumulativeProbability(0.999);
            assertTrue(any <= bound, "at " + rate + " units were found in " + any + " of " + SEEDS + " runs");
        }
    }

    /** Deals whole sources to the concepts within each facet; every concept keeps its number of sources. */
    private static Labels shuffled(Labels labels, Random random) {
        int[] concept = labels.concept().clone();
        for (int f = 0; f < labels.facets().size(); f++) {
            int facet = f;
            int[] rows = IntStream.range(0, labels.examples())
                    .filter(i -> labels.facet()[i] == facet)
                    .toArray();
            Map<Integer, Integer> conceptOf = new HashMap<>();
            IntStream.of(rows).forEach(i -> conceptOf.put(labels.source()[i], labels.concept()[i]));
            List<Integer> sources = new ArrayList<>(new TreeSet<>(conceptOf.keySet()));
            List<Integer> dealt = new ArrayList<>(sources);
            Collections.shuffle(dealt, random);
            Map<Integer, Integer> other = new HashMap<>();
            for (int i = 0; i < sources.size(); i++) {
                other.put(sources.get(i), conceptOf.get(dealt.get(i)));
            }
            IntStream.of(rows).forEach(i -> concept[i] = other.get(labels.source()[i]));
        }
        return new Labels(
                labels.concepts(), labels.facets(), concept, labels.facet(), labels.sources(), labels.source());
    }
}
