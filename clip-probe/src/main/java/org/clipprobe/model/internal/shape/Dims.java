package org.clipprobe.model.internal.shape;

/** Arithmetic on shapes. */
public final class Dims {
    /** A shape that cannot be: the trial sizes do not fit the model. */
    static final class Mismatch extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Mismatch(String message) {
            super(message);
        }
    }

    private Dims() {}

    static int axis(long axis, int rank) {
        long counted = axis < 0 ? axis + rank : axis;
        if (counted < 0 || counted > rank) {
            throw new Mismatch("axis " + axis + " of " + rank);
        }
        return (int) counted;
    }

    static long[] broadcast(long[] a, long[] b) {
        long[] result = new long[Math.max(a.length, b.length)];
        for (int i = 1; i <= result.length; i++) {
            long x = i <= a.length ? a[a.length - i] : 1;
            long y = i <= b.length ? b[b.length - i] : 1;
            if (x != y && x != 1 && y != 1) {
                throw new Mismatch(x + " against " + y);
            }
            result[result.length - i] = x == 1 ? y : x;
        }
        return result;
    }

    /** Target of a Reshape: 0 keeps a dimension unless {@code zeroIsZero}, −1 takes what is left. */
    static long[] reshaped(long[] from, long[] target, boolean zeroIsZero) {
        long[] result = target.clone();
        long known = 1;
        int open = -1;
        for (int i = 0; i < result.length; i++) {
            if (result[i] == 0 && !zeroIsZero && i < from.length) {
                result[i] = from[i];
            }
            if (result[i] == -1) {
                open = i;
            } else {
                known = Math.multiplyExact(known, result[i]);
            }
        }
        long size = Value.size(from);
        if (open >= 0 && known > 0) {
            result[open] = size / known;
            known *= result[open];
        }
        if (known != size) {
            throw new Mismatch(size + " elements into " + known);
        }
        return result;
    }

    static long[] without(long[] dims, int axis) {
        long[] result = new long[dims.length - 1];
        for (int i = 0; i < result.length; i++) {
            result[i] = dims[i < axis ? i : i + 1];
        }
        return result;
    }

    public static long[] with(long[] dims, int axis, long value) {
        long[] result = dims.clone();
        result[axis] = value;
        return result;
    }

    static long[] transposed(long[] dims, long[] order) {
        long[] result = new long[dims.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = dims[(int) order[i]];
        }
        return result;
    }

    /** Matrix product of stacks of matrices, vectors as NumPy has them. */
    static long[] product(long[] a, long[] b) {
        if (a.length == 0 || b.length == 0) {
            throw new Mismatch("product with a scalar");
        }
        long[] left = a.length == 1 ? new long[] {1, a[0]} : a;
        long[] right = b.length == 1 ? new long[] {b[0], 1} : b;
        if (left[left.length - 1] != right[right.length - 2]) {
            throw new Mismatch("product over " + left[left.length - 1] + " and " + right[right.length - 2]);
        }
        long[] stack = broadcast(head(left, left.length - 2), head(right, right.length - 2));
        long[] result = java.util.Arrays.copyOf(stack, stack.length + 2);
        result[stack.length] = left[left.length - 2];
        result[stack.length + 1] = right[right.length - 1];
        if (b.length == 1) {
            result = without(result, result.length - 1);
        }
        return a.length == 1 ? without(result, result.length - (b.length == 1 ? 1 : 2)) : result;
    }

    static long[] head(long[] dims, int count) {
        return java.util.Arrays.copyOf(dims, count);
    }
}
