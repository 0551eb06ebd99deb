package org.clipprobe.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.clipprobe.run.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes on one cache, and one that is killed. */
class HubProcessTest {
    private static final String VISION = "onnx/vision_model.onnx";

    @TempDir
    private Path home;

    /** What the other processes do. */
    static final class Main {
        private Main() {}

        public static void main(String[] args) throws IOException {
            new HubModels(System.getenv(), warning -> {}).resolve("hf:owner/name", Optional.empty(), Progress.none());
        }
    }

    private Process start(HubStandIn hub) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName());
        builder.environment().put("HF_ENDPOINT", hub.endpoint());
        builder.environment().put("HF_HOME", home.toString());
        builder.environment().remove("HF_HUB_OFFLINE");
        return builder.redirectErrorStream(true)
                .redirectOutput(home.resolve("out.txt").toFile())
                .start();
    }

    private static HubStandIn hub(byte[] vision) {
        return new HubStandIn().with("config.json", "{}").with(VISION, vision, true);
    }

    private static byte[] vision() {
        byte[] bytes = new byte[2_000_000];
        new Random(1).nextBytes(bytes);
        bytes[0] = 0x7f;
        return bytes;
    }

    private Path snapshot() {
        return home.resolve("hub/models--owner--name/snapshots").resolve(HubStandIn.COMMIT);
    }

    @Test
    void twoProcessesDownloadOnce() throws Exception {
        byte[] vision = vision();
        try (HubStandIn hub = hub(vision)) {
            List<Process> processes = new ArrayList<>(List.of(start(hub), start(hub)));
            for (Process process : processes) {
                assertEquals(0, process.waitFor(), () -> output());
            }
            assertArrayEquals(vision, Files.readAllBytes(snapshot().resolve(VISION)));
            assertEquals(1, hub.fetches(VISION).size());
        }
    }

    @Test
    void aKilledDownloadIsGoneOnWith() throws Exception {
        byte[] vision = vision();
        try (HubStandIn hub = hub(vision)) {
            CountDownLatch half = new CountDownLatch(1);
            CountDownLatch over = new CountDownLatch(1);
            hub.fileFaults.add((exchange, all) -> { // config.json
                exchange.sendResponseHeaders(200, all.length);
                exchange.getResponseBody().write(all);
                exchange.close();
            });
            hub.fileFaults.add(HubStandIn.stall(() -> {
                half.countDown();
                try {
                    over.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
            Process process = start(hub);
            half.await();
            Path part = home.resolve("hub/models--owner--name/blobs/" + hub.hash(VISION) + ".clip-probe.incomplete");
            while (!Files.exists(part) || Files.size(part) < vision.length / 2) {
                Thread.sleep(5);
            }
            process.destroyForcibly().waitFor();
            over.countDown();
            assertFalse(Files.exists(snapshot()), "half a model under its final name");

            assertEquals(0, start(hub).waitFor(), () -> output());
            assertArrayEquals(vision, Files.readAllBytes(snapshot().resolve(VISION)));
            assertEquals(
                    Optional.of("bytes=" + vision.length / 2 + "-"),
                    hub.fetches(VISION).get(1).range());
        }
    }

    private String output() {
        try {
            return Files.readString(home.resolve("out.txt"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
