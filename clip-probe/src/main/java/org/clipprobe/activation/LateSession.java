package org.clipprobe.activation;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.clipprobe.model.Capture;
import org.clipprobe.model.TowerOutput;
import org.clipprobe.model.VisionSession;
import org.clipprobe.model.VisionTower;

/** Opens the tower when the first batch comes: when everything is stored, it never is. */
final class LateSession implements Forward {
    private final VisionTower tower;
    private final List<Capture> captures;
    private Optional<VisionSession> session = Optional.empty();

    LateSession(VisionTower tower, List<Capture> captures) {
        this.tower = tower;
        this.captures = captures;
    }

    @Override
    public TowerOutput run(float[] pixels, int pictures) throws IOException {
        if (session.isEmpty()) {
            session = Optional.of(tower.openCaptures(captures));
        }
        return session.get().run(pixels, pictures);
    }

    @Override
    public void close() {
        session.ifPresent(VisionSession::close);
        session = Optional.empty();
    }
}
