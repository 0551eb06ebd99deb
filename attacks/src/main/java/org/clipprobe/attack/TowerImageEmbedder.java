package org.clipprobe.attack;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.util.List;
import org.clipprobe.activation.ContentKey;
import org.clipprobe.image.Preprocessing;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.VisionSession;
import org.clipprobe.model.VisionTower;

/** A model's vision tower with its preprocessing. */
public final class TowerImageEmbedder implements ImageEmbedder, AutoCloseable {
    private final ClipModel model;
    private final VisionTower tower;
    private final VisionSession session;

    /**
     * Opens a session of the model's vision tower.
     *
     * @throws IOException when the model has none, or it cannot be opened
     */
    public TowerImageEmbedder(ClipModel model) throws IOException {
        this.model = model;
        this.tower = model.requireVision();
        this.session = tower.open();
    }

    @Override
    public String fingerprint() throws IOException {
        return ContentKey.of(model.fingerprint(), tower.preprocessing().toString())
                .hex();
    }

    @Override
    public int dimensions() {
        return tower.embeddingDimensions();
    }

    @Override
    public InterleavedU8 fit(InterleavedU8 picture) {
        return tower.preprocessing().fit(picture);
    }

    @Override
    public float[] embed(List<InterleavedU8> fitted) throws IOException {
        Preprocessing preprocessing = tower.preprocessing();
        int size =
                3 * preprocessing.geometry().width() * preprocessing.geometry().height();
        float[] pixels = new float[Math.multiplyExact(fitted.size(), size)];
        for (int i = 0; i < fitted.size(); i++) {
            preprocessing.normalise(fitted.get(i), pixels, i * size);
        }
        return session.run(pixels, fitted.size()).embeddings();
    }

    @Override
    public void close() {
        session.close();
    }
}
