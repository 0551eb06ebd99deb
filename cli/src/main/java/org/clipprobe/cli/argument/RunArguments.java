package org.clipprobe.cli.argument;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.clipprobe.cli.console.Interruption;
import org.clipprobe.run.RunFolder;
import picocli.CommandLine.Option;

/** Where a run is written. */
public final class RunArguments {
    private static final Path RUNS = Path.of("clip-probe-runs");

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The run folder to write. Default: clip-probe-runs/COMMAND-N, the next free N.")
    private Path out;

    @Option(names = "--overwrite", description = "Replaces an earlier run in --out once the new one is complete.")
    private boolean overwrite;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of everything random. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--json", description = "Prints the answer as JSON.")
    private boolean json;

    public long seed() {
        return seed;
    }

    public boolean json() {
        return json;
    }

    /** Refuses a run folder inside another folder, such as the model's own. */
    public void refuseInside(Path folder, String what) throws UsageException {
        if (out != null && absolute(out).startsWith(absolute(folder))) {
            throw new UsageException("--out: expected a folder outside of " + what + ", " + folder + ", found " + out);
        }
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    public RunFolder begin(String command) throws IOException {
        Path folder = out == null ? nextFree(command) : out;
        return Interruption.watch(overwrite ? RunFolder.replace(folder) : RunFolder.begin(folder));
    }

    private static Path nextFree(String command) {
        int number = 1;
        while (Files.exists(RUNS.resolve(command + "-" + number))) {
            number++;
        }
        return RUNS.resolve(command + "-" + number);
    }
}
