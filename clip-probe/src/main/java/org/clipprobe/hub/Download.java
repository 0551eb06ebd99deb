package org.clipprobe.hub;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.clipprobe.model.ModelException;
import org.clipprobe.run.Progress;

/** One file on its way into {@code blobs}: resumed, checked, and only then given its name. */
final class Download {
    private static final int BUFFER = 1 << 16;

    private final HubClient client;
    private final Patience patience;
    private final HubName name;
    private final String commit;
    private final HubFile file;
    private final Path incomplete;
    private final Progress.Task progress;
    private long reported;

    Download(HubClient client, Patience patience, HubCache cache, String commit, HubFile file, Progress.Task progress) {
        this.client = client;
        this.patience = patience;
        this.name = cache.name();
        this.commit = commit;
        this.file = file;
        this.incomplete = cache.incomplete(file);
        this.progress = progress;
    }

    void into(Path blob) throws IOException {
        try {
            complete(blob);
        } catch (ModelException | InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            throw new ModelException(
                    incomplete + ": cannot be written (" + e.getMessage()
                            + "); free some room or set HF_HOME to another folder, then run the command again",
                    e);
        }
    }

    private void complete(Path blob) throws IOException {
        Files.createDirectories(blob.getParent());
        fill();
        String found = hash();
        if (!found.equals(file.hash())) { // perhaps an older part was spoilt: once more from the beginning
            Files.delete(incomplete);
            fill();
            found = hash();
        }
        if (!found.equals(file.hash())) {
            Files.delete(incomplete);
            throw new ModelException(
                    name + "/" + file.path() + ": expected the hash " + file.hash() + ", found " + found
                            + " after downloading it twice; nothing was kept. Try again later, or without a proxy in between");
        }
        Files.move(incomplete, blob, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void fill() throws IOException {
        int failures = 0;
        while (have() != file.size()) {
            long before = have();
            try (HttpResponseBody response = new HttpResponseBody(client.open(commit, file, before))) {
                transfer(response, before);
            } catch (ConnectionLost e) {
                failures = have() > before ? 1 : failures + 1;
                if (failures >= patience.attempts()) {
                    throw new Unreachable(
                            name + "/" + file.path() + ": the connection broke " + failures + " times in a row at byte "
                                    + have() + " of " + file.size() + " ("
                                    + e.getCause().getMessage()
                                    + "); run the command again to go on from there",
                            e);
                }
                patience.pause().of(Pause.before(failures));
            }
        }
        report(file.size());
    }

    /** Bytes that are there already; more than the file has would be another file's, so they go. */
    private long have() throws IOException {
        if (!Files.exists(incomplete)) {
            return file.size() == 0 ? Files.size(Files.createFile(incomplete)) : 0;
        }
        if (Files.size(incomplete) > file.size()) {
            Files.delete(incomplete);
            return have();
        }
        return Files.size(incomplete);
    }

    private void transfer(HttpResponseBody response, long from) throws IOException {
        boolean resumed = response.resumesAt(from);
        long at = resumed ? from : 0;
        report(at);
        StandardOpenOption mode = resumed ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
        try (OutputStream out =
                Files.newOutputStream(incomplete, StandardOpenOption.CREATE, StandardOpenOption.WRITE, mode)) {
            byte[] buffer = new byte[BUFFER];
            while (at < file.size()) {
                int count = response.read(buffer, (int) Math.min(BUFFER, file.size() - at));
                out.write(buffer, 0, count);
                at += count;
                report(at);
            }
        }
    }

    /** A second attempt is not shown as progress again. */
    private void report(long at) {
        if (at > reported) {
            progress.advance(at - reported);
            reported = at;
        }
    }

    private String hash() throws IOException {
        try (InputStream in = Files.newInputStream(incomplete)) {
            MessageDigest digest = MessageDigest.getInstance(file.isLarge() ? "SHA-256" : "SHA-1");
            if (!file.isLarge()) { // Git hashes a header with the contents
                digest.update(("blob " + file.size() + "\0").getBytes(StandardCharsets.UTF_8));
            }
            byte[] buffer = new byte[BUFFER];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1 and SHA-256", e);
        }
    }

    /** Reading from the network failed, in contrast to writing to the disk. */
    private static final class ConnectionLost extends IOException {
        private static final long serialVersionUID = 1L;

        ConnectionLost(IOException cause) {
            super(cause);
        }
    }

    private record HttpResponseBody(HttpResponse<InputStream> response) implements AutoCloseable {
        boolean resumesAt(long from) {
            String range = response.headers().firstValue("Content-Range").orElse("");
            return from > 0 && response.statusCode() == 206 && range.startsWith("bytes " + from + "-");
        }

        int read(byte[] buffer, int length) throws ConnectionLost {
            try {
                int count = response.body().read(buffer, 0, length);
                if (count < 0) {
                    throw new IOException("it ended too early");
                }
                return count;
            } catch (IOException e) {
                throw new ConnectionLost(e);
            }
        }

        @Override
        public void close() {
            try {
                response.body().close();
            } catch (IOException e) {
                // nothing was left to read
            }
        }
    }
}
