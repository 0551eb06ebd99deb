package org.clipprobe.activation.folder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clipprobe.run.Skipped;

/**
 * The pictures below a folder, and what tables say of them: {@code metadata.csv}, {@code metadata.tsv} or
 * {@code metadata.jsonl}, at the top or in folders below, where names are relative to the table's folder. A table
 * decides for all pictures below its folder; where there are several, the nearest. Hidden files and the folders that
 * systems keep thumbnails and deleted files in are left out. No picture is decoded.
 */
public final class PictureFolder {
    private final Path folder;
    private final FolderWalk walk;
    private final PictureNames names;
    private final List<Entry> entries = new ArrayList<>();
    private final List<Skipped> skipped = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Map<String, List<String>> columns = new LinkedHashMap<>();

    /**
     * A picture, or one of several things that a table says of it.
     *
     * @param name its path within the folder, with {@code /}
     * @param file where it lies
     * @param table the path of the table within the folder; empty when no table decides for it
     * @param row what the table says
     */
    public record Entry(String name, Path file, String table, TableRow row) {}

    private PictureFolder(Path folder, FolderWalk walk) {
        this.folder = folder;
        this.walk = walk;
        this.names = new PictureNames(folder, walk.pictures.keySet());
    }

    /**
     * Reads a folder.
     *
     * @throws IOException when it is not there or cannot be read, or a table in it is none; the message begins with the
     *     file
     */
    public static PictureFolder read(Path folder) throws IOException {
        PictureFolder read = new PictureFolder(folder, FolderWalk.of(folder));
        read.skipped.addAll(read.walk.skipped);
        read.tables();
        return read;
    }

    /** Every picture, by name; where tables decide, every row that fits a picture, in the tables' order. */
    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** What was left out, and why. */
    public List<Skipped> skipped() {
        return List.copyOf(skipped);
    }

    /** What was assumed, for people. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /** Per table, by its path within the folder, the names of its columns in lower case. */
    public Map<String, List<String>> columns() {
        return Collections.unmodifiableMap(columns);
    }

    /** Where a table lies. */
    public Path table(String name) {
        return walk.tables.get(name);
    }

    /**
     * Finds a picture by a name that was written on another machine: case, backslashes, composed letters and {@code ./}
     * do not matter.
     *
     * @param written a path within the folder
     */
    public Optional<Path> find(String written) {
        return Optional.ofNullable(walk.pictures.get(names.find("", written).name()));
    }

    /** Reads the tables, the deepest first, so that the nearest decides. */
    private void tables() throws IOException {
        Map<String, String> deciding = new HashMap<>();
        walk.tables
                .keySet()
                .forEach(table -> deciding.merge(directory(table), table, (first, next) -> {
                    skipped.add(new Skipped(next, first + " is next to it and decides"));
                    return first;
                }));
        Map<String, String> namedBy = new HashMap<>();
        List<String> deepestFirst = deciding.values().stream()
                .sorted(Comparator.comparingInt((String table) -> -table.split("/", -1).length)
                        .thenComparing(table -> table))
                .toList();
        for (String table : deepestFirst) {
            columns.put(table, PictureTable.read(walk.tables.get(table), table, new Sink(table, namedBy)));
        }
        walk.pictures.forEach((name, file) -> {
            if (namedBy.containsKey(name)) {
                return;
            }
            Optional<String> nearest = nearest(name, deciding);
            if (nearest.isPresent()) {
                skipped.add(new Skipped(name, "not in " + nearest.get()));
            } else {
                entries.add(new Entry(name, file, "", TableRow.none()));
            }
        });
    }

    /** The table that decides for a picture. */
    private static Optional<String> nearest(String name, Map<String, String> deciding) {
        if (deciding.isEmpty()) {
            return Optional.empty();
        }
        String directory = directory(name);
        while (true) {
            String table = deciding.get(directory);
            if (table != null || directory.isEmpty()) {
                return Optional.ofNullable(table);
            }
            directory = directory(directory.substring(0, directory.length() - 1));
        }
    }

    /** With {@code /} at the end; empty at the top. */
    private static String directory(String name) {
        return name.substring(0, name.lastIndexOf('/') + 1);
    }

    /** Finds the pictures that a table names. */
    private final class Sink implements PictureTable.Sink {
        private final String table;
        private final Map<String, String> namedBy;

        Sink(String table, Map<String, String> namedBy) {
            this.table = table;
            this.namedBy = namedBy;
        }

        @Override
        public void row(String picture, TableRow row) {
            PictureNames.Match match = names.find(directory(table), picture);
            if (match.name().isEmpty()) {
                skipped.add(new Skipped(directory(table) + picture, "in " + table + " " + match.problem()));
                return;
            }
            String nearer = namedBy.putIfAbsent(match.name(), table);
            if (nearer == null || nearer.equals(table)) {
                entries.add(new Entry(match.name(), walk.pictures.get(match.name()), table, row));
            } else {
                skipped.add(
                        new Skipped(match.name(), "named in " + table + " too; " + nearer + " is nearer and decides"));
            }
        }

        @Override
        public void skip(String picture, String reason) {
            namedBy.putIfAbsent(names.find(directory(table), picture).name(), table);
            skipped.add(new Skipped(directory(table) + picture, reason));
        }

        @Override
        public void note(String note) {
            notes.add(note);
        }
    }

    @Override
    public String toString() {
        return folder + " (" + entries.size() + " pictures)";
    }
}
