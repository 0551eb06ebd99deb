package org.clipprobe.cli.argument;

import java.nio.file.Files;
import java.nio.file.Path;

/** The embedded sample: a small model and its pictures, next to the program. */
public final class Samples {
    private Samples() {}

    static Path model() throws UsageException {
        return find("emoji-clip", "--model");
    }

    public static Path pictures() throws UsageException {
        return find("pictures", "PICTURES");
    }

    private static Path find(String name, String instead) throws UsageException {
        String home = System.getProperty("clipprobe.home", "");
        Path folder = Path.of(home).resolve("samples").resolve(name);
        if (home.isEmpty() || !Files.isDirectory(folder)) {
            throw new UsageException("the embedded sample is not where this program was started from; name " + instead
                    + " yourself, or start clip-probe by its launcher");
        }
        return folder;
    }
}
