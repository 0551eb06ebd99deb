package org.clipprobe.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.clipprobe.activation.Collected;
import org.clipprobe.activation.Collector;
import org.clipprobe.activation.PositionCollector;
import org.clipprobe.activation.ProbingSet;
import org.clipprobe.cli.argument.FileArguments;
import org.clipprobe.cli.argument.ModelArguments;
import org.clipprobe.cli.argument.PictureArguments;
import org.clipprobe.model.Capture;
import org.clipprobe.model.ClipModel;
import org.clipprobe.run.Progress;
import org.clipprobe.run.Timings;

/** Takes activations as the options say; what every command that looks at pictures begins with. */
record Looking(ClipModel model, ModelArguments arguments, PictureArguments pictures, Timings timings) {
    Collected look(ProbingSet set, List<Capture> captures, Path folder, Progress progress) throws IOException {
        timings.done("opening");
        Collected collected = Collector.of(model, captures, pictures.collectorOptions(arguments.threads()))
                .collect(set, folder, progress);
        timings.done("looking at pictures");
        return collected;
    }

    /** The same at every position; the values go straight into files. */
    Collected lookEverywhere(
            ProbingSet set, List<Capture> captures, FileArguments files, Path folder, Progress progress)
            throws IOException {
        timings.done("opening");
        Collected collected = PositionCollector.of(
                        model, captures, pictures.collectorOptions(arguments.threads()), files.format(), files.type())
                .collect(set, folder, progress);
        timings.done("looking at pictures");
        return collected;
    }
}
