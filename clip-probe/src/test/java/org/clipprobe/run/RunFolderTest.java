package org.clipprobe.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunFolderTest {
    @TempDir
    Path parent;

    private static void text(RunFolder folder, String name, String text) throws IOException {
        folder.write(name, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(parent)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private void finish(String name, String content, boolean replace) throws IOException {
        Path target = parent.resolve(name);
        try (RunFolder folder = replace ? RunFolder.replace(target) : RunFolder.begin(target)) {
            text(folder, "run.json", content);
            folder.commit();
        }
    }

    @Test
    void appearsWholeOnCommit() throws IOException {
        Path target = parent.resolve("made/on the way/run");
        try (RunFolder folder = RunFolder.begin(target)) {
            text(folder, "activations/vision.3.mlp.npy", "x");
            assertFalse(Files.exists(target));
            folder.commit();
        }
        assertEquals("x", Files.readString(target.resolve("activations/vision.3.mlp.npy")));
        try (Stream<Path> beside = Files.list(target.getParent())) {
            assertEquals(List.of(target), beside.toList());
        }
        try (Stream<Path> inside = Files.list(target)) {
            assertEquals(List.of(target.resolve("activations")), inside.toList());
        }
    }

    @Test
    void leavesNothingWhenNotCommitted() throws IOException {
        try (RunFolder folder = RunFolder.begin(parent.resolve("run"))) {
            text(folder, "deep/in/it.csv", "x");
        }
        assertEquals(List.of(), names());
    }

    @Test
    void takesAnEmptyFolder() throws IOException {
        Files.createDirectory(parent.resolve("run"));
        finish("run", "new", false);
        assertEquals("new", Files.readString(parent.resolve("run/run.json")));
        assertEquals(List.of("run"), names());
    }

    @Test
    void refusesToOverwriteEarlierResults() throws IOException {
        finish("run", "old", false);
        IOException refused = assertThrows(IOException.class, () -> RunFolder.begin(parent.resolve("run")));
        assertTrue(refused.getMessage().startsWith(parent.toRealPath().resolve("run") + ": this folder is not empty"));
        assertEquals("old", Files.readString(parent.resolve("run/run.json")));
        assertEquals(List.of("run"), names());
    }

    @Test
    void replacesAnEarlierRunOnlyWhenTheNewOneIsWhole() throws IOException {
        finish("run", "old", false);
        try (RunFolder folder = RunFolder.replace(parent.resolve("run"))) {
            text(folder, "run.json", "given up");
        }
        assertEquals("old", Files.readString(parent.resolve("run/run.json")));
        finish("run", "new", true);
        assertEquals("new", Files.readString(parent.resolve("run/run.json")));
        assertEquals(List.of("run"), names());
    }

    @Test
    void replacesNoFolderThatIsNotARun() throws IOException {
        Files.createDirectory(parent.resolve("thesis"));
        Files.writeString(parent.resolve("thesis/chapter.tex"), "years of work");
        IOException refused = assertThrows(IOException.class, () -> RunFolder.replace(parent.resolve("thesis")));
        assertTrue(refused.getMessage().contains("is not a run folder"), refused.getMessage());
        assertTrue(Files.exists(parent.resolve("thesis/chapter.tex")));
    }

    @Test
    void refusesAFileInItsPlace() throws IOException {
        Files.writeString(parent.resolve("run"), "x");
        assertTrue(assertThrows(IOException.class, () -> RunFolder.replace(parent.resolve("run")))
                .getMessage()
                .contains("found a file"));
    }

    @Test
    void keepsAFinishedRunWhoseTargetWasTakenMeanwhile() throws IOException {
        Path target = parent.resolve("run");
        try (RunFolder folder = RunFolder.begin(target)) {
            text(folder, "run.json", "mine");
            Files.createDirectory(target);
            Files.writeString(target.resolve("run.json"), "theirs");
            IOException refused = assertThrows(IOException.class, folder::commit);
            Path kept =
                    Path.of(refused.getMessage().substring(refused.getMessage().lastIndexOf("kept in ") + 8));
            assertEquals("mine", Files.readString(kept.resolve("run.json")));
        }
        assertEquals("theirs", Files.readString(target.resolve("run.json")));
        assertEquals(2, names().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../out.csv", "a/../../out.csv", "/etc/out.csv", "", ".", "a/.."})
    void refusesNamesThatLeadOut(String name) throws IOException {
        try (RunFolder folder = RunFolder.begin(parent.resolve("run"))) {
            assertThrows(IllegalArgumentException.class, () -> folder.file(name));
        }
    }

    @Test
    void removesWhatAKilledRunLeftAndNothingThatRuns() throws IOException {
        Path abandoned = Files.createDirectory(parent.resolve(".run.unfinished-1"));
        Files.writeString(abandoned.resolve(".lock"), "");
        Files.writeString(abandoned.resolve("units.csv"), "half");
        try (RunFolder running = RunFolder.begin(parent.resolve("run"))) {
            text(running, "run.json", "running");
            assertFalse(Files.exists(abandoned));
            finish("run", "faster", false);
            text(running, "late.csv", "still here");
        }
        assertEquals(List.of("run"), names());
    }

    /** As a process leaves things that is killed between moving the earlier run away and moving its own there. */
    @Test
    void putsAnEarlierRunBackThatAKilledRunWasReplacing() throws IOException {
        finish("run", "earlier", false);
        Files.move(parent.resolve("run"), parent.resolve(".run.unfinished-1234-old"));
        try (RunFolder next = RunFolder.replace(parent.resolve("run"))) {
            text(next, "run.json", "never committed");
        }
        assertEquals(List.of("run"), names());
        assertEquals("earlier", Files.readString(parent.resolve("run/run.json")));
    }

    @Test
    void anEarlierRunThatWasReplacedDoesNotComeBack() throws IOException {
        finish("run", "later", false);
        Path old = Files.createDirectory(parent.resolve(".run.unfinished-1234-old"));
        Files.writeString(old.resolve("run.json"), "earlier");
        finish("run", "latest", true);
        assertEquals(List.of("run"), names());
        assertEquals("latest", Files.readString(parent.resolve("run/run.json")));
    }

    @Test
    void saysThatTheDiskIsFull() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.isWritable(full));
        try (RunFolder folder = RunFolder.begin(parent.resolve("run"))) {
            Files.createSymbolicLink(folder.file("units.csv"), full);
            IOException failed = assertThrows(IOException.class, () -> text(folder, "units.csv", "x"));
            String expected = folder.target() + ": cannot write units.csv: the disk is full";
            assertTrue(failed.getMessage().startsWith(expected), failed.getMessage());
            RunTable table = folder.table("units.csv", List.of("unit"));
            assertTrue(
                    assertThrows(IOException.class, table::close).getMessage().startsWith(expected));
        }
    }

    @Test
    void saysThatAFolderCannotBeWritten() throws IOException {
        Files.writeString(parent.resolve("file"), "x");
        IOException failed = assertThrows(
                IOException.class, () -> RunFolder.begin(parent.resolve("file").resolve("run")));
        assertTrue(failed.getMessage().startsWith(parent.resolve("file") + ": cannot write here"), failed.getMessage());
    }

    @Test
    void isRemovedWhenTheProcessIsInterrupted() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Interrupted.class.getName(),
                        parent.resolve("run").toString())
                .redirectErrorStream(true)
                .start();
        assertEquals("ready", process.inputReader(StandardCharsets.UTF_8).readLine());
        assertEquals(1, names().size());
        process.destroy();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        assertEquals(List.of(), names());
    }

    /** A run that never ends by itself. */
    static final class Interrupted {
        public static void main(String[] arguments) throws Exception {
            RunFolder folder = RunFolder.begin(Path.of(arguments[0]));
            text(folder, "units.csv", "half");
            System.out.println("ready");
            Thread.sleep(60_000);
            folder.close();
        }
    }
}
