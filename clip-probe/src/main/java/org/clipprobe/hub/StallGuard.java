package org.clipprobe.hub;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A response body that ends with an error when nothing has come for too long. The JDK's client has a limit for the
 * headers, not for the body.
 */
final class StallGuard extends InputStream {
    private final InputStream body;
    private final Duration limit;
    private final AtomicLong lastMove = new AtomicLong(System.nanoTime());
    private final AtomicBoolean stalled = new AtomicBoolean();
    private final Thread watcher;

    StallGuard(InputStream body, Duration limit) {
        this.body = body;
        this.limit = limit;
        this.watcher = new Thread(this::watch, "clip-probe-hub-stall-guard");
        watcher.setDaemon(true);
        watcher.start();
    }

    private void watch() {
        try {
            while (true) {
                long idle = System.nanoTime() - lastMove.get();
                long left = limit.toNanos() - idle;
                if (left <= 0) {
                    stalled.set(true);
                    body.close();
                    return;
                }
                Thread.sleep(Math.max(1, left / 1_000_000));
            }
        } catch (InterruptedException | IOException e) {
            // closed, or the body is gone already: nothing left to watch
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            int count = body.read(buffer, offset, length);
            if (stalled.get()) {
                throw new IOException("nothing came");
            }
            lastMove.set(System.nanoTime());
            return count;
        } catch (IOException e) {
            throw stalled.get() ? new IOException("nothing came for " + limit.toSeconds() + " s", e) : e;
        }
    }

    @Override
    public void close() throws IOException {
        watcher.interrupt();
        body.close();
    }
}
