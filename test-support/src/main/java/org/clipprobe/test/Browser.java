package org.clipprobe.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A headless Chromium, driven through its DevTools protocol; for tests that are skipped where there is none. */
public final class Browser implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    /** The width of a phone's screen in pixels. */
    static final int PHONE = 390;

    private final ObjectMapper mapper = new ObjectMapper();
    private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
    private final List<String> complaints = new ArrayList<>();
    private final Process process;
    private final WebSocket socket;
    private int id;

    private Browser(Process process, URI page) {
        this.process = process;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(page, new Listener())
                .join();
    }

    /** Where a Chromium is, if there is one. */
    public static Optional<Path> find() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    public static Browser start(Path chromium, Path profile) throws Exception {
        Process process = new ProcessBuilder(
                        chromium.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Path port = profile.resolve("DevToolsActivePort");
        for (int i = 0;
                i < PATIENCE_SECONDS * 10
                        && !(Files.exists(port) && Files.readAllLines(port).size() > 1);
                i++) {
            Thread.sleep(100);
        }
        String address = "http://127.0.0.1:" + Files.readAllLines(port).get(0) + "/json/list";
        JsonNode pages = list(URI.create(address));
        for (JsonNode page : pages) {
            if (page.path("type").asText().equals("page")) {
                Browser browser = new Browser(
                        process, URI.create(page.path("webSocketDebuggerUrl").asText()));
                List.of("Page.enable", "Runtime.enable", "Log.enable", "Network.enable")
                        .forEach(domain -> browser.call(domain, Map.of()));
                return browser;
            }
        }
        end(process);
        throw new IOException("the browser has no page");
    }

    private static JsonNode list(URI address) throws IOException {
        try (InputStream in = address.toURL().openStream()) {
            return new ObjectMapper().readTree(in);
        }
    }

    /** Opens a file and waits until it is loaded. */
    public void open(String url) {
        call("Page.navigate", Map.of("url", "about:blank"));
        call("Page.navigate", Map.of("url", url));
        await("document.readyState === 'complete' && location.href !== 'about:blank'");
    }

    /** Becomes a phone whose screen is 390 pixels wide. */
    public void phone() {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", PHONE, "height", 844, "deviceScaleFactor", 1, "mobile", true));
    }

    /** Types into what has the focus. */
    public void type(String text) {
        call("Input.insertText", Map.of("text", text));
    }

    /** Presses Enter. */
    public void enter() {
        for (String kind : List.of("keyDown", "keyUp")) {
            call(
                    "Input.dispatchKeyEvent",
                    Map.of("type", kind, "key", "Enter", "code", "Enter", "windowsVirtualKeyCode", 13));
        }
    }

    /** The value of an expression, as text. */
    public String value(String expression) {
        return call("Runtime.evaluate", Map.of("expression", "String(" + expression + ")"))
                .at("/result/value")
                .asText();
    }

    /** Waits until an expression holds. */
    public void await(String expression) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!value(expression).equals("true")) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("never held: " + expression);
            }
        }
    }

    /** What the browser complained about since the last call: refused by policy, failed, thrown; and foreign requests. */
    public List<String> complaints() {
        value("1");
        List<String> said = List.copyOf(complaints);
        complaints.clear();
        return said;
    }

    private JsonNode call(String method, Map<String, Object> parameters) {
        ObjectNode message = mapper.createObjectNode();
        message.put("id", ++id);
        message.put("method", method);
        message.set("params", mapper.valueToTree(parameters));
        socket.sendText(message.toString(), true).join();
        try {
            while (true) {
                JsonNode answer = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (answer == null) {
                    throw new IllegalStateException("no answer to " + method);
                }
                if (answer.path("id").asInt() == id) {
                    return answer.path("result");
                }
                note(answer);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void note(JsonNode event) {
        String method = event.path("method").asText();
        String url = event.at("/params/request/url").asText();
        boolean foreign = method.equals("Network.requestWillBeSent")
                && !url.startsWith("file:")
                && !url.startsWith("data:")
                && !url.equals("about:blank");
        if (foreign || method.equals("Log.entryAdded") || method.equals("Runtime.exceptionThrown")) {
            complaints.add(event.toString());
        }
    }

    @Override
    public void close() {
        socket.abort();
        end(process);
    }

    /** Ends the browser and its helpers, which write into the profile until the last of them is gone. */
    private static void end(Process process) {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        process.destroy();
        for (ProcessHandle each : all) {
            each.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                try {
                    messages.add(mapper.readTree(text.toString()));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
                text.setLength(0);
            }
            from.request(1);
            return null;
        }
    }
}
