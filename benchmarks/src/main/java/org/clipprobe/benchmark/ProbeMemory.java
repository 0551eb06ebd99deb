package org.clipprobe.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Peak memory of {@code ./bin/clip-probe probe}, as its user starts it, on a ViT-B/32-sized model over a few photographs and
 * over many. Reads the process's peak resident set ({@code VmHWM}) from its status file, so it needs Linux.
 *
 * <p>Arguments: how many photographs at first (500), and then (5,000).
 */
public final class ProbeMemory {
    private static final int CONCEPTS = 10;
    private static final String[] FACETS = {"photo", "drawing"};

    private ProbeMemory() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int few = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 500;
        int many = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5_000;
        Path folder = Files.createTempDirectory("probe-memory");
        Path model = folder.resolve("model");
        SyntheticClip.write(model, SyntheticClip.Size.vitB32(), 1);
        long first = peak(folder, model, few);
        long second = peak(folder, model, many);
        System.out.printf(Locale.ROOT, "ratio %.3f%n", (double) second / first);
    }

    private static long peak(Path folder, Path model, int count) throws IOException, InterruptedException {
        Path run = folder.resolve("run" + count);
        List<String> command = List.of(
                "./bin/clip-probe",
                "probe",
                photographs(folder.resolve("photographs" + count), count).toString(),
                "--model",
                model.toString(),
                "--cache",
                "none",
                "--out",
                run.toString());
        Process process = new ProcessBuilder(command).inheritIO().start();
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        long peak = 0;
        do {
            peak = Math.max(peak, kilobytes(status));
        } while (!process.waitFor(50, TimeUnit.MILLISECONDS));
        if (process.exitValue() != 0) {
            throw new IllegalStateException(command + " ended with " + process.exitValue());
        }
        System.out.printf(Locale.ROOT, "%d photographs: peak of %d MB%n", count, peak / 1024);
        return peak;
    }

    /** The same pictures every time, dealt to a few concepts in two facets. */
    private static Path photographs(Path folder, int count) throws IOException {
        SyntheticPhotos.write(folder, count);
        try (Stream<Path> files = Files.list(folder)) {
            int dealt = 0;
            for (Path file : files.sorted().toList()) {
                Path facet =
                        folder.resolve("concept" + dealt % CONCEPTS).resolve(FACETS[dealt / CONCEPTS % FACETS.length]);
                Files.createDirectories(facet);
                Files.move(file, facet.resolve(file.getFileName()));
                dealt++;
            }
        }
        return folder;
    }

    private static long kilobytes(Path status) throws IOException {
        if (!Files.exists(status)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0);
        }
    }
}
