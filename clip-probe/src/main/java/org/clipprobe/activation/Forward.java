package org.clipprobe.activation;

import java.io.IOException;
import org.clipprobe.model.TowerOutput;

/** A vision tower's forward pass with captures. */
@FunctionalInterface
public interface Forward extends AutoCloseable {
    /**
     * Runs the tower once.
     *
     * @param pixels {@code [pictures, 3, height, width]} in C order; may be longer than needed
     * @param pictures how many pictures there are in it
     */
    TowerOutput run(float[] pixels, int pictures) throws IOException;

    @Override
    default void close() {}
}
