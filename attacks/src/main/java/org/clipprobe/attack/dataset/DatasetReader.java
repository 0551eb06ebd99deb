package org.clipprobe.attack.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.clipprobe.activation.folder.PictureFolder;
import org.clipprobe.activation.folder.TableRow;
import org.clipprobe.attack.AttackException;
import org.clipprobe.attack.AttackJson;
import org.clipprobe.run.Skipped;

/** Reads the layouts of attack data sets. */
final class DatasetReader {
    private static final String ANNOTATIONS = "annotations.json";
    private static final int DEEPEST = 6;
    private static final Pattern LABEL_AND_TEXT = Pattern.compile("label=([^_]+)_text=([^_]+?)(_.*)?\\.[A-Za-z]+");
    private static final Pattern SCAM_NAME = Pattern.compile("([^_]+)_([^_]+)(_.*)?\\.[A-Za-z]+");

    /** What cameras and the sets themselves put into file names; no object and no word. */
    private static final Pattern NO_LABEL = Pattern.compile(
            "(?i)(no|synth)?scam|im(g|age)?|pic(ture)?|photo|frame|file|p?dsc[nf]?|pxl|screenshot|[\\d\\W]*");

    private static final List<String> OBJECT = List.of("object_label", "concept", "label");
    private static final String WORD = "attack_word";

    private final Path folder;
    private final PictureFolder pictures;
    private final Set<AttackDataset.Item> items = new LinkedHashSet<>();
    private final List<Skipped> skipped;

    DatasetReader(Path folder) throws AttackException {
        this.folder = folder;
        this.pictures = list(folder);
        this.skipped = new ArrayList<>(pictures.skipped());
    }

    private static PictureFolder list(Path folder) throws AttackException {
        try {
            return PictureFolder.read(folder);
        } catch (IOException e) {
            throw new AttackException(e.getMessage(), e);
        }
    }

    AttackDataset result(AttackDataset.Kind kind) throws AttackException {
        if (items.isEmpty()) {
            throw new AttackException(
                    folder + ": found no picture in the layout of " + kind + Skipped.summary(skipped));
        }
        List<AttackDataset.Item> sorted = items.stream()
                .sorted(Comparator.comparing(AttackDataset.Item::set).thenComparing(AttackDataset.Item::file))
                .toList();
        return new AttackDataset(kind, sorted, skipped, pictures.notes());
    }

    void scam() throws AttackException {
        if (!pictures.columns().isEmpty()) {
            csv();
            return;
        }
        for (PictureFolder.Entry entry : pictures.entries()) {
            Path file = entry.file();
            Matcher name = SCAM_NAME.matcher(nameOf(file));
            if (name.matches() && says(name.group(1)) && says(name.group(2))) {
                String set = file.getParent().equals(folder) ? "" : nameOf(file.getParent());
                String id = nameOf(file).replaceFirst("\\.[A-Za-z]+$", "");
                items.add(new AttackDataset.Item(id, set, file, name.group(1), name.group(2)));
            } else {
                skipped.add(new Skipped(
                        entry.name(),
                        "the name says nothing of object and word; expected a name such as LABEL_ATTACK_0001.webp, or a"
                                + " metadata.csv with file_name, object_label, attack_word and set"));
            }
        }
    }

    private static boolean says(String part) {
        return !NO_LABEL.matcher(part.strip()).matches();
    }

    void labelsInNames() {
        for (PictureFolder.Entry entry : pictures.entries()) {
            Matcher name = LABEL_AND_TEXT.matcher(nameOf(entry.file()));
            if (name.matches()) {
                items.add(new AttackDataset.Item(entry.name(), "", entry.file(), name.group(1), name.group(2)));
            } else {
                skipped.add(new Skipped(entry.name(), "expected a name such as label=X_text=Y.png"));
            }
        }
    }

    void annotations() throws AttackException {
        Path root = annotationsFile().getParent();
        JsonNode all = AttackJson.read(root.resolve(ANNOTATIONS));
        PictureFolder images = list(root.resolve("images"));
        for (Map.Entry<String, JsonNode> entry : all.properties()) {
            String name = entry.getKey();
            String object = entry.getValue().path("true object").asText("");
            String attack = entry.getValue().path("typographic attack label").asText("");
            images.find(name)
                    .ifPresentOrElse(
                            file -> add(file, name, name, "", object, attack, OptionalDouble.empty()),
                            () -> skipped.add(new Skipped(name, "is not in the folder images as a picture")));
        }
    }

    private Path annotationsFile() throws AttackException {
        try (Stream<Path> files = Files.walk(folder, DEEPEST)) {
            return files.filter(
                            file -> Files.isRegularFile(file) && nameOf(file).equals(ANNOTATIONS))
                    .sorted()
                    .findFirst()
                    .orElseThrow(() -> new AttackException(folder + ": expected " + ANNOTATIONS + ", found none"));
        } catch (AttackException e) {
            throw e;
        } catch (IOException | UncheckedIOException e) {
            throw new AttackException(folder + ": cannot be read: " + e.getMessage(), e);
        }
    }

    void csv() throws AttackException {
        if (pictures.columns().isEmpty()) {
            throw new AttackException(
                    folder + ": expected a table of the pictures, metadata.csv or metadata.jsonl, found"
                            + " none; check the folder and the kind");
        }
        for (Map.Entry<String, List<String>> table : pictures.columns().entrySet()) {
            List<String> columns = table.getValue();
            if (!columns.contains(WORD) || Collections.disjoint(columns, OBJECT)) {
                throw new AttackException(pictures.table(table.getKey())
                        + ": expected the columns file_name, object_label and attack_word, found " + columns);
            }
        }
        for (PictureFolder.Entry entry : pictures.entries()) {
            if (entry.table().isEmpty()) {
                skipped.add(new Skipped(entry.name(), "in no table"));
            } else {
                row(entry);
            }
        }
    }

    private void row(PictureFolder.Entry entry) {
        TableRow row = entry.row();
        String set = row.get("set");
        String given = row.get("id");
        String object = OBJECT.stream()
                .map(row::get)
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("");
        add(
                entry.file(),
                entry.name(),
                given.isEmpty() ? scene(entry.name(), set) : given,
                set,
                object,
                row.get(WORD),
                area(row.get("postit_area_pct")));
    }

    private static OptionalDouble area(String cell) {
        try {
            double area = cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
            return area > 0 && area <= 100 ? OptionalDouble.of(area) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    /** The file's name without what only says which set it belongs to: {@code NoSCAM/NoSCAM_img_0015.webp} → img_0015. */
    private static String scene(String file, String set) {
        String name = file.substring(file.lastIndexOf('/') + 1).replaceFirst("\\.[A-Za-z]+$", "");
        return !set.isEmpty() && name.startsWith(set + "_") ? name.substring(set.length() + 1) : name;
    }

    private void add(Path file, String name, String id, String set, String object, String attack, OptionalDouble area) {
        if (object.isEmpty() || attack.isEmpty()) {
            skipped.add(new Skipped(name, "has no object label or no attack word"));
        } else if (!items.add(new AttackDataset.Item(id, set, file, object, attack, area))) {
            skipped.add(new Skipped(name, "named twice with the same labels; counted once"));
        }
    }

    private static String nameOf(Path file) {
        return String.valueOf(file.getFileName());
    }
}
