package org.clipprobe.attack.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.clipprobe.attack.AttackException;
import org.clipprobe.attack.AttackJson;
import org.clipprobe.run.Skipped;

/** Reads the layouts of attack data sets. */
final class DatasetReader {
    private static final String METADATA = "metadata.csv";
    private static final String ANNOTATIONS = "annotations.json";
    private static final int DEEPEST = 6;
    private static final Pattern PICTURE = Pattern.compile("(?i).*\\.(webp|jpe?g|png|gif|bmp|tiff?)");
    private static final Pattern LABEL_AND_TEXT = Pattern.compile("label=([^_]+)_text=([^_]+?)(_.*)?\\.[A-Za-z]+");
    private static final Pattern SCAM_NAME = Pattern.compile("([^_]+)_([^_]+)(_.*)?\\.[A-Za-z]+");

    private final Path folder;
    private final List<AttackDataset.Item> items = new ArrayList<>();
    private final List<Skipped> skipped = new ArrayList<>();

    DatasetReader(Path folder) {
        this.folder = folder;
    }

    AttackDataset result(AttackDataset.Kind kind) throws AttackException {
        if (items.isEmpty()) {
            String first = skipped.isEmpty()
                    ? ""
                    : "; the first of " + skipped.size() + " left out: "
                            + skipped.get(0).file() + ": " + skipped.get(0).reason();
            throw new AttackException(folder + ": found no picture in the layout of " + kind + first);
        }
        items.sort(Comparator.comparing(AttackDataset.Item::set).thenComparing(AttackDataset.Item::file));
        return new AttackDataset(kind, items, skipped);
    }

    void scam() throws AttackException {
        if (Files.exists(folder.resolve(METADATA))) {
            csv();
            return;
        }
        for (Path file : pictures()) {
            Matcher name = SCAM_NAME.matcher(nameOf(file));
            if (name.matches()) {
                String set = file.getParent().equals(folder) ? "" : nameOf(file.getParent());
                String id = nameOf(file).replaceFirst("\\.[A-Za-z]+$", "");
                items.add(new AttackDataset.Item(id, set, file, name.group(1), name.group(2)));
            } else {
                skip(file, "expected a name such as LABEL_ATTACK_0001.webp");
            }
        }
    }

    void labelsInNames() throws AttackException {
        for (Path file : pictures()) {
            Matcher name = LABEL_AND_TEXT.matcher(nameOf(file));
            if (name.matches()) {
                String id = relative(file);
                items.add(new AttackDataset.Item(id, "", file, name.group(1), name.group(2)));
            } else {
                skip(file, "expected a name such as label=X_text=Y.png");
            }
        }
    }

    void annotations() throws AttackException {
        Path root = walk(path -> nameOf(path).equals(ANNOTATIONS)).stream()
                .findFirst()
                .map(Path::getParent)
                .orElseThrow(() -> new AttackException(folder + ": expected " + ANNOTATIONS + ", found none"));
        JsonNode all = AttackJson.read(root.resolve(ANNOTATIONS));
        for (Map.Entry<String, JsonNode> entry : all.properties()) {
            String object = entry.getValue().path("true object").asText("");
            String attack = entry.getValue().path("typographic attack label").asText("");
            add(root.resolve("images"), entry.getKey(), entry.getKey(), "", object, attack);
        }
    }

    void csv() throws AttackException {
        Path file = folder.resolve(METADATA);
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .setIgnoreEmptyLines(true)
                .get();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
                CSVParser rows = CSVParser.parse(reader, format)) {
            for (String column : List.of("file_name", "object_label", "attack_word")) {
                if (!rows.getHeaderNames().contains(column)) {
                    throw new AttackException(
                            file + ": expected the columns file_name, object_label and attack_word, found "
                                    + rows.getHeaderNames());
                }
            }
            rows.forEach(this::row);
        } catch (AttackException e) {
            throw e;
        } catch (NoSuchFileException e) {
            throw new AttackException(
                    file + ": expected a table of the pictures, found nothing there; check the folder and the kind", e);
        } catch (IOException | UncheckedIOException | IllegalStateException | IllegalArgumentException e) {
            throw new AttackException(file + ": cannot be read as CSV: " + e.getMessage(), e);
        }
    }

    private void row(CSVRecord row) {
        String name = cell(row, "file_name");
        String set = cell(row, "set");
        String given = cell(row, "id");
        add(
                folder,
                name,
                given.isEmpty() ? scene(name, set) : given,
                set,
                cell(row, "object_label"),
                cell(row, "attack_word"));
    }

    private static String cell(CSVRecord row, String column) {
        return row.isSet(column) ? row.get(column).strip() : "";
    }

    /** The file's name without what only says which set it belongs to: {@code NoSCAM/NoSCAM_img_0015.webp} → img_0015. */
    private static String scene(String file, String set) {
        String name = file.substring(file.lastIndexOf('/') + 1).replaceFirst("\\.[A-Za-z]+$", "");
        return !set.isEmpty() && name.startsWith(set + "_") ? name.substring(set.length() + 1) : name;
    }

    private void add(Path root, String name, String id, String set, String object, String attack) {
        try {
            Path file = root.resolve(name).normalize();
            if (name.isEmpty() || !file.startsWith(root.normalize()) || file.equals(root.normalize())) {
                skipped.add(new Skipped(name, "expected the name of a file inside the folder"));
            } else if (object.isEmpty() || attack.isEmpty()) {
                skipped.add(new Skipped(name, "has no object label or no attack word"));
            } else if (!Files.isRegularFile(file)) {
                skipped.add(new Skipped(name, "is not there"));
            } else {
                items.add(new AttackDataset.Item(id, set, file, object, attack));
            }
        } catch (InvalidPathException e) {
            skipped.add(new Skipped(name, "is not a file name: " + e.getReason()));
        }
    }

    /** Every picture below the folder, sorted. */
    private List<Path> pictures() throws AttackException {
        return walk(path -> PICTURE.matcher(nameOf(path)).matches());
    }

    private interface Wanted {
        boolean is(Path file);
    }

    private List<Path> walk(Wanted wanted) throws AttackException {
        try (Stream<Path> files = Files.walk(folder, DEEPEST)) {
            return files.filter(file -> Files.isRegularFile(file) && wanted.is(file))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new AttackException(folder + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private void skip(Path file, String reason) {
        skipped.add(new Skipped(relative(file), reason));
    }

    private String relative(Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    private static String nameOf(Path file) {
        return String.valueOf(file.getFileName());
    }
}
