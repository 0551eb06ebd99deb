package org.clipprobe.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.clipprobe.activation.Labels;
import org.clipprobe.activation.ProbingSet;
import org.clipprobe.probe.ProbeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@link NullTowers}; docs/calibration.md has 20 seeds. */
class NullTowersTest {
    private static final int SEEDS = 2;
    private static final int CONCEPTS = 40;
    private static final Path SAMPLES = Path.of(System.getProperty("clipprobe.root"), "samples");

    @TempDir
    private Path folder;

    @Test
    void whereNothingIsThereNextToNothingIsClaimed() throws IOException, ProbeException {
        ProbingSet pictures = NullStudy.some(ProbingSet.read(SAMPLES.resolve("pictures")), CONCEPTS);
        NullTowers.Runs runs = new NullTowers.Runs(SAMPLES.resolve("emoji-clip"), pictures, folder);
        List<NullTowers.Claims> exchanged = new ArrayList<>();
        List<NullTowers.Claims> all = new ArrayList<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            all.add(runs.randomWeights(seed));
            exchanged.add(runs.exchanged(seed));
        }
        all.addAll(exchanged);
        long named = exchanged.stream().filter(c -> c.byPictures() > 0).count()
                + exchanged.stream().filter(c -> c.byLabels() > 0).count();
        assertTrue(named <= NullTowers.bound(2 * SEEDS, 0.05), exchanged.toString());
        assertTrue(
                all.stream().filter(c -> c.strict() > 0).count() <= NullTowers.bound(all.size(), 0.05), all::toString);
        assertTrue(all.stream().filter(c -> c.loose() > 0).count() <= NullTowers.bound(all.size(), 0.2), all::toString);
        // A tower with random weights sees colours, and drawings of one thing share some: one in twenty and not none.
        for (NullTowers.Claims claims : all) {
            assertTrue(claims.byPictures() <= 0.05 * claims.units(), claims.toString());
            assertTrue(claims.byLabels() <= 0.1 * claims.units(), claims.toString());
        }
        long missing =
                all.stream().filter(c -> !NullTowers.holdsZero(c.excess())).count();
        assertTrue(missing <= NullTowers.bound(all.size(), 0.05), all::toString);
    }

    @Test
    void exchangingKeepsSourcesWholeAndFacetsApart() throws IOException {
        ProbingSet pictures = NullStudy.some(ProbingSet.read(SAMPLES.resolve("pictures")), 12);
        assertTrue(pictures.concepts().size() <= 12);
        NullStudy study = NullStudy.of(SAMPLES.resolve("emoji-clip"), pictures, folder.resolve("look"));
        NullStudy exchanged = study.shuffled(3);
        Labels labels = study.labels();
        float[] before = column(study);
        float[] after = column(exchanged);
        int moved = 0;
        for (int row = 0; row < after.length; row++) {
            int from = row(before, after[row]);
            assertEquals(labels.facet()[row], labels.facet()[from]);
            moved += labels.concept()[row] == labels.concept()[from] ? 0 : 1;
            for (int other = 0; other < after.length; other++) {
                if (labels.source()[other] == labels.source()[row]) {
                    int itsFrom = row(before, after[other]);
                    assertEquals(labels.source()[from], labels.source()[itsFrom], "variants stay together");
                }
            }
        }
        assertTrue(moved > after.length / 2, moved + " of " + after.length + " moved");
    }

    private static float[] column(NullStudy study) {
        float[] column = new float[study.labels().examples()];
        study.layers().get(0).columns(0, 1, column);
        return column;
    }

    /** Where a value stood; two pictures with the same one to the last digit are the same. */
    private static int row(float[] column, float value) {
        for (int row = 0; row < column.length; row++) {
            if (column[row] == value) {
                return row;
            }
        }
        throw new AssertionError("expected a value of before, found " + value);
    }
}
