package org.clipprobe.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.clipprobe.model.Fixtures;
import org.clipprobe.model.ParallelStartsTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Users without a home, or with one that cannot be written. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "paths are written as on Linux")
class UserFoldersTest {
    @TempDir
    private Path folder;

    @Test
    void homeIsJavasElseTheVariable() {
        Map<String, String> environment = Map.of("HOME", folder.toString());
        assertEquals(Optional.of(Path.of("/home/u")), UserFolders.home("/home/u", environment));
        assertEquals(Optional.of(folder), UserFolders.home("?", environment));
        assertEquals(Optional.of(folder), UserFolders.home("", environment));
        assertEquals(Optional.empty(), UserFolders.home("?", Map.of()));
        assertEquals(Optional.empty(), UserFolders.home("?", Map.of("HOME", "relative")));
        assertEquals(
                Optional.empty(),
                UserFolders.home("?", Map.of("HOME", folder.resolve("gone").toString())));
    }

    @Test
    void cachesOfEachSystem() {
        Optional<Path> home = Optional.of(Path.of("/home/u"));
        assertEquals("/home/u/.cache/clip-probe", cache(home, "Linux", Map.of()));
        assertEquals("/home/u/Library/Caches/clip-probe", cache(home, "Mac OS X", Map.of()));
        assertEquals("/local/clip-probe", cache(home, "Windows 11", Map.of("LOCALAPPDATA", "/local")));
        assertEquals("/x/clip-probe", cache(home, "Linux", Map.of("XDG_CACHE_HOME", "/x")));
        assertEquals("/x/clip-probe", cache(Optional.empty(), "Linux", Map.of("XDG_CACHE_HOME", "/x")));
        assertEquals("/home/u/.cache/clip-probe", cache(home, "Linux", Map.of("XDG_CACHE_HOME", "relative")));
        assertEquals(Optional.empty(), UserFolders.cache(Optional.empty(), "Linux", Map.of()));
    }

    private static String cache(Optional<Path> home, String os, Map<String, String> environment) {
        return UserFolders.cache(home, os, environment).orElseThrow().toString();
    }

    /** As {@code docker --user 12345}: Java says that the home is "?", and there is no variable. */
    @Test
    void withoutAHomeNothingIsLeft() throws Exception {
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        Path working = Files.createDirectories(folder.resolve("working"));
        Run run = Run.of(working, List.of("-Duser.home=?", "-Djava.io.tmpdir=" + temporary), Map.of());
        assertEquals(0, run.code(), run.said());
        assertTrue(run.said().endsWith("128 128"), run.said());
        assertEquals(List.of(), names(working));
        assertEquals(
                List.of(),
                names(temporary).stream()
                        .filter(name -> !name.startsWith("hsperf"))
                        .toList());
    }

    @Test
    void withoutAHomeTheVariableIsTaken() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        Path working = Files.createDirectories(folder.resolve("working"));
        Run run = Run.of(working, List.of("-Duser.home=?"), Map.of("HOME", home.toString()));
        assertEquals(0, run.code(), run.said());
        assertEquals(List.of(), names(working));
        assertEquals(List.of(".cache"), names(home));
    }

    /** A library that was cut off would end the process. */
    @Test
    void aDamagedCacheIsUnpackedAgain() throws Exception {
        Map<String, String> variables =
                Map.of("XDG_CACHE_HOME", folder.resolve("cache").toString());
        Run first = Run.of(folder, List.of(), variables);
        assertEquals(0, first.code(), first.said());
        Path kept = folder.resolve("cache/clip-probe/onnxruntime");
        try (Stream<Path> files = Files.walk(kept)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.write(file, new byte[1000]);
            }
        }
        Run again = Run.of(folder, List.of(), variables);
        assertEquals(0, again.code(), again.said());
        assertEquals(1, names(kept).size());
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    /** A process that runs both towers of the sample. */
    record Run(int code, String said) {
        static Run of(Path working, List<String> options, Map<String, String> variables) throws Exception {
            return of(List.of(), working, options, variables);
        }

        static Run of(List<String> before, Path working, List<String> options, Map<String, String> variables)
                throws Exception {
            List<String> line = new ArrayList<>(before);
            line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            line.add("-Xmx256m");
            line.addAll(options);
            line.add(ParallelStartsTest.Runs.class.getName());
            line.add(Fixtures.SAMPLE.toString());
            Path said = Files.createTempFile("said", ".txt");
            ProcessBuilder builder = new ProcessBuilder(line)
                    .directory(working.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile());
            builder.environment().keySet().retainAll(List.of("PATH"));
            builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
            builder.environment().putAll(variables);
            int code = builder.start().waitFor();
            String text = Files.readString(said);
            Files.delete(said);
            return new Run(code, text);
        }
    }
}
