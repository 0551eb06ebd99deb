package org.clipprobe.model.internal.build;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.Arrays;
import java.util.List;
import org.clipprobe.model.Intervention;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.internal.anatomy.Layout;
import org.clipprobe.model.internal.anatomy.Site;

/**
 * Makes one intervention's nodes.
 *
 * @param file for messages
 */
record Change(String file, Emitter emitter, Positions positions, Site site) {
    /**
     * Adds the nodes of one change.
     *
     * @param tensor the hook point's values before
     * @return the hook point's values after, laid out and typed as before
     */
    String of(Intervention intervention, String tensor) throws ModelException {
        check(intervention);
        boolean exact = site.type() == DataType.FLOAT_VALUE;
        String before = exact ? tensor : emitter.cast(tensor, DataType.FLOAT_VALUE);
        String open = positions.unflattened(before, site);
        String after = changed(intervention, open);
        if (of(intervention) == Intervention.Positions.TOKEN && site.layout() != Layout.ROWS) {
            after = emitter.node("Where", List.of(positions.mask(open, tokenAxis()), after, open));
        }
        if (Positions.isFlat(site.layout())) {
            after = emitter.reshapeTo(after, emitter.node("Shape", List.of(before)));
        }
        return exact ? after : emitter.cast(after, site.type());
    }

    private static Intervention.Positions of(Intervention intervention) {
        if (intervention instanceof Intervention.Set set) {
            return set.positions();
        }
        if (intervention instanceof Intervention.Scale scale) {
            return scale.positions();
        }
        if (intervention instanceof Intervention.PerRow row) {
            return row.positions();
        }
        return ((Intervention.Add) intervention).positions();
    }

    /** Whether the intervention leaves every value as it is; it is then not built, so that the bits are the same too. */
    static boolean isNeutral(Intervention intervention) {
        if (intervention instanceof Intervention.Set set) {
            return set.units().isEmpty();
        }
        if (intervention instanceof Intervention.Scale scale) {
            return scale.units().isEmpty() || scale.factor() == 1;
        }
        if (intervention instanceof Intervention.Cut cut) {
            return cut.units().isEmpty();
        }
        return intervention instanceof Intervention.Add add
                && add.direction().stream().allMatch(number -> number == 0);
    }

    /** The graph's input for what a hook point's units are multiplied by, {@code [batch or 1, units]}. */
    static String factors(Intervention.PerRow row) {
        return "clip-probe/factors/" + row.hook() + "/" + row.positions();
    }

    /** The graph's input for what is then added, {@code [batch or 1, units]}. */
    static String offsets(Intervention.PerRow row) {
        return "clip-probe/offsets/" + row.hook() + "/" + row.positions();
    }

    private int tokenAxis() {
        return switch (site.layout()) {
            case TOKENS_FIRST, FLAT_TOKENS_FIRST -> 0;
            case PATTERN, FLAT_PATTERN -> 2;
            default -> 1;
        };
    }

    private String changed(Intervention intervention, String tensor) {
        int units = site.point().units();
        if (intervention instanceof Intervention.PerRow row) {
            String scaled = emitter.node("Mul", List.of(tensor, laidOut(factors(row))));
            return emitter.node("Add", List.of(scaled, laidOut(offsets(row))));
        }
        float[] numbers = new float[units];
        if (intervention instanceof Intervention.Set set) {
            boolean[] which = new boolean[units];
            for (int i = 0; i < set.units().size(); i++) {
                which[set.units().get(i)] = true;
                numbers[set.units().get(i)] = set.values().get(i);
            }
            String mask = emitter.truths(wide(which), shape());
            return emitter.node("Where", List.of(mask, emitter.reals(wide(numbers), shape()), tensor));
        }
        if (intervention instanceof Intervention.Scale scale) {
            Arrays.fill(numbers, 1);
            scale.units().forEach(unit -> numbers[unit] = scale.factor());
            return emitter.node("Mul", List.of(tensor, emitter.reals(wide(numbers), shape())));
        }
        List<Float> direction = ((Intervention.Add) intervention).direction();
        for (int unit = 0; unit < units; unit++) {
            numbers[unit] = direction.get(unit);
        }
        return emitter.node("Add", List.of(tensor, emitter.reals(wide(numbers), shape())));
    }

    /** One number per row and unit, {@code [rows, units]}, to be broadcast against an unflattened tensor. */
    private String laidOut(String rows) {
        int units = site.point().units();
        String wide = rows;
        if (repeats() > 1) {
            String apart = emitter.reshape(rows, -1, units, 1);
            wide = emitter.node("Expand", List.of(apart, emitter.numbers(1, 1, repeats())));
        }
        long width = (long) units * repeats();
        return switch (site.layout()) {
            case ROWS -> emitter.reshape(wide, -1, width);
            case TOKENS_FIRST, FLAT_TOKENS_FIRST -> emitter.reshape(wide, 1, -1, width);
            case CHANNELS_FIRST -> emitter.reshape(wide, -1, units, 1, 1);
            case CHANNELS_LAST -> emitter.reshape(wide, -1, 1, 1, units);
            case PATTERN, FLAT_PATTERN -> emitter.reshape(wide, -1, site.heads(), 1, units / site.heads());
            default -> emitter.reshape(wide, -1, 1, width);
        };
    }

    /** How often each unit stands in the tensor's last axis: a head as often as it is wide. */
    private int repeats() {
        return isPattern() || site.heads() == 0 ? 1 : site.width() / site.heads();
    }

    private boolean isPattern() {
        return site.layout() == Layout.PATTERN || site.layout() == Layout.FLAT_PATTERN;
    }

    private float[] wide(float[] values) {
        float[] result = new float[values.length * repeats()];
        for (int i = 0; i < result.length; i++) {
            result[i] = values[i / repeats()];
        }
        return result;
    }

    private boolean[] wide(boolean[] values) {
        boolean[] result = new boolean[values.length * repeats()];
        for (int i = 0; i < result.length; i++) {
            result[i] = values[i / repeats()];
        }
        return result;
    }

    private long[] shape() {
        int units = site.point().units();
        return switch (site.layout()) {
            case CHANNELS_FIRST -> new long[] {units, 1, 1};
            case PATTERN, FLAT_PATTERN -> new long[] {site.heads(), 1, units / site.heads()};
            default -> new long[] {(long) units * repeats()};
        };
    }

    private void check(Intervention intervention) throws ModelException {
        String name = site.point().name();
        int units = site.point().units();
        if (of(intervention) == Intervention.Positions.TOKEN && !site.point().token()) {
            throw new ModelException(
                    file + ": " + name + " has no token that is read out; change all positions instead");
        }
        if (isPattern() && site.width() * site.heads() != units) {
            throw new ModelException(file + ": " + name + " cannot be changed, since the number of tokens is open");
        }
        if (intervention instanceof Intervention.Add add && add.direction().size() != units) {
            throw new ModelException(file + ": expected a direction of " + units + " numbers for " + name + ", found "
                    + add.direction().size());
        }
        List<Integer> chosen = intervention instanceof Intervention.Set set
                ? set.units()
                : intervention instanceof Intervention.Scale scale ? scale.units() : List.of();
        for (int unit : chosen) {
            if (unit < 0 || unit >= units) {
                throw new ModelException(
                        file + ": expected units 0 to " + (units - 1) + " at " + name + ", found " + unit);
            }
        }
    }
}
