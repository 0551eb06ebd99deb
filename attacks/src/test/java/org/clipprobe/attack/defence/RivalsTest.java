package org.clipprobe.attack.defence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.InterleavedU8;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.clipprobe.attack.Attack;
import org.clipprobe.attack.Attacker;
import org.clipprobe.image.Preprocessing;
import org.clipprobe.image.Rgb;
import org.clipprobe.image.text.TextPainter;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.Unit;
import org.junit.jupiter.api.Test;

/** The ways that leave the model as it is, the patches that a box covers, and the greedy search. */
class RivalsTest {
    @Test
    void mirroringTakesTheMirrorsSideWhereSignsDiffer() throws ModelException {
        InterleavedU8 picture = new InterleavedU8(2, 1, 3);
        picture.data[0] = 9;
        float[] seen = MirrorClip.of(
                        pictures -> pictures.get(0).data[0] == 9 ? new float[] {0.6f, 0.8f} : new float[] {0.8f, -0.6f})
                .of(List.of(picture));
        double length = Math.hypot(1.4, 0.6);
        assertArrayEquals(new float[] {(float) (1.4 / length), (float) (-0.6 / length)}, seen, 1e-6f);
    }

    @Test
    void aLineOfLettersIsPaintedOver() {
        InterleavedU8 plain = TextPainter.canvas(224, 224, new Rgb(90, 120, 60));
        Attacker.Pasted pasted = new Attacker(new TextPainter()).paste(plain, Attack.of("library"), 1);
        InterleavedU8 masked = TextFinder.masked(pasted.attacked().picture());
        assertTrue(different(plain, pasted.attacked().picture()) > 1000);
        assertTrue(different(plain, masked) < 150, "left over: " + different(plain, masked));
        assertEquals(0, different(plain, TextFinder.masked(plain)));
    }

    private static int different(InterleavedU8 a, InterleavedU8 b) {
        int different = 0;
        for (int i = 0; i < a.data.length; i++) {
            different += Math.abs((a.data[i] & 255) - (b.data[i] & 255)) > 24 ? 1 : 0;
        }
        return different;
    }

    @Test
    void aBoxCoversSharesOfPatches() {
        Preprocessing.Geometry square = Preprocessing.clip(96).geometry();
        PatchGrid grid = PatchGrid.of(37, square).orElseThrow();
        assertEquals(new PatchGrid(1, 6, 6), grid);
        double[] covered = grid.covered(List.of(new AttackCase.Box(0, 0, 0.25, 1.0 / 6)));
        assertEquals(1, covered[0], 1e-9);
        assertEquals(0.5, covered[1], 1e-9);
        assertEquals(0, covered[2], 1e-9);
        assertEquals(0, covered[6], 1e-9);
    }

    @Test
    void dyslexifyKeepsThePartThatBreaksTheBoundAndEnds() throws ModelException {
        GreedySearch search = new GreedySearch(RivalsTest::costly, 0.01);
        assertEquals(units(0, 2), search.dyslexify(units(0, 1, 2, 3)));
        assertEquals(units(0, 3), search.bounded(units(0, 1, 2, 3)));
    }

    /** Unit 0 gains, 1 does not, 2 gains and costs, 3 gains. */
    private static List<GreedySearch.Accuracy> costly(List<List<Unit>> sets) {
        return sets.stream()
                .map(set -> new GreedySearch.Accuracy(
                        0.9 - (set.contains(new Unit("x", 2)) ? 0.05 : 0),
                        0.2
                                + (set.contains(new Unit("x", 0)) ? 0.1 : 0)
                                + (set.contains(new Unit("x", 2)) ? 0.1 : 0)
                                + (set.contains(new Unit("x", 3)) ? 0.1 : 0)))
                .toList();
    }

    @Test
    void elevenWithoutGainEndTheSearch() throws ModelException {
        List<Integer> asked = new ArrayList<>(Collections.nCopies(20, 0));
        GreedySearch search = new GreedySearch(
                sets -> {
                    sets.forEach(set -> set.forEach(unit -> asked.set(unit.index(), 1)));
                    return Collections.nCopies(sets.size(), new GreedySearch.Accuracy(0.9, 0.2));
                },
                0.01);
        assertEquals(
                List.of(),
                search.dyslexify(java.util.stream.IntStream.range(0, 20)
                        .mapToObj(i -> new Unit("x", i))
                        .toList()));
        assertEquals(11, asked.stream().mapToInt(Integer::intValue).sum());
    }

    private static List<Unit> units(int... indices) {
        return java.util.Arrays.stream(indices).mapToObj(i -> new Unit("x", i)).toList();
    }
}
