package org.clipprobe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.clipprobe.test.Traced;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The command, started as users start it, looks up nothing, sends nothing and writes nowhere else. */
class QuietCommandTest {
    /** DJL makes an empty folder for every model, and ONNX Runtime one at its start; they are removed at once. */
    private static final List<String> EMPTIED = Stream.of("ort-model", "onnxruntime-java")
            .map(name -> Path.of(System.getProperty("java.io.tmpdir"), name).toString())
            .toList();

    @TempDir
    private Path temporary;

    @ParameterizedTest
    @EnumSource
    void writesIntoRunAndCacheOnly(Launchers launcher) throws Exception {
        Path folder = temporary.toRealPath();
        Path script = launcher.startingTheCommand(folder.resolve("launcher"));
        Path working = Files.createDirectories(folder.resolve("working"));
        Path cache = Files.createDirectories(folder.resolve("cache"));
        Traced traced = Traced.run(
                List.of(
                        "sh",
                        script.toString(),
                        "attack",
                        Command.ROOT.resolve("samples/pictures/pizza").toString(),
                        "--model",
                        Command.ROOT.resolve("samples/emoji-clip").toString(),
                        "--text",
                        "café"),
                Map.of(
                        "JAVA_HOME", System.getProperty("java.home"),
                        "HOME", folder.resolve("home").toString(),
                        "XDG_CACHE_HOME", cache.toString()),
                working,
                folder.resolve("trace"));
        assertEquals(0, traced.code(), traced.said());
        Path run = working.resolve("clip-probe-runs");
        assertTrue(Files.readString(run.resolve("attack-1/trials.csv")).contains("café"), "no locale was set");
        List<String> allowed = new ArrayList<>(EMPTIED);
        allowed.addAll(List.of(run.toString(), cache.resolve("clip-probe").toString(), "/proc/", "/dev/null"));
        assertEquals(List.of(), traced.noise(allowed, working));
        for (Path place : List.of(working, cache)) {
            try (Stream<Path> files = Files.list(place)) {
                assertEquals(List.of(place.equals(cache) ? cache.resolve("clip-probe") : run), files.toList());
            }
        }
    }
}
