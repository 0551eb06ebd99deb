package org.clipprobe.run;

/** Told how far a long task is; shows it or does not. */
public interface Progress {
    /**
     * Begins a task.
     *
     * @param what shown before the bar, such as {@code reading pictures}
     * @param total how many steps it has
     */
    Task begin(String what, long total);

    /** A task under way; closed when it is done or given up. May be called from any thread. */
    interface Task extends AutoCloseable {
        /** {@code steps} more are done. */
        void advance(long steps);

        /** {@code steps} more were done by an earlier run: they say nothing about how fast this one is. */
        default void skip(long steps) {
            advance(steps);
        }

        @Override
        void close();
    }

    /** Shows nothing. */
    static Progress none() {
        return (what, total) -> new Task() {
            @Override
            public void advance(long steps) {}

            @Override
            public void close() {}
        };
    }
}
