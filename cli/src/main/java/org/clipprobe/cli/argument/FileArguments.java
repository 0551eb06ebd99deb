package org.clipprobe.cli.argument;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.clipprobe.activation.array.ArrayFormat;
import org.clipprobe.activation.array.ArrayWriter;
import org.clipprobe.activation.array.NumberType;
import org.clipprobe.model.Capture;
import picocli.CommandLine.Option;

/** What files activations are written to. */
public final class FileArguments {
    /** Names of formats. */
    enum Format {
        NPY,
        SAFETENSORS
    }

    /** Names of types, as NumPy has them. */
    enum Type {
        FLOAT32,
        FLOAT16
    }

    @Option(names = "--format", paramLabel = "FORMAT", description = "npy or safetensors. Default: npy.")
    private Format format = Format.NPY;

    @Option(
            names = "--dtype",
            paramLabel = "TYPE",
            description = "float32, or float16: half as large, 11 significant bits. Default: float32.")
    private Type type = Type.FLOAT32;

    public ArrayFormat format() {
        return ArrayFormat.valueOf(format.name());
    }

    public NumberType type() {
        return NumberType.valueOf(type.name());
    }

    /** The name of a capture's file. */
    public String file(Capture capture) {
        return "activations/" + capture.at().name() + format().suffix();
    }

    /**
     * Stores pooled matrices, which are NumPy files of 32 bits, as was asked for.
     *
     * @return how many values were too large for the type
     */
    public long convert(Path folder, List<Capture> captures) throws IOException {
        long overflowed = 0;
        if (format() == ArrayFormat.NPY && type() == NumberType.FLOAT32) {
            return overflowed;
        }
        for (Capture capture : captures) {
            String hook = capture.at().name();
            String pooling = capture.pooling().name().toLowerCase(Locale.ROOT);
            overflowed += ArrayWriter.convert(
                    folder.resolve(hook + ArrayFormat.NPY.suffix()),
                    format(),
                    type(),
                    Map.of("hook_point", hook, "pooling", pooling));
        }
        return overflowed;
    }
}
