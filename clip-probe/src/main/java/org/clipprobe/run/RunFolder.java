package org.clipprobe.run;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder that a run writes: filled beside its target, then moved there in one step.
 *
 * <pre>{@code
 * try (RunFolder folder = RunFolder.begin(Path.of("spiders"))) {
 *     try (RunTable units = folder.table("units.csv", List.of("unit", "response (sd)"))) {
 *         units.row("vision.3.mlp:117", 4.2);
 *     }
 *     folder.json("run.json", record);
 *     folder.commit();
 * }
 * }</pre>
 *
 * <p>What is not committed is removed on {@link #close}, also when the process is interrupted; what a killed process left
 * behind is removed by the next run with the same target.
 */
public final class RunFolder implements AutoCloseable {
    /** The provenance file; a folder that holds one is a run folder and may be replaced. */
    public static final String RECORD = "run.json";

    private final Path target;
    private final boolean replace;
    private final Staging staging;
    private boolean finished;

    private RunFolder(Path target, boolean replace, Staging staging) {
        this.target = target;
        this.replace = replace;
        this.staging = staging;
    }

    /**
     * Begins a run folder whose target is free: it does not exist, or is an empty folder.
     *
     * @throws IOException when the target holds something already, or nothing can be written beside it
     */
    public static RunFolder begin(Path target) throws IOException {
        return begin(target, false);
    }

    /**
     * Begins a run folder that takes the place of an earlier one; until {@link #commit} the earlier one stays as it is.
     *
     * @throws IOException when the target holds something that is not a run folder, or nothing can be written beside it
     */
    public static RunFolder replace(Path target) throws IOException {
        return begin(target, true);
    }

    private static RunFolder begin(Path target, boolean replace) throws IOException {
        Path place = resolve(target);
        requireFree(place, replace);
        return new RunFolder(place, replace, Staging.beside(place));
    }

    /** Where the folder will lie once it is committed, as an absolute path. */
    public Path target() {
        return target;
    }

    /**
     * The place of a file in this folder until it is committed; folders on the way to it are made.
     *
     * @param relative such as {@code activations/examples.csv}
     * @throws IllegalArgumentException when the name leads out of the folder
     */
    public Path file(String relative) throws IOException {
        Path root = staging.folder();
        Path file = root.resolve(relative).normalize();
        if (!file.startsWith(root) || file.equals(root)) {
            throw new IllegalArgumentException(
                    target + ": expected the name of a file inside the run folder, found " + relative);
        }
        try {
            Files.createDirectories(file.getParent());
        } catch (IOException e) {
            throw explain(e, relative);
        }
        return file;
    }

    /** The files written so far, relative and with {@code /}, sorted. */
    public List<String> names() throws IOException {
        Path root = staging.folder();
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file)
                            .toString()
                            .replace(root.getFileSystem().getSeparator(), "/"))
                    .filter(name -> !name.equals(Staging.LOCK))
                    .sorted()
                    .toList();
        }
    }

    /** Writes one file's bytes. */
    @FunctionalInterface
    public interface Writer {
        /** Writes to {@code out}, which the caller closes. */
        void write(OutputStream out) throws IOException;
    }

    /**
     * Writes one file.
     *
     * @throws IOException when it cannot be written; the message names the run folder and says why
     */
    public void write(String relative, Writer writer) throws IOException {
        Path file = file(relative);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            writer.write(out);
        } catch (IOException e) {
            throw explain(e, relative);
        }
    }

    /**
     * Begins a CSV table.
     *
     * @param header the columns' names, with their units of measure in brackets
     */
    public RunTable table(String relative, List<String> header) throws IOException {
        Path file = file(relative);
        try {
            return new RunTable(Files.newOutputStream(file), header, failure -> explain(failure, relative));
        } catch (IOException e) {
            throw explain(e, relative);
        }
    }

    /** Writes a value, usually a record, as {@link Json}. */
    public void json(String relative, Object value) throws IOException {
        write(relative, out -> Json.write(value, out));
    }

    /**
     * Moves the folder to its target in one step.
     *
     * @throws IOException when the target was taken meanwhile or cannot be moved to; what was written then stays where the
     *     message says
     */
    public synchronized void commit() throws IOException {
        if (finished) {
            throw new IllegalStateException(target + ": committed or closed already");
        }
        finished = true;
        Path written = staging.release();
        try {
            put(written);
        } catch (IOException e) {
            throw new IOException(
                    target + ": the finished run could not be moved here (" + reason(e) + "); its files are kept in "
                            + written,
                    e);
        }
    }

    private void put(Path written) throws IOException {
        if (!Files.exists(target)) {
            Staging.move(written, target);
        } else if (Staging.isEmptyFolder(target)) {
            Files.delete(target);
            Staging.move(written, target);
        } else {
            requireFree(target, replace);
            Staging.swap(written, target);
        }
    }

    /** Removes what was written, unless it was committed. */
    @Override
    public synchronized void close() {
        if (!finished) {
            finished = true;
            staging.discard();
        }
    }

    private static Path resolve(Path target) throws IOException {
        Path place = target.toAbsolutePath().normalize();
        if (place.getFileName() == null) {
            throw new IOException(target + ": expected the name of a folder, found a file system's root");
        }
        return Files.exists(place) ? place.toRealPath() : place;
    }

    private static void requireFree(Path place, boolean replace) throws IOException {
        if (!Files.exists(place)) {
            return;
        }
        if (!Files.isDirectory(place)) {
            throw new IOException(place + ": expected a folder or a free name, found a file; choose another name");
        }
        if (Staging.isEmptyFolder(place)) {
            return;
        }
        if (!replace) {
            throw new IOException(place
                    + ": this folder is not empty, and its files are not overwritten; choose another folder, or have an"
                    + " earlier run replaced (--overwrite)");
        }
        if (!Files.isRegularFile(place.resolve(RECORD))) {
            throw new IOException(place + ": this folder is not a run folder (it has no " + RECORD
                    + "), and is not replaced; choose another folder");
        }
    }

    private IOException explain(IOException failure, String relative) {
        return new IOException(target + ": cannot write " + relative + ": " + reason(failure), failure);
    }

    /** What a failed write means for whoever started the run. */
    static String reason(IOException failure) {
        String said = failure instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : String.valueOf(failure.getMessage());
        if (said.contains("No space left")
                || said.contains("not enough space")
                || said.contains("Disk quota exceeded")) {
            return "the disk is full; free some space or choose a folder on another disk";
        }
        if (failure instanceof java.nio.file.AccessDeniedException) {
            return "writing is not allowed here; choose another folder or change its permissions";
        }
        if (failure instanceof java.nio.file.NoSuchFileException) {
            return "there is no such folder and it cannot be made; choose another folder";
        }
        if (said.contains("File too large")) {
            return "files may not become this large here; raise the limit (ulimit -f) or choose a folder on another disk";
        }
        if (said.contains("Read-only file system")) {
            return "the disk is read-only; choose another folder";
        }
        return said;
    }
}
