package org.clipprobe.attack.run;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.clipprobe.image.Preprocessing;
import org.clipprobe.model.Capture;
import org.clipprobe.model.Captured;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.Intervention;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.Pooling;
import org.clipprobe.model.TowerOutput;
import org.clipprobe.model.Unit;
import org.clipprobe.model.VisionSession;
import org.clipprobe.model.VisionTower;

/** A model's vision tower. {@link #embed} is for one thread at a time; whoever opens it closes it. */
public final class VisionEmbedder implements ImageEmbedder, AutoCloseable {
    private final String fingerprint;
    private final Preprocessing preprocessing;
    private final int dimensions;
    private final List<Unit> units;
    private final VisionSession session;
    private float[] pixels = {};

    private VisionEmbedder(String fingerprint, VisionTower tower, List<Unit> units, VisionSession session) {
        this.fingerprint = fingerprint;
        this.preprocessing = tower.preprocessing();
        this.dimensions = tower.embeddingDimensions();
        this.units = units;
        this.session = session;
    }

    /** Opens a model's vision tower as it is. */
    public static VisionEmbedder open(ClipModel model) throws ModelException {
        return open(model, List.of(), List.of());
    }

    /**
     * Opens a model's vision tower.
     *
     * @param captures whose units are read beside the embedding, one capture's after the other's; pooled ones only
     * @param interventions what to change while the tower runs, such as units to ablate
     */
    public static VisionEmbedder open(ClipModel model, List<Capture> captures, List<Intervention> interventions)
            throws ModelException {
        VisionTower tower = model.requireVision();
        List<Unit> units = new ArrayList<>();
        for (Capture capture : captures) {
            if (capture.pooling() == Pooling.NONE) {
                throw new IllegalArgumentException(capture.at().name() + ": expected a pooled capture, found none");
            }
            for (int unit = 0; unit < capture.at().units(); unit++) {
                units.add(new Unit(capture.at().name(), unit));
            }
        }
        String fingerprint = model.fingerprint() + " " + tower.preprocessing() + " " + captures + " " + interventions;
        return new VisionEmbedder(fingerprint, tower, units, tower.open(captures, interventions));
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public int dimensions() {
        return dimensions;
    }

    @Override
    public int units() {
        return units.size();
    }

    /** The captured unit in a column, counted from 0 behind the embedding. */
    public Unit unit(int column) {
        return units.get(column);
    }

    @Override
    public InterleavedU8 fit(InterleavedU8 picture) {
        return preprocessing.fit(picture);
    }

    @Override
    public float[] embed(List<InterleavedU8> fitted) throws IOException {
        int size =
                3 * preprocessing.geometry().width() * preprocessing.geometry().height();
        if (pixels.length < size * fitted.size()) {
            pixels = new float[size * fitted.size()];
        }
        for (int i = 0; i < fitted.size(); i++) {
            preprocessing.normalise(fitted.get(i), pixels, i * size);
        }
        TowerOutput output = session.run(pixels, fitted.size());
        if (units.isEmpty()) {
            return output.embeddings();
        }
        int width = dimensions + units.size();
        float[] rows = new float[fitted.size() * width];
        for (int i = 0; i < fitted.size(); i++) {
            System.arraycopy(output.embeddings(), i * dimensions, rows, i * width, dimensions);
            int at = i * width + dimensions;
            for (Captured captured : output.captured()) {
                int columns = captured.capture().at().units();
                System.arraycopy(captured.values(), i * columns, rows, at, columns);
                at += columns;
            }
        }
        return rows;
    }

    @Override
    public void close() {
        session.close();
    }
}
