package org.clipprobe.hub;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.clipprobe.model.ModelException;

/**
 * One repository in the cache that huggingface_hub and others share: {@code blobs/HASH}, links to them in
 * {@code snapshots/COMMIT/PATH}, and the commit of a branch or tag in {@code refs/REVISION}.
 */
record HubCache(Path root, HubName name, boolean links) {
    private static final Duration POLL = Duration.ofMillis(200);

    Path folder() {
        return root.resolve(name.folder());
    }

    Path blob(HubFile file) {
        return folder().resolve("blobs").resolve(file.hash());
    }

    /** Where a download grows. A name of our own: other tools lock in other ways, so we must not share it with them. */
    Path incomplete(HubFile file) {
        return folder().resolve("blobs").resolve(file.hash() + ".clip-probe.incomplete");
    }

    Path snapshot(String commit) {
        return folder().resolve("snapshots").resolve(commit);
    }

    /** The commit that the revision had when it was last asked for. */
    Optional<String> commit() throws IOException {
        if (HubName.isCommit(name.revision())) {
            return Optional.of(name.revision());
        }
        Path ref = folder().resolve("refs").resolve(name.revision());
        if (!Files.isRegularFile(ref)) {
            return Optional.empty();
        }
        return Optional.of(Files.readString(ref).strip()).filter(HubName::isCommit);
    }

    /** The files of a snapshot that are there, with slashes. */
    List<String> files(String commit) throws IOException {
        Path snapshot = snapshot(commit);
        if (!Files.isDirectory(snapshot)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(snapshot, 4)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> snapshot.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    boolean has(String commit, HubFile file) throws IOException {
        return isWhole(snapshot(commit).resolve(file.path()), file);
    }

    boolean hasBlob(HubFile file) throws IOException {
        return isWhole(blob(file), file);
    }

    private static boolean isWhole(Path path, HubFile file) throws IOException {
        return Files.isRegularFile(path) && Files.size(path) == file.size();
    }

    /** Puts a blob under its name in the snapshot: a relative link, or where links are impossible the file itself. */
    void place(String commit, HubFile file) throws IOException {
        Path target = snapshot(commit).resolve(file.path());
        Files.createDirectories(target.getParent());
        Path fresh = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            if (!links || !link(fresh, target.getParent().relativize(blob(file)))) {
                Files.copy(blob(file), fresh);
            }
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static boolean link(Path link, Path target) throws IOException {
        try {
            Files.createSymbolicLink(link, target);
            return true;
        } catch (UnsupportedOperationException | FileSystemException e) {
            return false; // Windows without the privilege, or a file system without links
        }
    }

    void remember(String commit) throws IOException {
        if (HubName.isCommit(name.revision()) || commit().filter(commit::equals).isPresent()) {
            return;
        }
        Path ref = folder().resolve("refs").resolve(name.revision());
        Files.createDirectories(ref.getParent());
        Path fresh = ref.resolveSibling(ref.getFileName() + "." + UUID.randomUUID() + ".tmp");
        Files.writeString(fresh, commit);
        Files.move(fresh, ref, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** What is done while no other process or thread downloads this repository. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    void locked(Pause pause, Runnable onWait, Work work) throws IOException {
        Path file = root.resolve(".locks").resolve(name.folder()).resolve("clip-probe.lock");
        try (FileChannel channel = openLock(file);
                FileLock lock = waitForLock(channel, pause, onWait)) {
            work.run();
            lock.release();
        }
    }

    private static FileLock waitForLock(FileChannel channel, Pause pause, Runnable onWait) throws IOException {
        Optional<FileLock> lock = tryLock(channel);
        if (lock.isEmpty()) {
            onWait.run();
        }
        while (lock.isEmpty()) {
            pause.of(POLL);
            lock = tryLock(channel);
        }
        return lock.get();
    }

    private FileChannel openLock(Path file) throws ModelException {
        try {
            Files.createDirectories(file.getParent());
            return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new ModelException(
                    root + ": cannot write to the cache of models (" + e.getMessage()
                            + "); set HF_HOME to a folder that you may write to",
                    e);
        }
    }

    private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException e) {
            return Optional.empty(); // held by another thread of this process
        }
    }
}
