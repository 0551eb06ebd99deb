package org.clipprobe.model;

import java.util.Collections;
import java.util.List;

/** A change at a hook point, made while the tower runs. */
public sealed interface Intervention {
    /** The hook point's name. */
    String hook();

    /** Which positions are changed. */
    enum Positions {
        /** Every position. */
        ALL,
        /** The token that the tower reads out. */
        TOKEN
    }

    /** Each unit becomes its value; 0 ablates it. A head's value is that of every number of its slice. */
    record Set(String hook, List<Integer> units, List<Float> values, Positions positions) implements Intervention {
        public Set {
            units = List.copyOf(units);
            values = List.copyOf(values);
            if (units.size() != values.size()) {
                throw new IllegalArgumentException(
                        hook + ": expected one value for each of " + units.size() + " units, found " + values.size());
            }
        }

        /** All units become the same value. */
        public Set(String hook, List<Integer> units, float value, Positions positions) {
            this(hook, units, Collections.nCopies(units.size(), value), positions);
        }
    }

    /** The units are multiplied by {@code factor}; 0 ablates them. */
    record Scale(String hook, List<Integer> units, float factor, Positions positions) implements Intervention {
        public Scale {
            units = List.copyOf(units);
        }
    }

    /** The direction, one number per unit of the hook point, is added. */
    record Add(String hook, List<Float> direction, Positions positions) implements Intervention {
        public Add {
            direction = List.copyOf(direction);
        }
    }

    /**
     * What the units write into the residual stream is taken from what one later block reads, and from nothing else: the
     * block's attention and MLP see the stream without it, before their normalisation, while the stream itself keeps it.
     * {@code hook} is an {@code mlp}, {@code head} or {@code attn_out}.
     *
     * @param toBlock such as {@code vision.3}, a block behind the hook point's
     */
    record Cut(String hook, List<Integer> units, String toBlock) implements Intervention {
        public Cut {
            units = List.copyOf(units);
        }
    }

    /**
     * What is changed here is said with every run, for each row of the batch: a place for {@link Set}, {@link Scale} and
     * {@link Add} in a {@link Sweep}. By itself it changes nothing.
     */
    record PerRow(String hook, Positions positions) implements Intervention {}
}
