package org.clipprobe.attack.run;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import org.clipprobe.run.ContentKey;

/**
 * Finished shards of a run in one file that only grows: for each its length, checksum, key and values. What a killed process
 * left half written is cut off when the file is opened again; a file of another run is begun anew.
 */
final class Journal implements AutoCloseable {
    private static final int FRAME = Integer.BYTES + Long.BYTES;
    private static final int KEY = 64;

    private final Optional<FileChannel> channel;
    private final Map<ContentKey, Long> frames = new HashMap<>();

    private Journal(Optional<FileChannel> channel) {
        this.channel = channel;
    }

    static Journal open(Optional<Path> file, ContentKey run) throws IOException {
        if (file.isEmpty()) {
            return new Journal(Optional.empty());
        }
        Path path = file.get().toAbsolutePath();
        Files.createDirectories(path.getParent());
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            lock(channel, path);
            Journal journal = new Journal(Optional.of(channel));
            if (!journal.scan(run)) {
                channel.truncate(0);
                journal.frames.clear();
                journal.append(run.hex().getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            }
            return journal;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static void lock(FileChannel channel, Path path) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            throw new IOException(path + ": another run is writing this journal; wait for it or name another", e);
        }
        throw new IOException(path + ": another run is writing this journal; wait for it or name another");
    }

    boolean isKept() {
        return channel.isPresent();
    }

    /** Finds the whole frames; false when the file is not this run's. */
    private boolean scan(ContentKey run) throws IOException {
        long at = 0;
        Optional<byte[]> frame = frame(0);
        boolean mine = frame.isPresent() && run.equals(key(frame.get()));
        while (mine && frame.isPresent()) {
            if (at > 0) {
                frames.put(key(frame.get()), at);
            }
            at += FRAME + frame.get().length;
            frame = frame(at);
        }
        if (mine) {
            channel.orElseThrow().truncate(at);
        }
        return mine;
    }

    private static ContentKey key(byte[] frame) {
        return new ContentKey(new String(frame, 0, KEY, java.nio.charset.StandardCharsets.US_ASCII));
    }

    private Optional<byte[]> frame(long at) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(FRAME);
        if (!fill(head, at)) {
            return Optional.empty();
        }
        int length = head.getInt();
        long checksum = head.getLong();
        if (length < KEY || at + FRAME + length > channel.orElseThrow().size()) {
            return Optional.empty();
        }
        ByteBuffer body = ByteBuffer.allocate(length);
        return fill(body, at + FRAME) && checksum == checksum(body.array())
                ? Optional.of(body.array())
                : Optional.empty();
    }

    private boolean fill(ByteBuffer buffer, long from) throws IOException {
        long at = from;
        while (buffer.hasRemaining()) {
            int read = channel.orElseThrow().read(buffer, at);
            if (read < 0) {
                return false;
            }
            at += read;
        }
        buffer.flip();
        return true;
    }

    private static long checksum(byte[] body) {
        CRC32 checksum = new CRC32();
        checksum.update(body);
        return checksum.getValue();
    }

    private void append(byte[] body) throws IOException {
        FileChannel file = channel.orElseThrow();
        ByteBuffer frame = ByteBuffer.allocate(FRAME + body.length);
        frame.putInt(body.length).putLong(checksum(body)).put(body).flip();
        file.position(file.size());
        while (frame.hasRemaining()) {
            file.write(frame);
        }
        file.force(false);
    }

    /** Fills a shard's pictures with what an earlier run found; false when it found nothing. */
    boolean read(ContentKey key, List<PictureWork> shard) throws IOException {
        Long at = frames.get(key);
        if (at == null) {
            return false;
        }
        byte[] body =
                frame(at).orElseThrow(() -> new IOException("the journal was changed while it was read; run again"));
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(body, KEY, body.length - KEY))) {
            for (PictureWork work : shard) {
                if (in.readBoolean()) {
                    work.fail(in.readUTF());
                    continue;
                }
                for (int i = 0; i < work.variants(); i++) {
                    work.covers()[i] = in.readDouble();
                    work.sizes()[i] = in.readDouble();
                }
                for (int i = 0; i < work.embeddings().length; i++) {
                    work.embeddings()[i] = in.readFloat();
                }
                for (int i = 0; i < work.units().length; i++) {
                    work.units()[i] = in.readFloat();
                }
            }
        }
        return true;
    }

    /** Keeps a finished shard, on disk when this returns. */
    void write(ContentKey key, List<PictureWork> shard) throws IOException {
        if (channel.isEmpty()) {
            return;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeBytes(key.hex());
            for (PictureWork work : shard) {
                out.writeBoolean(work.problem().isPresent());
                if (work.problem().isPresent()) {
                    String reason = work.problem().get();
                    out.writeUTF(reason.substring(0, Math.min(1000, reason.length())));
                    continue;
                }
                for (int i = 0; i < work.variants(); i++) {
                    out.writeDouble(work.covers()[i]);
                    out.writeDouble(work.sizes()[i]);
                }
                for (float value : work.embeddings()) {
                    out.writeFloat(value);
                }
                for (float value : work.units()) {
                    out.writeFloat(value);
                }
            }
        }
        append(bytes.toByteArray());
    }

    @Override
    public void close() throws IOException {
        if (channel.isPresent()) {
            channel.get().close();
        }
    }
}
