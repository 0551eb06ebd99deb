package org.clipprobe.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** The hidden folder beside a run folder's target, locked while its process lives. */
public final class Staging {
    static final String LOCK = ".lock";
    private static final String OLD = "-old";
    private static final Duration LONG_AGO = Duration.ofMinutes(10);
    private static final int DISCARD_ATTEMPTS = 5;

    private final Path folder;
    private final FileChannel lock;
    private final Thread onExit;

    private Staging(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
        this.onExit = new Thread(this::remove, "remove-unfinished-run");
        Runtime.getRuntime().addShutdownHook(onExit);
    }

    /** Makes a new one, after removing those that killed processes left beside the same target. */
    static Staging beside(Path target) throws IOException {
        Path parent = target.getParent();
        String prefix = "." + target.getFileName() + ".unfinished-";
        try {
            Files.createDirectories(parent);
            removeAbandoned(target, prefix);
            Path folder = Files.createTempDirectory(parent, prefix);
            openToGroup(folder, parent);
            FileChannel lock =
                    FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock held = lock.tryLock();
            if (held == null) {
                throw new IOException("another process took " + folder);
            }
            return new Staging(folder, lock);
        } catch (IOException e) {
            throw new IOException(parent + ": cannot write here: " + RunFolder.reason(e), e);
        }
    }

    Path folder() {
        return folder;
    }

    /** Lets go of the folder, which is then whole and somebody else's. */
    Path release() throws IOException {
        forgetHook();
        Files.deleteIfExists(folder.resolve(LOCK));
        lock.close();
        return folder;
    }

    /** Removes the folder and all in it. */
    void discard() {
        forgetHook();
        remove();
    }

    private void forgetHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException shuttingDown) {
            // The hook runs already and does the same.
        }
    }

    /** Threads may still be writing while the process ends, so that a folder just emptied can fill again. */
    private void remove() {
        try {
            lock.close();
        } catch (IOException e) {
            // The lock ends with the process.
        }
        for (int attempt = 0; attempt < DISCARD_ATTEMPTS && Files.exists(folder); attempt++) {
            deleteQuietly(folder);
        }
    }

    private static void removeAbandoned(Path target, String prefix) throws IOException {
        List<Path> found;
        try (Stream<Path> beside = Files.list(target.getParent())) {
            found = beside.filter(path -> path.getFileName().toString().startsWith(prefix))
                    .toList();
        }
        for (Path folder : found) {
            if (folder.getFileName().toString().endsWith(OLD)) {
                putBack(folder, target);
            } else if (isAbandoned(folder)) {
                deleteQuietly(folder);
            }
        }
    }

    /** A process that was killed while it replaced a run left the earlier one here. */
    private static void putBack(Path old, Path target) throws IOException {
        if (Files.exists(target)) {
            deleteQuietly(old);
        } else {
            move(old, target);
        }
    }

    /**
     * A folder whose lock can be taken has lost its owner; one without a lock is about to be moved by its owner, unless
     * that was long ago.
     */
    private static boolean isAbandoned(Path folder) throws IOException {
        Path lockFile = folder.resolve(LOCK);
        if (!Files.exists(lockFile)) {
            return Files.exists(folder)
                    && Files.getLastModifiedTime(folder)
                            .toInstant()
                            .isBefore(Instant.now().minus(LONG_AGO));
        }
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
                FileLock taken = channel.tryLock()) {
            return taken != null && Files.exists(lockFile);
        } catch (IOException | OverlappingFileLockException e) {
            return false;
        }
    }

    /** Temporary folders are for their owner alone; a run folder is as open as the folder it lies in. */
    private static void openToGroup(Path folder, Path parent) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            var permissions = Files.getPosixFilePermissions(parent);
            permissions.addAll(Files.getPosixFilePermissions(folder));
            Files.setPosixFilePermissions(folder, permissions);
        }
    }

    static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to);
        }
    }

    /** Puts {@code written} in the place of {@code target}; the old folder goes only when the new one is there. */
    static void swap(Path written, Path target) throws IOException {
        Path old = written.resolveSibling(written.getFileName() + OLD);
        move(target, old);
        try {
            move(written, target);
        } catch (IOException e) {
            move(old, target);
            throw e;
        }
        deleteQuietly(old);
    }

    static boolean isEmptyFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    /** Removes a folder and all in it, as far as that is possible. */
    public static void deleteQuietly(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                    Files.deleteIfExists(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            // What cannot be deleted is hidden, never taken for a run, and tried again by the next run.
        }
    }
}
