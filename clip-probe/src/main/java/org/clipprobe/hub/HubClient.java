package org.clipprobe.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clipprobe.model.ModelException;

/** What the hub is asked over the network about one repository. */
final class HubClient {
    private static final int MOST_REDIRECTS = 10;
    private static final int LARGEST_LISTING = 32 << 20;

    private final HubSettings settings;
    private final HubName name;
    private final Patience patience;
    private final HttpClient http;

    HubClient(HubSettings settings, HubName name, Patience patience) {
        this.settings = settings;
        this.name = name;
        this.patience = patience;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER) // by hand: the token must not follow to another host
                .connectTimeout(patience.stall())
                .build();
    }

    /** A commit and its files; those that the hub gives no size or hash for are left open. */
    record Listing(String commit, List<Entry> files) {}

    /** A file of a listing, and what the hub says of it there; mirrors leave that out at times. */
    record Entry(String path, Optional<HubFile> known) {}

    Listing listing() throws IOException {
        String revision = URLEncoder.encode(name.revision(), StandardCharsets.UTF_8);
        URI uri = URI.create(
                settings.endpoint() + "/api/models/" + name.repository() + "/revision/" + revision + "?blobs=true");
        try (InputStream body = get(uri, 0).body()) {
            byte[] bytes = body.readNBytes(LARGEST_LISTING + 1);
            if (bytes.length > LARGEST_LISTING) {
                throw new ModelException(name + ": the list of its files is longer than 32 MB; is HF_ENDPOINT right?");
            }
            return parse(new ObjectMapper().readTree(bytes));
        } catch (JsonProcessingException e) {
            throw new Unreachable(
                    name + ": " + uri.getHost() + " did not answer as the hub does (no JSON); a proxy or"
                            + " a login page may be in between, or HF_ENDPOINT is wrong",
                    e);
        }
    }

    private Listing parse(JsonNode json) throws ModelException {
        String commit = json.path("sha").asText();
        if (!HubName.isCommit(commit) || !json.path("siblings").isArray()) {
            throw new Unreachable(name + ": " + settings.endpoint()
                    + " did not answer as the hub does (no commit, no files); is HF_ENDPOINT right?");
        }
        List<Entry> files = new ArrayList<>();
        for (JsonNode file : json.path("siblings")) {
            String path = HubFile.checkedPath(name, file.path("rfilename").asText());
            String hash =
                    file.path("lfs").path("sha256").asText(file.path("blobId").asText());
            long size = file.path("lfs").path("size").asLong(file.path("size").asLong(-1));
            boolean known = HubFile.isHash(hash) && size >= 0;
            files.add(new Entry(path, known ? Optional.of(new HubFile(path, size, hash)) : Optional.empty()));
        }
        return new Listing(commit, files);
    }

    /** Size and hash of a file from the headers of its address, as huggingface_hub finds them. */
    HubFile describe(String commit, String path) throws IOException {
        HttpResponse<InputStream> response = send("HEAD", resolve(commit, path), 0, true);
        response.body().close();
        String tag = response.headers()
                .firstValue("X-Linked-Etag")
                .or(() -> response.headers().firstValue("ETag"))
                .orElse("")
                .replaceFirst("^W/", "")
                .replace("\"", "");
        long size = response.headers()
                .firstValueAsLong("X-Linked-Size")
                .orElse(response.headers().firstValueAsLong("Content-Length").orElse(-1));
        if (!HubFile.isHash(tag) || size < 0) {
            throw new ModelException(name + "/" + path + ": " + settings.endpoint()
                    + " gives neither size nor hash for it, so it could not be checked; is HF_ENDPOINT right?");
        }
        return new HubFile(path, size, tag);
    }

    /** The contents from a byte on (status 206) or from the beginning (200); the caller closes the body. */
    HttpResponse<InputStream> open(String commit, HubFile file, long from) throws IOException {
        return get(resolve(commit, file.path()), from);
    }

    private URI resolve(String commit, String path) throws ModelException {
        try {
            String encoded = new URI(null, null, "/" + path, null).toASCIIString();
            return URI.create(settings.endpoint() + "/" + name.repository() + "/resolve/" + commit + encoded);
        } catch (URISyntaxException e) {
            throw new ModelException(name + ": cannot ask for the file '" + path + "'", e);
        }
    }

    private HttpResponse<InputStream> get(URI uri, long from) throws IOException {
        return send("GET", uri, from, false);
    }

    /** Tries again, with growing pauses, when the hub is busy or does not answer. */
    private HttpResponse<InputStream> send(String method, URI uri, long from, boolean stopAtOtherHost)
            throws IOException {
        for (int attempt = 1; ; attempt++) {
            Duration wait = Pause.before(attempt);
            try {
                HttpResponse<InputStream> response = follow(method, uri, from, stopAtOtherHost);
                int status = response.statusCode();
                if (status < 400) {
                    return response;
                }
                response.body().close();
                boolean again = HubAnswer.mayRecover(status) && attempt < patience.attempts();
                wait = HubAnswer.askedWait(response).orElse(wait);
                if (!again || wait.compareTo(patience.longestWait()) > 0) {
                    throw HubAnswer.refusal(name, settings, response);
                }
            } catch (ModelException | InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                if (attempt >= patience.attempts()) {
                    throw HubAnswer.silence(name, uri, e);
                }
            }
            patience.pause().of(wait);
        }
    }

    private HttpResponse<InputStream> follow(String method, URI start, long from, boolean stopAtOtherHost)
            throws IOException {
        URI uri = start;
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            HttpResponse<InputStream> response = exchange(method, uri, from);
            Optional<String> location = response.headers().firstValue("Location");
            if (response.statusCode() < 300 || response.statusCode() >= 400 || location.isEmpty()) {
                return response;
            }
            URI next = uri.resolve(location.get().replace(" ", "%20"));
            if (stopAtOtherHost && !isEndpoint(next)) {
                return response;
            }
            response.body().close();
            checkRedirect(uri, next);
            uri = next;
        }
        throw new ModelException(
                name + ": more than " + MOST_REDIRECTS + " redirects from " + start + "; is HF_ENDPOINT right?");
    }

    private void checkRedirect(URI from, URI to) throws ModelException {
        boolean secure = "https".equalsIgnoreCase(to.getScheme());
        boolean plain = "http".equalsIgnoreCase(to.getScheme()) && "http".equalsIgnoreCase(from.getScheme());
        if (to.getHost() == null || !(secure || plain)) {
            throw new ModelException(name + ": refused to follow a redirect from " + from.getHost() + " to " + to);
        }
    }

    private HttpResponse<InputStream> exchange(String method, URI uri, long from) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(patience.stall())
                .header("User-Agent", "clip-probe")
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (from > 0) {
            request.header("Range", "bytes=" + from + "-");
        }
        if (isEndpoint(uri)) {
            settings.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        }
        try {
            return http.send(
                    request.build(),
                    info -> HttpResponse.BodySubscribers.mapping(
                            BodyHandlers.ofInputStream().apply(info), body -> new StallGuard(body, patience.stall())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while talking to the hub");
        } catch (IllegalArgumentException e) { // a token or an address that cannot be sent
            throw new ModelException(name + ": cannot ask " + uri.getHost() + ": " + e.getMessage(), e);
        }
    }

    private boolean isEndpoint(URI uri) {
        URI endpoint = settings.endpoint();
        return endpoint.getHost().equalsIgnoreCase(uri.getHost())
                && endpoint.getPort() == uri.getPort()
                && endpoint.getScheme().equalsIgnoreCase(uri.getScheme());
    }
}
