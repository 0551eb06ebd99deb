package org.clipprobe.model;

import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.clipprobe.model.internal.build.SplitGraph;
import org.clipprobe.model.internal.engine.OnnxSession;
import org.clipprobe.model.internal.engine.PixelInput;

/**
 * A vision tower that tries many interventions on the same pictures: the part before the earliest place that can be changed
 * is run once for a batch, and the rest as often as is asked, with the changes as inputs of the graph, for all rows or for
 * each its own. Without a change a row's values are those of the unchanged tower. Used by one thread at a time.
 *
 * <pre>{@code
 * try (Sweep sweep = tower.openSweep(List.of(), List.of(new Intervention.PerRow("vision.3.mlp", Positions.ALL)))) {
 *     sweep.hold(pixels, 32);
 *     for (float strength : strengths) {
 *         sweep.run(List.of(new Intervention.Scale("vision.3.mlp", List.of(117), strength, Positions.ALL)));
 *     }
 * }
 * }</pre>
 */
public final class Sweep implements AutoCloseable {
    /**
     * A hook point that can be changed.
     *
     * @param at which
     * @param units how many it has
     */
    record Place(Intervention.PerRow at, int units) {}

    private final TowerRun before;
    private final TowerRun after;
    private final SplitGraph split;
    private final List<Place> places;
    private final PixelInput input;
    private final List<Part> parts = new ArrayList<>();
    private int examples;

    private record Part(OnnxSession.Held held, int from, int to, int batch) {}

    Sweep(TowerRun before, TowerRun after, SplitGraph split, List<Place> places, PixelInput input) {
        this.before = before;
        this.after = after;
        this.split = split;
        this.places = places;
        this.input = input;
    }

    /**
     * Runs the tower up to the earliest place and keeps what comes out there, instead of what was kept before.
     *
     * @param pixels {@code [n, 3, height, width]} as {@link VisionSession#run} takes them
     * @param n number of pictures, at least 1
     */
    public void hold(float[] pixels, int n) throws ModelException {
        input.check(pixels, n);
        release();
        int batch = input.batch(n);
        for (int from = 0; from < n; from += batch) {
            int to = Math.min(n, from + batch);
            parts.add(new Part(before.hold(List.of(input.filled(pixels, from, to, batch))), from, to, batch));
        }
        examples = n;
    }

    /** Runs the rest of the tower with the same changes for every picture. */
    public TowerOutput run(List<Intervention> changes) throws ModelException {
        return runRows(List.of(changes));
    }

    /**
     * Runs the rest of the tower.
     *
     * @param rows for each picture, its changes, made in their order at each hook point; or one list for all pictures
     */
    public TowerOutput runRows(List<List<Intervention>> rows) throws ModelException {
        if (parts.isEmpty() || (rows.size() != 1 && rows.size() != examples)) {
            throw new IllegalArgumentException("rows: expected changes for each of " + examples
                    + " pictures that are held, or one list for all, found " + rows.size());
        }
        TowerRun.Gathering gathering = after.gather(examples);
        for (Part part : parts) {
            List<List<Intervention>> own = rows.size() == 1 ? rows : rows.subList(part.from(), part.to());
            int count = rows.size() == 1 ? 1 : part.batch();
            gathering.run(inputs(own, count), part.held(), TowerRun.rows(part.from(), part.to()));
        }
        return gathering.done();
    }

    /** @param count rows of the inputs; those behind the last list stay unchanged */
    private List<OnnxSession.Input> inputs(List<List<Intervention>> rows, int count) {
        List<float[]> factors = new ArrayList<>();
        List<float[]> offsets = new ArrayList<>();
        for (Place place : places) {
            float[] ones = new float[Math.multiplyExact(count, place.units())];
            Arrays.fill(ones, 1);
            factors.add(ones);
            offsets.add(new float[ones.length]);
        }
        for (int row = 0; row < rows.size(); row++) {
            for (Intervention change : rows.get(row)) {
                int place = place(change);
                int start = row * places.get(place).units();
                apply(change, places.get(place).units(), factors.get(place), offsets.get(place), start);
            }
        }
        List<OnnxSession.Input> inputs = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            inputs.add(input(split.places().get(i).factors(), factors.get(i), count));
            inputs.add(input(split.places().get(i).offsets(), offsets.get(i), count));
        }
        return inputs;
    }

    private int place(Intervention change) {
        for (int i = 0; i < places.size(); i++) {
            Intervention.PerRow at = places.get(i).at();
            if (at.hook().equals(change.hook()) && at.positions() == positions(change)) {
                return i;
            }
        }
        throw new IllegalArgumentException(
                "expected a change at one of " + places.stream().map(Place::at).toList() + ", found " + change);
    }

    private static Intervention.Positions positions(Intervention change) {
        if (change instanceof Intervention.Set set) {
            return set.positions();
        }
        if (change instanceof Intervention.Scale scale) {
            return scale.positions();
        }
        if (change instanceof Intervention.Add add) {
            return add.positions();
        }
        throw new IllegalArgumentException("expected a value, a factor or a direction, found " + change);
    }

    private static void apply(Intervention change, int units, float[] factors, float[] offsets, int start) {
        if (change instanceof Intervention.Set set) {
            for (int i = 0; i < set.units().size(); i++) {
                int unit = start + checked(set.hook(), set.units().get(i), units);
                factors[unit] = 0;
                offsets[unit] = set.values().get(i);
            }
        } else if (change instanceof Intervention.Scale scale) {
            for (int each : scale.units()) {
                int unit = start + checked(scale.hook(), each, units);
                factors[unit] *= scale.factor();
                offsets[unit] *= scale.factor();
            }
        } else if (change instanceof Intervention.Add add) {
            if (add.direction().size() != units) {
                throw new IllegalArgumentException(add.hook() + ": expected a direction of " + units
                        + " numbers, found " + add.direction().size());
            }
            for (int i = 0; i < units; i++) {
                offsets[start + i] += add.direction().get(i);
            }
        }
    }

    private static int checked(String hook, int unit, int units) {
        if (unit < 0 || unit >= units) {
            throw new IllegalArgumentException(hook + ": expected units 0 to " + (units - 1) + ", found " + unit);
        }
        return unit;
    }

    private static OnnxSession.Input input(String name, float[] values, int rows) {
        FloatBuffer direct = ByteBuffer.allocateDirect(Math.multiplyExact(values.length, Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        direct.put(values).flip();
        return new OnnxSession.Input(name, direct, DataType.FLOAT32, rows, values.length / rows);
    }

    private void release() {
        parts.forEach(part -> part.held().close());
        parts.clear();
        examples = 0;
    }

    @Override
    public void close() {
        release();
        before.close();
        after.close();
    }
}
