package org.clipprobe.model.internal.engine;

/** One output of a tower, put together from several runs over parts of a batch. */
public final class Gathered {
    private final int examples;
    private float[] values = new float[0];
    private int[] shape = {0};

    public Gathered(int examples) {
        this.examples = examples;
    }

    /**
     * Takes the first rows of a run's output.
     *
     * @param output {@code [run's batch, …]}; later outputs must not be larger per example than the first
     * @param rows for each row that counts, the example it belongs to
     */
    public void put(OnnxSession.Output output, int[] rows) {
        long[] found = output.shape();
        if (values.length == 0) {
            shape = new int[found.length];
            for (int axis = 0; axis < found.length; axis++) {
                shape[axis] = Math.toIntExact(found[axis]);
            }
            shape[0] = examples;
            if (rows.length == examples && found[0] == examples && ordered(rows)) {
                values = output.values();
                return;
            }
            values = new float[Math.multiplyExact(examples, perExample())];
        }
        int there = output.values().length / (int) found[0];
        int here = perExample();
        for (int row = 0; row < rows.length; row++) {
            // A shorter run has fewer positions: what lies behind its last one stays 0.
            System.arraycopy(output.values(), row * there, values, rows[row] * here, Math.min(there, here));
        }
    }

    private int perExample() {
        int size = 1;
        for (int axis = 1; axis < shape.length; axis++) {
            size = Math.multiplyExact(size, shape[axis]);
        }
        return size;
    }

    private static boolean ordered(int[] rows) {
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] != i) {
                return false;
            }
        }
        return true;
    }

    /** In C order; not copied. */
    public float[] values() {
        return values;
    }

    /** {@code [examples, …]}. */
    public int[] shape() {
        return shape.clone();
    }
}
