package org.clipprobe.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.clipprobe.activation.Collected;
import org.clipprobe.activation.Collector;
import org.clipprobe.activation.Forward;
import org.clipprobe.activation.PositionCollector;
import org.clipprobe.activation.ProbingSet;
import org.clipprobe.cli.argument.FileArguments;
import org.clipprobe.cli.argument.ModelArguments;
import org.clipprobe.cli.argument.PictureArguments;
import org.clipprobe.model.Capture;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.TowerOutput;
import org.clipprobe.model.VisionSession;
import org.clipprobe.model.VisionTower;
import org.clipprobe.run.ContentKey;
import org.clipprobe.run.Progress;

/** Takes activations as the options say; what every command that looks at pictures begins with. */
record Looking(ClipModel model, ModelArguments arguments, PictureArguments pictures, Timings timings) {
    Collected look(ProbingSet set, List<Capture> captures, Path folder, Progress progress) throws IOException {
        VisionTower tower = model.requireVision();
        timings.done("opening");
        try (LazySession session = new LazySession(tower, captures)) {
            Collected collected = collector(captures, session).collect(set, folder, progress);
            timings.done("looking at pictures");
            return collected;
        }
    }

    /** The same at every position; the values go straight into files. */
    Collected lookEverywhere(
            ProbingSet set, List<Capture> captures, FileArguments files, Path folder, Progress progress)
            throws IOException {
        VisionTower tower = model.requireVision();
        timings.done("opening");
        try (LazySession session = new LazySession(tower, captures)) {
            Collected collected = new PositionCollector(
                            tower.preprocessing(),
                            session,
                            pictures.collectorOptions(arguments.threads()),
                            files.format(),
                            files.type())
                    .collect(set, folder, progress);
            timings.done("looking at pictures");
            return collected;
        }
    }

    private Collector collector(List<Capture> captures, Forward forward) throws IOException {
        return new Collector(
                ContentKey.of(model.fingerprint(), model.stored().device().toString()),
                model.requireVision().preprocessing(),
                captures,
                forward,
                pictures.collectorOptions(arguments.threads()));
    }

    /** Opens the tower when the first batch comes: when everything is stored, it never is. */
    private static final class LazySession implements Forward, AutoCloseable {
        private final VisionTower tower;
        private final List<Capture> captures;
        private Optional<VisionSession> session = Optional.empty();

        LazySession(VisionTower tower, List<Capture> captures) {
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
        }
    }
}
