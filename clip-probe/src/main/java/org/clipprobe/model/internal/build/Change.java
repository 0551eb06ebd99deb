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
        return ((Intervention.Add) intervention).positions();
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
        if (intervention instanceof Intervention.Set set) {
            boolean[] which = new boolean[units];
            set.units().forEach(unit -> which[unit] = true);
            String mask = emitter.truths(wide(which), shape());
            return emitter.node("Where", List.of(mask, emitter.reals(new float[] {set.value()}), tensor));
        }
        float[] numbers = new float[units];
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
