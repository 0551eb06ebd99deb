package org.clipprobe.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** A hub on loopback, and beside it the other host that large files are redirected to. Misbehaves on request. */
final class HubStandIn implements AutoCloseable {
    static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    /** One request as it came. */
    record Seen(
            String method, String path, Optional<String> range, Optional<String> authorization, boolean elsewhere) {}

    /** What is done to the next request in place of answering it well. */
    @FunctionalInterface
    interface Fault {
        void answer(HttpExchange exchange, byte[] contents) throws IOException;
    }

    private record Stored(byte[] contents, boolean large) {}

    final List<Seen> seen = new CopyOnWriteArrayList<>();
    final Queue<Fault> listingFaults = new ConcurrentLinkedQueue<>();
    final Queue<Fault> fileFaults = new ConcurrentLinkedQueue<>();
    final Map<String, byte[]> lies = new LinkedHashMap<>();
    boolean honoursRanges = true;
    boolean saysHashes = true;
    String commit = COMMIT;

    private final Map<String, Stored> files = new LinkedHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer hub = start();
    private final HttpServer elsewhere = start();

    HubStandIn() {
        hub.createContext("/api/models/", this::listing);
        hub.createContext("/owner/name/resolve/", this::file);
        elsewhere.createContext("/", this::large);
    }

    private HttpServer start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(threads);
            server.start();
            return server;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    String endpoint() {
        return "http://" + hub.getAddress().getAddress().getHostAddress() + ":"
                + hub.getAddress().getPort();
    }

    private String elsewhere() {
        return "http://" + elsewhere.getAddress().getAddress().getHostAddress() + ":"
                + elsewhere.getAddress().getPort();
    }

    HubStandIn with(String path, byte[] contents, boolean large) {
        files.put(path, new Stored(contents, large));
        return this;
    }

    HubStandIn with(String path, String contents) {
        return with(path, contents.getBytes(StandardCharsets.UTF_8), false);
    }

    String hash(String path) {
        Stored file = files.get(path);
        return file.large ? sha256(file.contents) : gitSha1(file.contents);
    }

    /** Requests for the contents of a file, wherever they were answered. */
    List<Seen> fetches(String path) {
        return seen.stream()
                .filter(request -> request.path.endsWith("/" + path) && request.method.equals("GET"))
                .filter(request -> request.elsewhere == files.get(path).large)
                .toList();
    }

    private void listing(HttpExchange exchange) throws IOException {
        note(exchange, false);
        Fault fault = listingFaults.poll();
        if (fault != null) {
            fault.answer(exchange, new byte[0]);
            return;
        }
        String siblings = files.keySet().stream().map(this::sibling).collect(Collectors.joining(","));
        send(exchange, 200, "{\"sha\":\"" + commit + "\",\"siblings\":[" + siblings + "]}");
    }

    private String sibling(String path) {
        Stored file = files.get(path);
        String name = "{\"rfilename\":\"" + path.replace("\\", "\\\\") + "\"";
        if (!saysHashes) {
            return name + "}";
        }
        String size = ",\"size\":" + file.contents.length + ",\"blobId\":\"" + gitSha1(file.contents) + "\"";
        String large = ",\"lfs\":{\"sha256\":\"" + sha256(file.contents) + "\",\"size\":" + file.contents.length
                + ",\"pointerSize\":134}";
        return name + size + (file.large ? large : "") + "}";
    }

    private void file(HttpExchange exchange) throws IOException {
        note(exchange, false);
        String path = exchange.getRequestURI().getPath().replaceFirst("^/owner/name/resolve/[^/]+/", "");
        Stored file = files.get(path);
        exchange.getResponseHeaders().add("X-Repo-Commit", commit);
        if (file == null) {
            exchange.getResponseHeaders().add("X-Error-Code", "EntryNotFound");
            send(exchange, 404, "Entry not found");
        } else if (file.large) {
            exchange.getResponseHeaders().add("X-Linked-Etag", "\"" + hash(path) + "\"");
            exchange.getResponseHeaders().add("X-Linked-Size", Integer.toString(file.contents.length));
            exchange.getResponseHeaders().add("Location", elsewhere() + "/" + path);
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        } else {
            exchange.getResponseHeaders().add("ETag", "\"" + hash(path) + "\"");
            contents(exchange, path, file);
        }
    }

    private void large(HttpExchange exchange) throws IOException {
        note(exchange, true);
        String path = exchange.getRequestURI().getPath().substring(1);
        contents(exchange, path, files.get(path));
    }

    private void contents(HttpExchange exchange, String path, Stored file) throws IOException {
        byte[] all = lies.getOrDefault(path, file.contents);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().add("Content-Length", Integer.toString(all.length));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
            return;
        }
        Fault fault = fileFaults.poll();
        if (fault != null) {
            fault.answer(exchange, all);
            return;
        }
        String range = exchange.getRequestHeaders().getFirst("Range");
        if (range != null && honoursRanges) {
            int from = Integer.parseInt(range.replaceAll("[^0-9]", ""));
            exchange.getResponseHeaders()
                    .add("Content-Range", "bytes " + from + "-" + (all.length - 1) + "/" + all.length);
            send(exchange, 206, Arrays.copyOfRange(all, from, all.length));
        } else {
            send(exchange, 200, all);
        }
    }

    private void note(HttpExchange exchange, boolean fromElsewhere) {
        seen.add(new Seen(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range")),
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")),
                fromElsewhere));
    }

    /** Sends this many bytes of the rest that was asked for, then drops the connection. */
    static Fault breakAfter(int bytes) {
        return (exchange, all) -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            int from = range == null ? 0 : Integer.parseInt(range.replaceAll("[^0-9]", ""));
            exchange.getResponseHeaders()
                    .add("Content-Range", "bytes " + from + "-" + (all.length - 1) + "/" + all.length);
            exchange.sendResponseHeaders(range == null ? 200 : 206, all.length - from);
            exchange.getResponseBody().write(all, from, bytes);
            exchange.getResponseBody().flush();
            exchange.close();
        };
    }

    /** Sends half and then nothing, without an end. */
    static Fault stall(Runnable waiting) {
        return (exchange, all) -> {
            exchange.sendResponseHeaders(200, all.length);
            exchange.getResponseBody().write(all, 0, all.length / 2);
            exchange.getResponseBody().flush();
            waiting.run();
            exchange.close();
        };
    }

    static Fault status(int status, String... headers) {
        return (exchange, all) -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            send(exchange, status, "no");
        };
    }

    static Fault page(String html) {
        return (exchange, all) -> send(exchange, 200, html);
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        send(exchange, status, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String sha256(byte[] contents) {
        return digest("SHA-256", new byte[0], contents);
    }

    private static String gitSha1(byte[] contents) {
        return digest("SHA-1", ("blob " + contents.length + "\0").getBytes(StandardCharsets.UTF_8), contents);
    }

    private static String digest(String algorithm, byte[] header, byte[] contents) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            digest.update(header);
            return HexFormat.of().formatHex(digest.digest(contents));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        hub.stop(0);
        elsewhere.stop(0);
        threads.shutdownNow();
    }
}
