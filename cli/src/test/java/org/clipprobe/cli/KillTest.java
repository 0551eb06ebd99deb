package org.clipprobe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills (SIGKILL) a run at 20 moments, drawn uniformly from how long an undisturbed one takes, and starts it again after
 * each: it ends with the undisturbed run's tables, byte by byte, and nothing of the killed one is left beside it. A run that
 * was finished before its moment came is run once more and killed earlier: 20 are killed while they run, however fast the
 * machine.
 */
class KillTest {
    private static final int KILLS = 20;

    @TempDir
    private Path folder;

    private List<Object> command(List<?> words, Path place) {
        List<Object> command = new ArrayList<>(words);
        command.addAll(List.of("--cache", place.resolve("cache"), "--out", place.resolve("out/run"), "--overwrite"));
        return command;
    }

    private ChildProcess start(List<?> words, Path place) throws IOException {
        Files.createDirectories(place);
        return ChildProcess.start(place.resolve("said.txt"), command(words, place));
    }

    private void finish(List<?> words, Path place) throws Exception {
        ChildProcess run = start(words, place);
        assertEquals(0, run.code(), run.said());
    }

    /** Runs to the end, and says how long that took. */
    private long undisturbed(List<?> words, Path place) throws Exception {
        long start = System.nanoTime();
        finish(words, place);
        return System.nanoTime() - start;
    }

    private void survives(List<?> words, long seed) throws Exception {
        // Two at a time, as the killed ones are run: as long as those take.
        List<Long> lasted =
                inPairs(List.of(folder.resolve("first"), folder.resolve("whole")), place -> undisturbed(words, place));
        Map<String, String> tables = SmallPictures.tables(folder.resolve("whole/out/run"));
        assertEquals(tables, SmallPictures.tables(folder.resolve("first/out/run")));
        Random random = new Random(seed);
        Map<Path, Long> moments = new LinkedHashMap<>();
        for (int kill = 0; kill < KILLS; kill++) {
            moments.put(folder.resolve("killed" + kill), (long) (random.nextDouble() * Collections.min(lasted)));
        }
        inPairs(List.copyOf(moments.keySet()), place -> {
            int tries = 0;
            while (killAndFinish(words, place.resolve("try" + tries), moments.get(place) >> tries, tables)) {
                tries++;
            }
            return tries;
        });
    }

    /** Whether the run was finished before it was killed; at a moment of 0 none is. */
    private boolean killAndFinish(List<?> words, Path place, long moment, Map<String, String> tables) throws Exception {
        start(words, place).killAfter(moment);
        Path run = place.resolve("out/run");
        boolean finished = Files.exists(run);
        if (finished) {
            assertEquals(tables, SmallPictures.tables(run), "what a killed run left under its final name");
        }
        finish(words, place);
        assertEquals(tables, SmallPictures.tables(run), "after a kill at " + moment / 1_000_000 + " ms");
        assertTrue(Files.size(run.resolve("report.html")) > 1000);
        try (Stream<Path> beside = Files.list(place.resolve("out"))) {
            assertEquals(List.of(run), beside.toList(), "left beside the run");
        }
        return finished;
    }

    private interface Work<T> {
        T at(Path place) throws Exception;
    }

    private static <T> List<T> inPairs(List<Path> places, Work<T> work) throws Exception {
        ExecutorService lanes = Executors.newFixedThreadPool(2);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> result : lanes.invokeAll(places.stream()
                    .<Callable<T>>map(place -> () -> work.at(place))
                    .toList())) {
                results.add(result.get());
            }
            return results;
        } finally {
            lanes.shutdownNow();
        }
    }

    @Test
    void aProbeKilledAtAnyMomentEndsAsIfItHadNotBeen() throws Exception {
        // More examples than a shard holds: some are stored before the end.
        Path pictures = SmallPictures.copy(folder.resolve("pictures"), 12);
        survives(List.of("probe", pictures, "--redraws", 5, "--threads", 1, "--spellings", 6), 1);
    }

    @Test
    void anAttackKilledAtAnyMomentEndsAsIfItHadNotBeen() throws Exception {
        Path pictures = SmallPictures.copy(folder.resolve("pictures"), 6);
        survives(List.of("attack", pictures, "--text", "pizza", "--text", "ghost", "--threads", 1), 2);
    }
}
