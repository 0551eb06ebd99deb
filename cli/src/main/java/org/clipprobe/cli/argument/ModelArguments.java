package org.clipprobe.cli.argument;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.clipprobe.ClipProbe;
import org.clipprobe.Settings;
import org.clipprobe.hub.HubModels;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.Device;
import org.clipprobe.model.ModelOptions;
import org.clipprobe.model.StoredModel;
import org.clipprobe.run.Progress;
import picocli.CommandLine.Option;

/** The options that say which model is opened and where it runs. */
public final class ModelArguments {
    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = "A folder or file with an ONNX CLIP model, or hf:OWNER/NAME to download one."
                    + " Default: the embedded sample model.")
    private String model = "";

    @Option(
            names = "--variant",
            paramLabel = "NAME",
            description = "Which of a folder's variants to open, such as fp16 or quantized. Default: the plain one.")
    private String variant = "";

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            description = "cpu, cuda, cuda:N or auto (a GPU when there is one). Default: cpu.")
    private String device = "cpu";

    @Option(names = "--threads", paramLabel = "N", description = "Processor threads. Default: one per core.")
    private int threads;

    public int threads() throws UsageException {
        if (threads < 0) {
            throw new UsageException("--threads: expected 1 or more, found " + threads);
        }
        return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    }

    /** Whether a model was asked for, and not just the default one. */
    public boolean isNamed() {
        return !model.isEmpty();
    }

    /** Refuses a run folder inside the model's, where it would become part of the model. */
    public void refuseInside(RunArguments run) throws UsageException {
        if (!model.isEmpty() && !HubModels.isHubName(model)) {
            run.refuseInside(Path.of(model), "the model's folder");
        }
    }

    public ClipModel open(Progress progress) throws IOException {
        return find(progress).open();
    }

    public StoredModel find(Progress progress) throws IOException {
        return StoredModel.find(path(progress), options());
    }

    /** The model with what the options say of how it is asked. */
    public ClipProbe clip(PictureArguments pictures, Progress progress, List<String> command) throws IOException {
        return ClipProbe.open(
                path(progress), new Settings(options(), pictures.batch(), pictures.cache(), progress, command));
    }

    /** How a model is opened. */
    public ModelOptions options() throws UsageException {
        return new ModelOptions(parsedDevice(), threads(), wantedVariant());
    }

    private Device parsedDevice() throws UsageException {
        try {
            return Device.parse(device);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--device: expected cpu, cuda, cuda:N or auto, found '" + device + "'");
        }
    }

    private Optional<String> wantedVariant() {
        return Optional.of(variant).filter(name -> !name.isBlank());
    }

    private Path path(Progress progress) throws IOException {
        if (model.isEmpty()) {
            return Samples.model();
        }
        if (HubModels.isHubName(model)) {
            HubModels hub = new HubModels(System.getenv(), warning -> System.err.println("note: " + warning));
            return hub.resolve(model, wantedVariant(), progress);
        }
        return Path.of(model);
    }
}
