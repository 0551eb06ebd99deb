package org.clipprobe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The launchers on machines without a locale, with limits on memory, and with options for Java that the user chose. */
@DisabledOnOs(OS.WINDOWS)
class LauncherMachineTest {
    private static final long MIB = 1L << 20;

    @TempDir
    private Path folder;

    /** What the launchers start in the place of the command: tells how it was started. */
    static final class Tells {
        private Tells() {}

        public static void main(String[] words) throws IOException {
            PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            out.println("telemetry off: " + System.getenv("ORT_DISABLE_TELEMETRY"));
            out.println("heap: " + Runtime.getRuntime().maxMemory());
            out.println("options: " + ManagementFactory.getRuntimeMXBean().getInputArguments());
            out.println("words: " + List.of(words));
            if (words.length > 0) {
                out.println("there: " + Files.exists(Path.of(words[words.length - 1])));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void telemetryIsOff(Launchers launcher) throws Exception {
        Told told = run(List.of(), launcher, Map.of("ORT_DISABLE_TELEMETRY", "0"));
        assertTrue(told.said().contains("telemetry off: 1"), told.said());
    }

    @ParameterizedTest
    @CsvSource({
        "CHECKOUT, NONE, x",
        "CHECKOUT, LANG, C",
        "CHECKOUT, LC_ALL, POSIX",
        "CHECKOUT, LANG, xx_XX.UTF-8",
        "CHECKOUT, LC_ALL, C.UTF-8",
        "RELEASE, NONE, x",
        "RELEASE, LC_ALL, C",
    })
    void lettersArriveWithoutALocale(Launchers launcher, String variable, String value) throws Exception {
        Path file = Files.createFile(folder.resolve("café 蜘蛛"));
        Told told = run(List.of(), launcher, Map.of(variable, value), "--text", "café", file.toString());
        assertTrue(told.said().contains("words: [--text, café, " + file + "]"), told.said());
        assertTrue(told.said().contains("there: true"), told.said());
    }

    /** A machine whose program locale knows of ASCII only. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void withoutAnyUtf8LettersAreRefusedWithTheCure() throws Exception {
        Path tools = Files.createDirectories(folder.resolve("tools"));
        Path locale = Files.writeString(tools.resolve("locale"), "#!/bin/sh\n[ \"$1\" = -a ] || echo ANSI_X3.4-1968\n");
        assertTrue(locale.toFile().setExecutable(true));
        Map<String, String> poor = Map.of("PATH", tools + ":" + System.getenv("PATH"));
        Told told = run(1, List.of(), Launchers.RELEASE, poor, "--text", "café");
        assertTrue(told.said().startsWith("clip-probe: expected a UTF-8 locale"), told.said());
        assertTrue(told.said().contains("LC_ALL"), told.said());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "JAVA_TOOL_OPTIONS=-Xmx64m",
                "JDK_JAVA_OPTIONS=-Xmx65536k",
                "CLIPPROBE_JAVA_OPTS=-Xmx67108864",
                "CLIPPROBE_JAVA_OPTS=-XX:MaxHeapSize=64m",
                "JAVA_TOOL_OPTIONS=-Xmx64m -Xmn16m -Xms32m",
            })
    void aSmallHeapIsTheUsers(String option) throws Exception {
        Told told = run(List.of(), Launchers.CHECKOUT, variable(option));
        assertTrue(told.heap() <= 64 * MIB, told.said());
        assertFalse(told.said().contains("warning"), told.said());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "JAVA_TOOL_OPTIONS=-XX:+UseSerialGC",
                "JDK_JAVA_OPTIONS=-XX:+UseG1GC",
                "CLIPPROBE_JAVA_OPTS=-XX:+UseParallelGC -Xmx300m",
                "CLIPPROBE_JAVA_OPTS=-XX:MaxRAMPercentage=10",
                "JAVA_TOOL_OPTIONS=-Xmn200m",
            })
    void otherOptionsDoNotClash(String option) throws Exception {
        Told told = run(List.of(), Launchers.RELEASE, variable(option));
        assertFalse(told.said().contains("warning"), told.said());
    }

    @Test
    void aLargeHeapKeepsTheYoungGeneration() throws Exception {
        Told told = run(List.of(), Launchers.RELEASE, Map.of("CLIPPROBE_JAVA_OPTS", "-Xmx2g"));
        assertTrue(told.heap() > 1800 * MIB && told.said().contains("-XX:MaxNewSize=96m"), told.said());
    }

    /** Control groups of version 2, as a container of 256 MiB sees them. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void theLimitOfAContainerIsHonoured() throws Exception {
        String mount =
                "mount -t tmpfs tmpfs /sys/fs/cgroup && echo 268435456 >/sys/fs/cgroup/memory.max && exec \"$@\"";
        List<String> contained = List.of("unshare", "-m", "sh", "-c", mount, "sh");
        assumeTrue(works(contained), "mounting in a namespace of its own");
        Told told = run(contained, Launchers.RELEASE, Map.of());
        assertFalse(told.said().contains("-Xms"), told.said());
        assertFalse(told.said().contains("NewSize"), told.said());
    }

    /** Without a launcher Java has put other letters in the place of what it could not read. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void withoutALauncherLostLettersAreRefused() throws Exception {
        List<String> ascii = List.of(
                "env",
                "-u",
                "LANG",
                "-u",
                "LC_CTYPE",
                "LC_ALL=C",
                "sh",
                "-c",
                "exec \"$@\" --text \"$(printf 'caf\\303\\251')\"",
                "sh");
        ChildProcess child = ChildProcess.start(folder.resolve("said"), ascii, List.of("attack"));
        assertEquals(1, child.code(), child.said());
        assertTrue(child.said().contains("LC_ALL=C.UTF-8"), child.said());
    }

    private static boolean works(List<String> before) throws InterruptedException {
        List<String> trial = new ArrayList<>(before);
        trial.add("true");
        try {
            return new ProcessBuilder(trial).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static Map<String, String> variable(String option) {
        String[] parts = option.split("=", 2);
        return Map.of(parts[0], parts[1]);
    }

    /** What the program said, standard error included. */
    private record Told(String said) {
        long heap() {
            return Long.parseLong(said.lines()
                    .filter(line -> line.startsWith("heap: "))
                    .findFirst()
                    .orElseThrow()
                    .substring(6));
        }
    }

    private Told run(List<String> before, Launchers launcher, Map<String, String> variables, String... words)
            throws Exception {
        return run(0, before, launcher, variables, words);
    }

    private Told run(int code, List<String> before, Launchers launcher, Map<String, String> variables, String... words)
            throws Exception {
        Path script = launcher.starting(Tells.class, folder.resolve("launcher"));
        List<String> line = new ArrayList<>(before);
        line.addAll(List.of("sh", script.toString()));
        line.addAll(List.of(words));
        Path output = folder.resolve("output");
        ProcessBuilder process =
                new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile());
        process.environment().keySet().retainAll(List.of("PATH"));
        process.environment().put("JAVA_HOME", System.getProperty("java.home"));
        process.environment().putAll(variables);
        int ended = process.start().waitFor();
        String said = Files.readString(output);
        assertEquals(code, ended, said);
        return new Told(said);
    }
}
