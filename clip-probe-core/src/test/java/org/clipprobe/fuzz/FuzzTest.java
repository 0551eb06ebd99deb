package org.clipprobe.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

    /** Java's heap, and what the whole process may have in memory at any time, in MiB. */
    private static final int HEAP = 256;

    private static final int RESIDENT = 1_024;

    /** One case may take so long, on a machine that does other things as well. */
    private static final int SECONDS = 60;

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
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP + "m",
                "-XX:+UseSerialGC",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + folder.resolve("crash.log"),
                "-Djava.awt.headless=true",
                "-Dclipprobe.root=" + System.getProperty("clipprobe.root"),
                FuzzChild.class.getName(),
                Long.toString(SEED),
                Integer.toString(first),
                Integer.toString(to),
                folder.toString());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Process child = builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        String ended = watched(child);
        int last = at();
        if (last < to || !ended.isEmpty()) {
            String why = ended.isEmpty() ? "the process ended with " + child.exitValue() : ended;
            wrong.add("case " + last + " (" + FuzzCase.of(SEED, last).name() + "): " + why + output());
        }
        return last;
    }

    private String output() throws IOException {
        String said = Files.readString(folder.resolve("output"), java.nio.charset.StandardCharsets.ISO_8859_1)
                .strip();
        return said.isEmpty()
                ? ""
                : ": " + said.substring(0, Math.min(500, said.length())).replaceAll("\\s+", " ");
    }

    /** Empty when the process ended by itself. */
    private String watched(Process child) throws IOException, InterruptedException {
        int current = -1;
        // Counted in looks, so that a machine that is put to sleep for a while is not taken for a hang.
        int looks = 0;
        while (!child.waitFor(100, TimeUnit.MILLISECONDS)) {
            int now = at();
            if (now != current) {
                current = now;
                looks = 0;
            }
            looks++;
            boolean late = looks > SECONDS * 10;
            long resident = resident(child);
            if (late || resident > RESIDENT) {
                child.destroyForcibly().waitFor();
                return late ? "took longer than " + SECONDS + " s" : "took " + resident + " MiB";
            }
        }
        return "";
    }

    /** The most that the process ever had in memory, in MiB; 0 where the system does not tell. */
    private static long resident(Process child) {
        try {
            return Files.readAllLines(Path.of("/proc/" + child.pid() + "/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
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
