package org.clipprobe.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.clipprobe.activation.Progress;
import org.clipprobe.model.ModelException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HubModelsTest {
    private static final String NAME = "hf:owner/name";
    private static final String VISION = "onnx/vision_model.onnx";

    @TempDir
    private Path home;

    private final byte[] vision = random(300_000, 1);
    private final byte[] text = random(200_000, 2);
    private final List<Duration> waits = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private HubStandIn hub;

    @BeforeEach
    void startHub() {
        hub = new HubStandIn()
                .with("README.md", "# a model")
                .with("config.json", "{\"model_type\": \"clip\"}")
                .with("preprocessor_config.json", "{}")
                .with("tokenizer.json", random(5_000, 3), true)
                .with("pytorch_model.bin", random(10_000, 4), true)
                .with("onnx/model.onnx", random(10_000, 5), true)
                .with("onnx/vision_model_fp16.onnx", random(20_000, 6), true)
                .with("onnx/text_model_fp16.onnx", random(20_000, 7), true)
                .with(VISION, vision, true)
                .with("onnx/text_model.onnx", text, true);
        environment.put("HF_ENDPOINT", hub.endpoint());
        environment.put("HF_HOME", home.toString());
    }

    @AfterEach
    void stopHub() {
        hub.close();
    }

    private static byte[] random(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        bytes[0] = 0x7f; // no valid protobuf field: a graph nobody can read has no external data
        return bytes;
    }

    private Path resolve(String name) throws IOException {
        return resolve(name, Optional.empty(), Progress.none());
    }

    private Path resolve(String name, Optional<String> variant, Progress progress) throws IOException {
        Patience patience = new Patience(3, Duration.ofMillis(500), Duration.ofMinutes(1), waits::add);
        return new HubModels(environment, warnings::add, patience).resolve(name, variant, progress);
    }

    private String refusal(String name) {
        return assertThrows(ModelException.class, () -> resolve(name)).getMessage();
    }

    private Path repository() {
        return home.resolve("hub/models--owner--name");
    }

    private Path blob(String path) {
        return repository().resolve("blobs").resolve(hub.hash(path));
    }

    private List<String> filesUnder(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void bringsJustTheWantedFilesIntoTheSharedLayout() throws IOException {
        AtomicLong announced = new AtomicLong();
        AtomicLong bytes = new AtomicLong();
        Path folder = resolve(NAME, Optional.empty(), counting(announced, bytes));

        assertEquals(repository().resolve("snapshots").resolve(HubStandIn.COMMIT), folder);
        assertEquals(
                List.of("config.json", "onnx/text_model.onnx", VISION, "preprocessor_config.json", "tokenizer.json"),
                filesUnder(folder));
        assertArrayEquals(vision, Files.readAllBytes(folder.resolve(VISION)));
        assertEquals(Path.of("../../../blobs", hub.hash(VISION)), Files.readSymbolicLink(folder.resolve(VISION)));
        assertEquals(
                Path.of("../../blobs", hub.hash("config.json")), Files.readSymbolicLink(folder.resolve("config.json")));
        assertEquals(HubStandIn.COMMIT, Files.readString(repository().resolve("refs/main")));
        assertEquals(5, filesUnder(repository().resolve("blobs")).size(), "blobs and nothing unfinished");
        assertEquals(announced.get(), bytes.get());
        assertTrue(bytes.get() > vision.length + text.length);
        assertEquals(List.of(), warnings);
    }

    private static Progress counting(AtomicLong announced, AtomicLong done) {
        return (what, total) -> {
            announced.addAndGet(total);
            return new Progress.Task() {
                @Override
                public void advance(long steps) {
                    done.addAndGet(steps);
                }

                @Override
                public void close() {}
            };
        };
    }

    @Test
    void downloadsNothingTwice() throws IOException {
        Path first = resolve(NAME);
        hub.seen.clear();
        assertEquals(first, resolve(NAME));
        assertEquals(1, hub.seen.size(), "only the list of files is asked for again");
    }

    @Test
    void takesTheVariantThatIsAskedFor() throws IOException {
        Path folder = resolve(NAME, Optional.of("fp16"), Progress.none());
        assertEquals(
                List.of("onnx/text_model_fp16.onnx", "onnx/vision_model_fp16.onnx"),
                filesUnder(folder).stream()
                        .filter(file -> file.endsWith(".onnx"))
                        .toList());
        ModelException missing =
                assertThrows(ModelException.class, () -> resolve(NAME, Optional.of("int8"), Progress.none()));
        assertEquals(
                "hf:owner/name: has no variant 'int8'; it has fp16, the plain one; choose one with --variant",
                missing.getMessage());
    }

    @Test
    void keepsTheTokenFromOtherHosts() throws IOException {
        environment.put("HF_TOKEN", "hf_secret");
        resolve(NAME);
        for (HubStandIn.Seen request : hub.seen) {
            assertEquals(
                    request.elsewhere() ? Optional.empty() : Optional.of("Bearer hf_secret"), request.authorization());
        }
        assertTrue(hub.seen.stream().anyMatch(HubStandIn.Seen::elsewhere));
    }

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

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            401 | -                | or it is private or gated; check the name, or set HF_TOKEN
            403 | GatedRepo        | it is gated; accept its conditions at
            403 | -                | HF_TOKEN needs the right to read owner/name
            404 | RepoNotFound     | there is no such model or file; check the name
            404 | RevisionNotFound | it has no revision 'main'
            429 | -                | too many requests; wait 300 s; with HF_TOKEN set the limits are higher
            400 | -                | the request was refused
            """)
    void saysWhatToDoAboutARefusal(int status, String code, String advice) {
        hub.listingFaults.add(HubStandIn.status(status, "X-Error-Code", code, "Retry-After", "300"));
        String message = refusal(NAME);
        assertTrue(message.startsWith("hf:owner/name: 127.0.0.1 answered " + status), message);
        assertTrue(message.contains(advice), message);
        assertEquals(List.of(), waits);
    }

    @Test
    void waitsAsLongAsABusyHubAsks() throws IOException {
        hub.listingFaults.add(HubStandIn.status(429, "Retry-After", "7"));
        hub.listingFaults.add(HubStandIn.status(429, "RateLimit", "\"api\";r=0;t=9"));
        resolve(NAME);
        assertEquals(List.of(Duration.ofSeconds(7), Duration.ofSeconds(9)), waits);
    }

    @Test
    void fallsBackToTheCacheWhenTheHubIsDown() throws IOException {
        Path folder = resolve(NAME);
        for (int i = 0; i < 3; i++) {
            hub.listingFaults.add(HubStandIn.status(503));
        }
        assertEquals(folder, resolve(NAME));
        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0).endsWith("using the copy from the cache, commit " + HubStandIn.COMMIT));
        hub.close();
        assertEquals(folder, resolve(NAME));
        assertTrue(refusal("hf:other/name").contains("cannot be reached"));
    }

    @Test
    void worksOfflineAfterwards() throws IOException {
        environment.put("HF_HUB_OFFLINE", "1");
        assertTrue(refusal(NAME).contains("HF_HUB_OFFLINE is set"));
        environment.remove("HF_HUB_OFFLINE");
        Path folder = resolve(NAME + "@v1");
        environment.put("HF_HUB_OFFLINE", "1");
        hub.seen.clear();
        assertEquals(folder, resolve(NAME + "@v1"));
        assertEquals(folder, resolve(NAME + "@" + HubStandIn.COMMIT));
        assertTrue(refusal(NAME).contains("has no copy"), "another revision is another model");
        assertEquals(List.of(), hub.seen);
    }

    @Test
    void copiesWhereLinksAreImpossible() throws IOException {
        environment.put("HF_HUB_DISABLE_SYMLINKS", "1");
        Path file = resolve(NAME).resolve(VISION);
        assertFalse(Files.isSymbolicLink(file));
        assertArrayEquals(vision, Files.readAllBytes(file));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hf:",
                "hf:name",
                "hf:/name",
                "hf:owner/",
                "hf:../name",
                "hf:owner/..",
                "hf:owner/a/b",
                "hf:owner/a--b",
                "hf:owner/na me",
                "hf:owner\\name/x",
                "hf:owner/name@",
                "hf:owner/name@../../x",
                "hf:owner/name@a/../b",
                "hf:owner/name@/etc",
                "hf:owner/name@a..b",
                "hf:owner/name@.hidden",
                "hf:owner/name@C:x",
                "hf:.a/name"
            })
    void refusesNamesThatAreNone(String name) {
        assertTrue(refusal(name).startsWith(name + ": "));
        assertEquals(List.of(), hub.seen);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../evil.json",
                "onnx/../../../evil.json",
                "/etc/evil.json",
                "a//b",
                "..\\\\evil.json",
                "C:evil.json",
                "./evil.json",
                "onnx/.."
            })
    void refusesFilesThatClimbOutOfTheCache(String path) throws IOException {
        hub.with(path, "evil");
        String message = refusal(NAME);
        assertTrue(message.contains("could land outside of the cache"), message);
        assertEquals(List.of(), filesUnder(home));
    }

    @Test
    void refusesACommitThatIsNone() throws IOException {
        hub.commit = "../../../../evil";
        assertTrue(refusal(NAME).contains("did not answer as the hub does"));
        assertEquals(List.of(), filesUnder(home));
    }

    @Test
    void knowsThatALoginPageIsNoHub() {
        hub.listingFaults.add(HubStandIn.page("<html>Welcome to the hotel</html>"));
        assertTrue(refusal(NAME).contains("a proxy or a login page may be in between"));
    }

    @Test
    void endsACircleOfRedirectsAndLeavesTheWebNever() {
        for (int i = 0; i < 20; i++) {
            hub.listingFaults.add(HubStandIn.status(307, "Location", "/api/models/owner/renamed"));
        }
        assertTrue(refusal(NAME).contains("more than 10 redirects"));
        hub.listingFaults.clear();
        hub.listingFaults.add(HubStandIn.status(302, "Location", "file:///etc/passwd"));
        assertTrue(refusal(NAME).contains("refused to follow a redirect"));
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
    void bringsWeightsThatTheGraphKeepsElsewhere() throws IOException {
        byte[] weights = random(50_000, 9);
        hub.with("onnx/text_model.onnx", graphWithWeightsIn("3b719d32-4886-11ef-a2ee-00155d655292"), true)
                .with("onnx/3b719d32-4886-11ef-a2ee-00155d655292", weights, true)
                .with("onnx/vision_model.onnx_data", random(100, 10), true);
        Path folder = resolve(NAME);
        assertArrayEquals(weights, Files.readAllBytes(folder.resolve("onnx/3b719d32-4886-11ef-a2ee-00155d655292")));
        assertTrue(Files.exists(folder.resolve("onnx/vision_model.onnx_data")));
        hub.seen.clear();
        assertEquals(folder, resolve(NAME));
        assertEquals(1, hub.seen.size());
    }

    @ParameterizedTest
    @CsvSource({"../../../../secret, could land outside of the cache", "lost.bin, the export is incomplete"})
    void refusesWeightsThatAreNotInTheRepository(String location, String expected) throws IOException {
        hub.with("onnx/text_model.onnx", graphWithWeightsIn(location), true);
        String message = refusal(NAME);
        assertTrue(message.contains(expected), message);
        assertEquals(List.of(), filesUnder(repository().resolve("snapshots")));
    }

    private static byte[] graphWithWeightsIn(String location) {
        OnnxMl.TensorProto.Builder tensor = OnnxMl.TensorProto.newBuilder()
                .setName("w")
                .setDataLocation(OnnxMl.TensorProto.DataLocation.EXTERNAL)
                .addExternalData(OnnxMl.StringStringEntryProto.newBuilder()
                        .setKey("location")
                        .setValue(location));
        return OnnxMl.ModelProto.newBuilder()
                .setGraph(OnnxMl.GraphProto.newBuilder().addInitializer(tensor))
                .build()
                .toByteArray();
    }

    @Test
    void saysWhatARepositoryWithoutOnnxLacks() {
        try (HubStandIn other = new HubStandIn().with("config.json", "{}").with("model.safetensors", "x")) {
            environment.put("HF_ENDPOINT", other.endpoint());
            String message = refusal(NAME);
            assertTrue(message.contains("found no .onnx file among 2 files"), message);
        }
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
