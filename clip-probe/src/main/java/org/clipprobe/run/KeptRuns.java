package org.clipprobe.run;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Finished runs, kept so that the same question about the same content is answered without computing anything again.
 *
 * <p>A run is identified by two keys: of its question (program, model, options, the examples' names) and of its contents (every
 * example's bytes). The first alone says whether reading the contents is worth it. A kept run appears whole or not at all,
 * its files are checked against their SHA-256 before they are used, and those used longest ago go when there are too many.
 */
public final class KeptRuns {
    private static final String SUMS = "SHA256SUMS";
    private static final int MOST_RUNS = 32;
    private static final long MOST_BYTES = 1L << 30;

    private final Path root;

    /**
     * Runs under a folder.
     *
     * @param root made when the first run is kept
     */
    public KeptRuns(Path root) {
        this.root = root;
    }

    /** Whether any run of this question is kept, whatever its contents. */
    public boolean knows(ContentKey question) {
        return Files.isDirectory(root.resolve(question.hex()));
    }

    /** The kept run; empty when there is none, or when its files are not what was kept. */
    public Optional<Kept> find(ContentKey question, ContentKey contents) {
        Path folder = place(question, contents);
        if (!Files.isRegularFile(folder.resolve(SUMS))) {
            return Optional.empty();
        }
        try {
            Map<String, String> files = sums(folder);
            for (Map.Entry<String, String> file : files.entrySet()) {
                if (!ContentKey.of(folder.resolve(file.getKey())).hex().equals(file.getValue())) {
                    return Optional.empty();
                }
            }
            Files.setLastModifiedTime(folder, FileTime.from(Instant.now()));
            return Optional.of(new Kept(folder, List.copyOf(files.keySet())));
        } catch (IOException e) {
            // Another process tidied it away, or it cannot be read: then it is computed.
            return Optional.empty();
        }
    }

    /** A kept run whose files are whole. */
    public static final class Kept {
        private final Path folder;
        private final List<String> files;

        private Kept(Path folder, List<String> files) {
            this.folder = folder;
            this.files = files;
        }

        /** Where its files are. */
        public Path folder() {
            return folder;
        }

        /** Copies the files whose names are wanted into a run folder. */
        public void copyInto(RunFolder target, Predicate<String> wanted) throws IOException {
            for (String name : files) {
                if (wanted.test(name)) {
                    target.write(name, out -> Files.copy(folder.resolve(name), out));
                }
            }
        }
    }

    /** Writes what is kept of a run. */
    @FunctionalInterface
    public interface Writer {
        /** Fills {@code folder}. */
        void write(RunFolder folder) throws IOException;
    }

    /**
     * Keeps a run. That it cannot be kept, on a full disk for example, is not a failure of the run.
     *
     * @return whether it is kept now
     */
    public boolean keep(ContentKey question, ContentKey contents, Writer writer) {
        Path place = place(question, contents);
        try {
            if (Files.exists(place)) {
                remove(place);
            }
            try (RunFolder folder = RunFolder.begin(place)) {
                writer.write(folder);
                writeSums(folder);
                folder.commit();
            }
            tidy();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private Path place(ContentKey question, ContentKey contents) {
        return root.resolve(question.hex()).resolve(contents.hex());
    }

    private static void writeSums(RunFolder folder) throws IOException {
        StringBuilder sums = new StringBuilder();
        for (String name : folder.names()) {
            sums.append(ContentKey.of(folder.file(name)).hex())
                    .append("  ")
                    .append(name)
                    .append('\n');
        }
        folder.write(SUMS, out -> write(out, sums));
    }

    private static void write(OutputStream out, CharSequence text) throws IOException {
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Names to SHA-256, as {@code sha256sum} writes them. */
    private static Map<String, String> sums(Path folder) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        for (String line : Files.readAllLines(folder.resolve(SUMS), StandardCharsets.UTF_8)) {
            int gap = line.indexOf("  ");
            if (gap < 0) {
                throw new IOException(folder + ": not a kept run");
            }
            files.put(line.substring(gap + 2), line.substring(0, gap));
        }
        return files;
    }

    /** Removes the runs used longest ago until no more are kept than may be, and what killed processes left. */
    private void tidy() throws IOException {
        List<Path> runs;
        try (Stream<Path> all = Files.walk(root, 2)) {
            runs = all.filter(path -> path.getNameCount() == root.getNameCount() + 2)
                    .sorted(Comparator.comparing(KeptRuns::used).reversed())
                    .toList();
        }
        long bytes = 0;
        int kept = 0;
        Instant yesterday = Instant.now().minusSeconds(86_400);
        for (Path run : runs) {
            boolean unfinished = run.getFileName().toString().startsWith(".");
            if (unfinished && used(run).isAfter(yesterday)) {
                continue;
            }
            bytes += size(run);
            if (unfinished || ++kept > MOST_RUNS || (kept > 1 && bytes > MOST_BYTES)) {
                remove(run);
            }
        }
    }

    private static Instant used(Path run) {
        try {
            return Files.getLastModifiedTime(run).toInstant();
        } catch (IOException e) {
            return Instant.EPOCH;
        }
    }

    private static long size(Path run) throws IOException {
        try (Stream<Path> files = Files.walk(run)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private static void remove(Path run) {
        Staging.deleteQuietly(run);
        // Gone only when it was the question's last.
        run.getParent().toFile().delete();
    }
}
