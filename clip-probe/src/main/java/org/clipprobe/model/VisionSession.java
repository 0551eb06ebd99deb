package org.clipprobe.model;

import java.util.List;
import org.clipprobe.model.internal.engine.PixelInput;

/** A vision tower that is open for one set of captures and interventions. Used by one thread at a time. */
public final class VisionSession implements AutoCloseable {
    private final TowerRun run;
    private final PixelInput input;

    VisionSession(TowerRun run, PixelInput input) {
        this.run = run;
        this.input = input;
    }

    /**
     * Runs the tower.
     *
     * @param pixels {@code [n, 3, height, width]} in C order, whatever the file's own layout, preprocessed as {@link VisionTower#preprocessing} says; may be
     *     longer, the rest is not looked at
     * @param n number of pictures, at least 1; a tower exported for a fixed batch is run as often as it takes
     * @throws ModelException when the tower fails, out of memory for example
     */
    public TowerOutput run(float[] pixels, int n) throws ModelException {
        input.check(pixels, n);
        int batch = input.batch(n);
        TowerRun.Gathering gathering = run.gather(n);
        for (int from = 0; from < n; from += batch) {
            int to = Math.min(n, from + batch);
            gathering.run(List.of(input.filled(pixels, from, to, batch)), TowerRun.rows(from, to));
        }
        return gathering.done();
    }

    @Override
    public void close() {
        run.close();
    }
}
