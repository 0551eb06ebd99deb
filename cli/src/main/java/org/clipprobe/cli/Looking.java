package org.clipprobe.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.clipprobe.activation.Collected;
import org.clipprobe.activation.Collector;
import org.clipprobe.activation.ContentKey;
import org.clipprobe.activation.ProbingSet;
import org.clipprobe.activation.Progress;
import org.clipprobe.model.Capture;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.VisionSession;
import org.clipprobe.model.VisionTower;

/** Takes activations as the options say; what every command that looks at pictures begins with. */
record Looking(ClipModel model, ModelArguments arguments, PictureArguments pictures, Timings timings) {
    Collected look(ProbingSet set, List<Capture> captures, Path folder, Progress progress) throws IOException {
        VisionTower tower = model.requireVision();
        timings.done("opening");
        try (VisionSession session = tower.openCaptures(captures)) {
            Collector collector = new Collector(
                    ContentKey.of(model.fingerprint(), arguments.device()),
                    tower.preprocessing(),
                    captures,
                    session::run,
                    pictures.collectorOptions(arguments.threads()));
            Collected collected = collector.collect(set, folder, progress);
            timings.done("looking at pictures");
            return collected;
        }
    }
}
