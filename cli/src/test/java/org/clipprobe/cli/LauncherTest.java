package org.clipprobe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The launchers hand every word on as it is, and keep Java's command line short enough for ONNX Runtime. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    private static final List<String> ODD = List.of(
            "attack",
            "",
            "a b",
            " both ends ",
            "\"quoted\" 'and' \\back\\slashed\\",
            "two\nlines\n",
            "tab\tand\rreturn",
            "#no comment",
            "*",
            "-Dnot.for=java",
            "@no-file",
            "$HOME `id` $(id)",
            "Größe 蜘蛛 🕷",
            "%s %n \\n");

    @TempDir
    private Path folder;

    /** What the launchers start in the place of the command: tells its words, and how long the command line is. */
    static final class Echo {
        private Echo() {}

        public static void main(String[] words) throws IOException {
            PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            Path own = Path.of("/proc/self/cmdline");
            if (Files.isReadable(own)) {
                try (InputStream in = Files.newInputStream(own)) {
                    out.print(in.transferTo(OutputStream.nullOutputStream()));
                }
            } else {
                out.print(0);
            }
            for (String word : words) {
                out.print("\0" + word);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void wordsArriveAsTheyAre(Launchers launcher) throws Exception {
        Path script = launcher.starting(Echo.class, folder);
        arrive(script, ODD);
        List<String> many = new ArrayList<>(ODD);
        for (int i = 0; i < 300; i++) {
            many.add("/data/pictures/folder " + i);
        }
        arrive(script, many);
        arrive(script, List.of("attack", "--text", "x".repeat(10_000)));
        arrive(script, List.of("attack", "--text", "🕷\\\"\n".repeat(3_000), ""));
    }

    private void arrive(Path script, List<String> words) throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", script.toString()));
        command.addAll(words);
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        Path output = folder.resolve("output");
        ProcessBuilder process = new ProcessBuilder(command)
                .redirectError(folder.resolve("errors").toFile())
                .redirectOutput(output.toFile());
        process.environment().put("JAVA_HOME", System.getProperty("java.home"));
        process.environment().put("LC_ALL", "C.UTF-8");
        process.environment().put("TMPDIR", temporary.toString());
        int code = process.start().waitFor();
        assertEquals(0, code, Files.readString(folder.resolve("errors")));
        List<String> said = List.of(Files.readString(output).split("\0", -1));
        assertEquals(words, said.subList(1, said.size()));
        assertTrue(Integer.parseInt(said.get(0)) < 3_500, said.get(0));
        try (var left = Files.list(temporary)) {
            assertEquals(List.of(), left.toList());
        }
    }
}
