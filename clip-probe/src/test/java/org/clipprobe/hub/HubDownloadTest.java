package org.clipprobe.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.clipprobe.run.Progress;
import org.junit.jupiter.api.Test;

/** Broken connections, spoilt parts and wrong hashes: no half file is ever taken for whole. */
class HubDownloadTest extends HubTest {
    @Test
    void goesOnWhereAConnectionBroke() throws IOException {
        resolveConfigsFirst();
        for (int i = 0; i < 5; i++) {
            hub.fileFaults.add(HubStandIn.breakAfter(50_000));
        }
        Path folder = resolve(NAME);
        assertArrayEquals(vision, Files.readAllBytes(folder.resolve(VISION)));
        assertEquals(
                List.of(
                        Optional.empty(),
                        Optional.of("bytes=50000-"),
                        Optional.of("bytes=100000-"),
                        Optional.of("bytes=150000-"),
                        Optional.of("bytes=200000-"),
                        Optional.of("bytes=250000-")),
                hub.fetches(VISION).stream().map(HubStandIn.Seen::range).toList());
    }

    /** So that the next file asked for is the vision tower. */
    private void resolveConfigsFirst() throws IOException {
        Path folder = resolve(NAME);
        for (String graph : List.of(VISION, "onnx/text_model.onnx")) {
            Files.delete(folder.resolve(graph));
            Files.delete(blob(graph));
        }
        hub.seen.clear();
    }

    @Test
    void aLaterRunGoesOnWhereAnEarlierOneGaveUp() throws IOException {
        resolveConfigsFirst();
        hub.fileFaults.add(HubStandIn.breakAfter(100_000));
        for (int i = 0; i < 50; i++) { // more than attempts allow: the JDK's client tries again on its own, too
            hub.fileFaults.add(HubStandIn.breakAfter(0));
        }
        String message = refusal(NAME);
        hub.fileFaults.clear();
        // A host that hangs up at once looks like one that cannot be reached; either way what came before is kept.
        assertTrue(message.contains("byte 100000 of 300000") || message.contains("cannot be reached"), message);
        assertFalse(Files.exists(blob(VISION)), "half a file under its final name");
        assertFalse(Files.exists(
                repository().resolve("snapshots/" + HubStandIn.COMMIT).resolve(VISION)));

        hub.seen.clear();
        Path folder = resolve(NAME);
        assertArrayEquals(vision, Files.readAllBytes(folder.resolve(VISION)));
        assertEquals(Optional.of("bytes=100000-"), hub.fetches(VISION).get(0).range());
    }

    @Test
    void beginsAgainWhenTheHostKnowsNoRanges() throws IOException {
        resolveConfigsFirst();
        hub.honoursRanges = false;
        hub.fileFaults.add(HubStandIn.breakAfter(100_000));
        assertArrayEquals(vision, Files.readAllBytes(resolve(NAME).resolve(VISION)));
        assertEquals(2, hub.fetches(VISION).size());
    }

    @Test
    void recoversFromASpoiltPart() throws IOException {
        Path part = repository().resolve("blobs").resolve(hub.hash(VISION) + ".clip-probe.incomplete");
        Files.createDirectories(part.getParent());
        Files.write(part, random(123_456, 99));
        assertArrayEquals(vision, Files.readAllBytes(resolve(NAME).resolve(VISION)));
        assertFalse(Files.exists(part));
    }

    @Test
    void refusesContentsWithAnotherHash() throws IOException {
        for (String path : List.of("config.json", VISION)) {
            byte[] lie = hub.hash(path).length() == 40
                    ? "{\"model_type\": \"clap\"}".getBytes(StandardCharsets.UTF_8)
                    : random(vision.length, 8);
            hub.lies.put(path, lie);
            String message = refusal(NAME);
            assertTrue(message.startsWith("hf:owner/name/" + path + ": expected the hash " + hub.hash(path)), message);
            assertFalse(Files.exists(blob(path)));
            assertEquals(List.of(), filesUnder(repository().resolve("snapshots")));
            hub.lies.clear();
        }
        assertArrayEquals(vision, Files.readAllBytes(resolve(NAME).resolve(VISION)));
    }

    @Test
    void givesUpOnAHostThatFallsSilent() throws IOException {
        resolveConfigsFirst();
        CountDownLatch over = new CountDownLatch(1);
        for (int i = 0; i < 3; i++) {
            hub.fileFaults.add(HubStandIn.stall(() -> awaitQuietly(over)));
        }
        String message = refusal(NAME);
        over.countDown();
        assertTrue(message.contains("the connection broke 3 times in a row"), message);
        assertFalse(Files.exists(blob(VISION)));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void waitsAsLongAsABusyHubAsks() throws IOException {
        hub.listingFaults.add(HubStandIn.status(429, "Retry-After", "7"));
        hub.listingFaults.add(HubStandIn.status(429, "RateLimit", "\"api\";r=0;t=9"));
        resolve(NAME);
        assertEquals(List.of(Duration.ofSeconds(7), Duration.ofSeconds(9)), waits);
    }

    @Test
    void asksForSizeAndHashWhenTheListLeavesThemOut() throws IOException {
        hub.saysHashes = false;
        Path folder = resolve(NAME);
        assertArrayEquals(vision, Files.readAllBytes(folder.resolve(VISION)));
        assertEquals(Path.of("../../../blobs", hub.hash(VISION)), Files.readSymbolicLink(folder.resolve(VISION)));
        assertEquals(
                Path.of("../../blobs", hub.hash("config.json")), Files.readSymbolicLink(folder.resolve("config.json")));
    }

    @Test
    void manyThreadsDownloadOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            HubModels models = new HubModels(
                    environment,
                    warning -> {},
                    new Patience(3, Duration.ofSeconds(10), Duration.ofMinutes(1), Pause.sleeping()));
            List<Future<Path>> paths = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                paths.add(threads.submit(() -> models.resolve(NAME, Optional.empty(), Progress.none())));
            }
            for (Future<Path> path : paths) {
                assertArrayEquals(vision, Files.readAllBytes(path.get().resolve(VISION)));
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals(1, hub.fetches(VISION).size());
    }
}
