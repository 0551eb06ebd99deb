package org.clipprobe.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** The scenarios that the multimodal test is calibrated on. */
final class CalibrationGrid {
    static final int CONCEPTS = 60;
    static final int UNITS = 256;

    private static final double SHARED = 0.7;

    private CalibrationGrid() {}

    /**
     * A scenario.
     *
     * @param name what it is
     * @param made from a seed
     */
    record Cell(String name, LongFunction<Scenario> made) {}

    /** All of them. */
    static List<Cell> all() {
        List<Cell> cells = new ArrayList<>(nulls());
        for (int layers : new int[] {1, 4}) {
            for (int perFacet : new int[] {1, 2, 4}) {
                cells.addAll(partial(perFacet, layers));
            }
        }
        for (int layers : new int[] {1, 4}) {
            for (int sd : new int[] {2, 3, 4}) {
                for (int perUnit : new int[] {1, 4, 10}) {
                    cells.add(new Cell(
                            "20 true, " + sd + " sd, " + perUnit + (perUnit == 1 ? " concept" : " concepts")
                                    + in(layers),
                            seed -> base(seed, layers, 2).planted(20, sd, perUnit)));
                }
            }
        }
        cells.add(new Cell(
                "20 true, 4 sd, in 4 layers, one source",
                seed -> base(seed, 4, 1).planted(20, 4, 1)));
        cells.add(new Cell("5 true, 4 sd, in 4 layers", seed -> base(seed, 4, 2).planted(5, 4, 1)));
        cells.add(new Cell("100 true, 4 sd", seed -> base(seed, 1, 2).planted(100, 4, 1)));
        cells.add(new Cell(
                "20 true among units with 84 % zeros",
                seed -> base(seed, 1, 2).planted(20, 4, 1).silentBelow(1)));
        cells.add(new Cell(
                "20 true among units with 97.7 % zeros",
                seed -> base(seed, 1, 2).planted(20, 4, 1).silentBelow(2)));
        cells.add(new Cell(
                "20 true, brightness",
                seed -> base(seed, 1, 2).planted(20, 4, 1).bright(0)));
        return cells;
    }

    private static List<Cell> nulls() {
        List<Cell> cells = new ArrayList<>();
        for (int layers : new int[] {1, 4, 12}) {
            cells.add(new Cell("nothing true" + in(layers), seed -> base(seed, layers, 1)));
        }
        cells.add(new Cell("nothing true, 84 % zeros", seed -> base(seed, 4, 1).silentBelow(1)));
        cells.add(
                new Cell("nothing true, 97.7 % zeros", seed -> base(seed, 4, 1).silentBelow(2)));
        cells.add(new Cell(
                "nothing true, correlated units", seed -> base(seed, 4, 1).correlated(32)));
        cells.add(new Cell(
                "nothing true, near-copies of ten", seed -> base(seed, 4, 1).nearCopies(10)));
        cells.add(new Cell("nothing true, brightness", seed -> base(seed, 4, 1).bright(0)));
        cells.add(new Cell(
                "noise, 5 concepts with 1 source, 55 with 20",
                seed -> Scenario.unequal(seed, CONCEPTS, UNITS, 4, 5, 1, 20, true)));
        cells.add(new Cell(
                "the same without words", seed -> Scenario.unequal(seed, CONCEPTS, UNITS, 4, 5, 1, 20, false)));
        cells.add(new Cell(
                "noise, 30 concepts with 3 sources, 30 with 4",
                seed -> Scenario.unequal(seed, CONCEPTS, UNITS, 4, 30, 3, 4, true)));
        return cells;
    }

    private static List<Cell> partial(int perFacet, int layers) {
        String pictures = ", " + perFacet + " per facet" + in(layers);
        return List.of(
                new Cell("200 lack a facet of pictures" + pictures, seed -> lacking(base(seed, layers, perFacet))),
                new Cell(
                        "20 true, 200 lack a facet of pictures" + pictures,
                        seed -> lacking(base(seed, layers, perFacet).planted(20, 4, 1))),
                new Cell(
                        "20 true, 78 lack each facet" + pictures,
                        seed -> thirds(base(seed, layers, perFacet).planted(20, 4, 1))),
                new Cell(
                        "the same, pictures correlated 0.6" + pictures,
                        seed -> thirds(Scenario.unrelated(seed, CONCEPTS, UNITS, layers, perFacet, 0.6)
                                .planted(20, 4, 1))));
    }

    private static String in(int layers) {
        return ", " + layers + (layers == 1 ? " layer" : " layers");
    }

    private static Scenario base(long seed, int layers, int perFacet) {
        return Scenario.unrelated(seed, CONCEPTS, UNITS, layers, perFacet, SHARED);
    }

    private static Scenario lacking(Scenario scenario) {
        return scenario.partial(200, 4, "photo", "word");
    }

    private static Scenario thirds(Scenario scenario) {
        return scenario.partial(78, 4, "photo", "word")
                .partial(78, 4, "flat", "word")
                .partial(78, 4, "flat", "photo");
    }
}
