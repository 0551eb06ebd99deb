package org.clipprobe.benchmark;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.clipprobe.image.Pictures;
import org.clipprobe.image.Preprocessing;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Decoding and resizing the JPEG photographs of 500 × 375 pixels in a folder, one thread; milliseconds for each
 * photograph. {@code src/main/python/picture_benchmark.py} does the same with Pillow.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 3)
@Measurement(iterations = 6, time = 3)
@Fork(1)
public class PictureBenchmark {
    /** The folder of photographs. */
    @Param("../shared/data/photos")
    public String folder = "";

    private final Preprocessing preprocessing = Preprocessing.clip(224);
    private final List<byte[]> files = new ArrayList<>();
    private final List<InterleavedU8> pictures = new ArrayList<>();
    private int next;

    /** Reads the photographs into memory. */
    @Setup
    public void read() throws IOException {
        List<Path> all;
        try (Stream<Path> paths = Files.list(Path.of(folder))) {
            all = paths.filter(PictureBenchmark::isJpeg).sorted().toList();
        }
        for (Path path : all) {
            byte[] file = Files.readAllBytes(path);
            InterleavedU8 picture = Pictures.decode(file, path.toString());
            if (picture.width == 500 && picture.height == 375) {
                files.add(file);
                pictures.add(picture);
            }
        }
        if (files.isEmpty()) {
            throw new IOException(folder + ": expected JPEG photographs of 500 × 375 pixels, found none");
        }
    }

    private static boolean isJpeg(Path path) {
        return path.toString().matches("(?i).*\\.jpe?g");
    }

    /** JPEG to RGB. */
    @Benchmark
    public InterleavedU8 decode() throws IOException {
        return Pictures.decode(files.get(turn()), "photograph");
    }

    /** RGB to 224 × 224: shortest edge, bicubic, centre crop. */
    @Benchmark
    public InterleavedU8 fit() {
        return preprocessing.fit(pictures.get(turn()));
    }

    /** JPEG to 224 × 224. */
    @Benchmark
    public InterleavedU8 decodeAndFit() throws IOException {
        return preprocessing.fit(Pictures.decode(files.get(turn()), "photograph"));
    }

    private int turn() {
        next = (next + 1) % files.size();
        return next;
    }
}
