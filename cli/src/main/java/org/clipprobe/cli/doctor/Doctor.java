package org.clipprobe.cli.doctor;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.clipprobe.image.Pictures;
import org.clipprobe.image.Rgb;
import org.clipprobe.image.text.TextPainter;
import org.clipprobe.image.text.TextStyle;
import org.clipprobe.image.text.Typeface;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.NativeEngines;
import org.clipprobe.run.UserFolders;

/** All checks, in the order in which one thing needs the other. */
public final class Doctor {
    /** One pixel. */
    private static final String SMALLEST_WEBP = "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==";

    private static final String REINSTALL = "build or unpack clip-probe again: files of it are missing";

    private Doctor() {}

    /** Something that says what is there, or throws. */
    @FunctionalInterface
    interface Trial {
        String run() throws IOException;
    }

    /** What there is without a model. */
    public static List<Finding> machine() {
        Path cache = UserFolders.cache();
        Path here = Path.of("").toAbsolutePath();
        List<Finding> all = new ArrayList<>();
        all.add(MachineChecks.java(
                System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")",
                System.getProperty("os.name"),
                System.getProperty("os.arch")));
        all.add(MachineChecks.locale(System.getProperty("sun.jnu.encoding", "")));
        all.add(MachineChecks.cache(cache, UserFolders.isTemporary(cache), UserFolders.allowsCode(cache)));
        all.add(MachineChecks.disk(cache));
        all.add(MachineChecks.writable("working folder", here));
        all.add(MachineChecks.disk(here));
        var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        all.add(MachineChecks.memory(Runtime.getRuntime().maxMemory(), machine.getTotalMemorySize()));
        all.add(tried("fonts", Doctor::drawLetters, REINSTALL));
        all.add(tried("ONNX Runtime", NativeEngines::onnxRuntime, REINSTALL));
        all.add(tried("tokenizers", Doctor::tokenizers, REINSTALL));
        all.add(tried("WebP", Doctor::readWebp, "save WebP pictures as PNG"));
        all.addAll(gpu());
        return all;
    }

    /** What opens of a model and what does not. */
    public static List<Finding> model(ModelOpening opening) {
        return ModelCheck.of(opening);
    }

    /** Opens the model that is asked about. */
    @FunctionalInterface
    public interface ModelOpening {
        ClipModel open() throws IOException;
    }

    static Finding tried(String subject, Trial trial, String otherwise) {
        try {
            return Finding.ok(subject, trial.run());
        } catch (IOException | RuntimeException | LinkageError e) {
            return Finding.failed(subject, e, otherwise);
        }
    }

    private static List<Finding> gpu() {
        try {
            return GpuCheck.of(NativeEngines.gpu());
        } catch (IOException e) {
            return List.of(Finding.failed("GPU", "not looked for: ONNX Runtime does not start", "mend that first"));
        }
    }

    private static String drawLetters() {
        TextPainter painter = new TextPainter();
        for (Typeface typeface : Typeface.values()) {
            painter.measure("Aé", TextStyle.of(typeface, 20, Rgb.BLACK));
        }
        return Typeface.values().length + " bundled typefaces";
    }

    private static String tokenizers() throws IOException {
        NativeEngines.tokenizers();
        return "Hugging Face's library runs";
    }

    private static String readWebp() throws IOException {
        Pictures.decode(Base64.getDecoder().decode(SMALLEST_WEBP), "a WebP picture of one pixel");
        return "libwebp runs";
    }
}
