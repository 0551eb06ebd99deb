package org.clipprobe.attack.run;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.util.List;
import org.clipprobe.run.Progress;

/** A model that tells how many pictures went through it. */
public record Counted(ImageEmbedder model, Progress.Task task) implements ImageEmbedder {
    @Override
    public String fingerprint() throws IOException {
        return model.fingerprint();
    }

    @Override
    public int dimensions() {
        return model.dimensions();
    }

    @Override
    public int units() {
        return model.units();
    }

    @Override
    public InterleavedU8 fit(InterleavedU8 picture) {
        return model.fit(picture);
    }

    @Override
    public float[] embed(List<InterleavedU8> fitted) throws IOException {
        float[] rows = model.embed(fitted);
        task.advance(fitted.size());
        return rows;
    }
}
