package org.clipprobe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes on one cache, and places that take no more: the process ends well or says why, and hurts nothing. */
class SharedPlacesTest {
    private static final Path SHELL = Path.of("/bin/sh");

    @TempDir
    private Path folder;

    private Path pictures;

    @BeforeEach
    void copy() throws IOException {
        pictures = SmallPictures.copy(folder.resolve("pictures"), 4);
    }

    private List<Object> probe(String cache, String out) {
        return List.of(
                "probe", pictures, "--redraws", 5, "--cache", folder.resolve(cache), "--out", folder.resolve(out));
    }

    private ChildProcess start(List<String> before, List<Object> words, String said) throws IOException {
        return ChildProcess.start(folder.resolve(said), before, words);
    }

    @Test
    void twoProcessesShareACache() throws Exception {
        ChildProcess one = start(List.of(), probe("cache", "one"), "one.txt");
        ChildProcess two = start(List.of(), probe("cache", "two"), "two.txt");
        assertEquals(0, one.code(), one.said());
        assertEquals(0, two.code(), two.said());
        assertEquals(SmallPictures.tables(folder.resolve("one")), SmallPictures.tables(folder.resolve("two")));
        ChildProcess after = start(List.of(), probe("cache", "after"), "after.txt");
        assertEquals(0, after.code(), after.said());
        assertEquals(SmallPictures.tables(folder.resolve("one")), SmallPictures.tables(folder.resolve("after")));
        assertTrue(Files.readString(folder.resolve("after/run.json")).contains("taking an earlier answer"));
    }

    @Test
    void twoProcessesWithOneTargetLeaveOneWholeRun() throws Exception {
        ChildProcess one = start(List.of(), probe("cache", "run"), "one.txt");
        ChildProcess two = start(List.of(), probe("cache", "run"), "two.txt");
        List<Integer> codes = List.of(one.code(), two.code());
        assertTrue(codes.contains(0), one.said() + two.said());
        ChildProcess alone = start(List.of(), probe("other", "alone"), "alone.txt");
        assertEquals(0, alone.code(), alone.said());
        assertEquals(SmallPictures.tables(folder.resolve("alone")), SmallPictures.tables(folder.resolve("run")));
    }

    @Test
    void filesThatMayNotGrowEndInAMessage() throws Exception {
        assumeTrue(Files.isExecutable(SHELL), "a shell that sets limits");
        ChildProcess first = start(List.of(), probe("cache", "earlier"), "first.txt");
        assertEquals(0, first.code(), first.said());
        var earlier = SmallPictures.tables(folder.resolve("earlier"));
        // In blocks of 512 bytes: enough for the smaller tables, too little for a matrix.
        List<String> limited = List.of(SHELL.toString(), "-c", "ulimit -f 40; exec \"$@\"", "limited");
        ChildProcess full = start(limited, probe("small", "run"), "full.txt");
        assertEquals(1, full.code(), full.said());
        assertTrue(full.said().startsWith("clip-probe: "), full.said());
        assertFalse(full.said().contains("\tat "), full.said());
        assertTrue(full.said().contains("ulimit -f"), full.said());
        assertFalse(Files.exists(folder.resolve("run")));
        ChildProcess again = start(List.of(), probe("small", "run"), "again.txt");
        assertEquals(0, again.code(), again.said());
        assertEquals(earlier, SmallPictures.tables(folder.resolve("run")));
        assertEquals(earlier, SmallPictures.tables(folder.resolve("earlier")));
    }

    @Test
    void tooLittleMemoryEndsInAMessage() throws Exception {
        Path env = Path.of("/usr/bin/env");
        assumeTrue(Files.isExecutable(env), "a program that sets variables");
        List<Object> words = new ArrayList<>(probe("cache", "run"));
        words.addAll(List.of("--batch", 1024));
        ChildProcess small = start(List.of(env.toString(), "_JAVA_OPTIONS=-Xmx24m"), words, "small.txt");
        assertEquals(1, small.code(), small.said());
        assertTrue(small.said().contains("clip-probe: needs more memory than there is"), small.said());
        assertTrue(small.said().contains("CLIPPROBE_JAVA_OPTS"), small.said());
        assertFalse(small.said().contains("\tat "), small.said());
        assertFalse(Files.exists(folder.resolve("run")));
    }

    @Test
    void aFolderThatMayNotBeReadOrWrittenIsNamed() throws Exception {
        Path setpriv = Path.of("/usr/bin/setpriv");
        boolean root = System.getProperty("user.name").equals("root");
        assumeTrue(!root || Files.isExecutable(setpriv), "somebody who is not root");
        List<String> nobody =
                root ? List.of(setpriv.toString(), "--reuid=65534", "--regid=65534", "--clear-groups") : List.of();
        Path open = Files.createDirectory(folder.resolve("open"));
        assertTrue(folder.toFile().setExecutable(true, false) && folder.toFile().setReadable(true, false));
        assertTrue(open.toFile().setWritable(true, false));
        Path closed = Files.createDirectory(folder.resolve("closed"));
        assertTrue(closed.toFile().setWritable(false, false));
        ChildProcess write =
                start(nobody, List.of("probe", pictures, "--cache", "none", "--out", closed.resolve("run")), "w.txt");
        assumeTrue(write.code() != 127, "the class path can be read by nobody");
        assumeTrue(!write.said().contains("ClassNotFound"), "the class path can be read by nobody");
        assertEquals(1, write.code(), write.said());
        assertTrue(write.said().contains("writing is not allowed here"), write.said());
        ChildProcess cache = start(
                nobody,
                List.of("probe", pictures, "--cache", closed.resolve("c"), "--out", open.resolve("run")),
                "c.txt");
        assertEquals(1, cache.code(), cache.said());
        assertTrue(cache.said().contains("--cache DIR"), cache.said());
        assertTrue(pictures.resolve("spider").toFile().setReadable(false, false));
        Path unreadable = pictures.resolve("pizza/flat/fluent-emoji-flat.png");
        assertTrue(unreadable.toFile().setReadable(false, false));
        ChildProcess read = start(
                nobody,
                List.of("probe", pictures, "--redraws", 2, "--cache", "none", "--out", open.resolve("run")),
                "r.txt");
        assertEquals(0, read.code(), read.said());
        String skipped = Files.readString(open.resolve("run/skipped.csv"));
        assertTrue(skipped.contains("spider,cannot be read; check its permissions"), skipped);
        assertTrue(skipped.contains("pizza/flat/fluent-emoji-flat.png,cannot be read; check its permissions"), skipped);
        assertTrue(pictures.resolve("spider").toFile().setReadable(true, false));
    }
}
