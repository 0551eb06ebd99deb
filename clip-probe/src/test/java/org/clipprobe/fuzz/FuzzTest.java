package org.clipprobe.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.clipprobe.test.BoundedProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged models, tokenizers, configurations and pictures end in a result or in one sentence: never in the end of the JVM, in
 * a hang, or in more memory than there may be. {@code -Dclipprobe.fuzz.cases=10000} tries out more than a build does,
 * {@code -Dclipprobe.fuzz.seed=2} others, {@code -Dclipprobe.fuzz.first=1234} begins with a case that is to be seen again.
 */
class FuzzTest {
    private static final int CASES = Integer.getInteger("clipprobe.fuzz.cases", 2_500);
    private static final long SEED = Long.getLong("clipprobe.fuzz.seed", 1);
    private static final int FIRST = Integer.getInteger("clipprobe.fuzz.first", 0);

    /** What the process may have in memory, in MiB. */
    private static final int RESIDENT = 1_024;

    @TempDir
    private Path folder;

    @Test
    void damagedFilesEndInAResultOrInOneSentence() throws Exception {
        List<String> wrong = new ArrayList<>();
        int to = FIRST + CASES;
        for (int next = FIRST; next < to; next++) {
            next = runFrom(next, to, wrong);
        }
        if (Files.exists(folder.resolve("wrong"))) {
            wrong.addAll(Files.readAllLines(folder.resolve("wrong")));
        }
        assertEquals(List.of(), wrong, () -> String.join("\n", wrong));
        long refused = Files.readAllLines(folder.resolve("refused")).size();
        System.out.println(
                "fuzzed " + CASES + " damaged files: " + refused + " refused, " + (CASES - refused) + " run");
        assertTrue(refused > CASES / 4 && refused < CASES, refused + " of " + CASES + " were refused");
    }

    /** Runs until the end or until something ends the process; the case that it ended in. */
    private int runFrom(int first, int to, List<String> wrong) throws IOException, InterruptedException {
        set(first);
        BoundedProcess child = BoundedProcess.start(
                folder,
                FuzzChild.class,
                Long.toString(SEED),
                Integer.toString(first),
                Integer.toString(to),
                folder.toString());
        String ended = child.watch(RESIDENT, this::at);
        int last = at();
        if (last < to || !ended.isEmpty()) {
            String why = ended.isEmpty()
                    ? "the process ended with " + child.process().exitValue()
                    : ended;
            wrong.add("case " + last + " (" + FuzzCase.of(SEED, last).name() + "): " + why + said(child));
        }
        return last;
    }

    private static String said(BoundedProcess child) throws IOException {
        String said = String.join(" ", child.said()).strip();
        return said.isEmpty() ? "" : ": " + said.substring(0, Math.min(500, said.length()));
    }

    private void set(int number) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve("case").toFile(), "rw")) {
            file.writeInt(number);
        }
    }

    private int at() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve("case").toFile(), "r")) {
            return file.readInt();
        }
    }
}
