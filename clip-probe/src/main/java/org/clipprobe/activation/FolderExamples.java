package org.clipprobe.activation;

import java.io.IOException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.clipprobe.activation.folder.PictureFolder;
import org.clipprobe.activation.folder.TableRow;
import org.clipprobe.run.Skipped;

/** Makes a picture folder's examples: what each shows is said by its table's row, else by the folders it lies in. */
final class FolderExamples {
    private static final int DEEPEST = 3;

    /** Columns that say what a picture shows, the first that is there counts; the others are Hugging Face's. */
    private static final List<String> CONCEPT = List.of("concept", "label", "object_label", "text");

    private static final String FACET = "facet";
    private static final String SOURCE = "source";
    private static final String FAMILY = "family";

    /** The folders of imagefolder's splits. */
    private static final Set<String> SPLITS =
            Set.of("train", "training", "val", "valid", "validation", "dev", "test", "testing", "eval", "evaluation");

    private final PictureFolder pictures;
    private final boolean split;
    private final List<Example> examples = new ArrayList<>();
    private final Map<String, String> families = new TreeMap<>();
    private final Set<String> twoFamilies = new TreeSet<>();
    private final List<Skipped> skipped;
    private final List<String> notes;

    private FolderExamples(PictureFolder pictures) {
        this.pictures = pictures;
        this.skipped = new ArrayList<>(pictures.skipped());
        this.notes = new ArrayList<>(pictures.notes());
        this.split = hasSplits();
    }

    static ProbingSet read(Path folder) throws IOException {
        FolderExamples made = new FolderExamples(PictureFolder.read(folder));
        made.checkColumns();
        made.make();
        if (made.examples.isEmpty()) {
            throw new IOException(folder + ": expected pictures (JPEG, PNG, WebP, GIF, BMP or TIFF) as"
                    + " CONCEPT/FACET/*.png, CONCEPT/*.png or *.png, found none" + Skipped.summary(made.skipped));
        }
        List<Example> once = Copies.once(made.examples, made.skipped, made.notes);
        return new ProbingSet(once, made.skipped, made.notes, made.families);
    }

    private void checkColumns() throws IOException {
        for (Map.Entry<String, List<String>> table : pictures.columns().entrySet()) {
            List<String> columns = table.getValue();
            boolean usable = !Collections.disjoint(columns, CONCEPT)
                    || !Collections.disjoint(columns, List.of(FACET, SOURCE, FAMILY));
            if (!usable) {
                throw new IOException(pictures.table(table.getKey()) + ": expected a column concept, or label,"
                        + " object_label or text, found " + String.join(", ", columns) + "; name one of them so");
            }
        }
    }

    /** Whether all of the top folders are splits, and there are folders of concepts in them. */
    private boolean hasSplits() {
        Set<String> tops = new TreeSet<>();
        boolean concepts = false;
        for (PictureFolder.Entry entry : pictures.entries()) {
            String[] parts = entry.name().split("/", -1);
            if (parts.length > 1) {
                tops.add(parts[0]);
                concepts |= parts.length > 2;
            }
        }
        boolean splits = concepts
                && tops.stream().map(top -> top.toLowerCase(Locale.ROOT)).allMatch(SPLITS::contains);
        if (splits) {
            notes.add("taken as splits, with the concepts in them: " + String.join(", ", tops));
        }
        return splits;
    }

    private void make() {
        Set<String> named = new HashSet<>();
        for (PictureFolder.Entry entry : pictures.entries()) {
            String[] all = entry.name().split("/", -1);
            String[] parts = split && all.length > 1 ? Arrays.copyOfRange(all, 1, all.length) : all;
            if (!named.add(entry.name())) {
                skipped.add(new Skipped(entry.name(), "named twice in " + entry.table()));
            } else if (entry.table().isEmpty() && parts.length > DEEPEST) {
                skipped.add(new Skipped(entry.name(), "deeper than CONCEPT/FACET/picture"));
            } else {
                add(entry, parts);
            }
        }
        if (!twoFamilies.isEmpty()) {
            notes.add("concepts that the table puts into several families, of which the first counts: "
                    + String.join(", ", twoFamilies));
        }
        nameWordNetIds();
    }

    private void add(PictureFolder.Entry entry, String[] parts) {
        TableRow row = entry.row();
        String column = CONCEPT.stream().filter(row::has).findFirst().orElse("");
        Optional<String> concept =
                given(row.get(column)).or(() -> parts.length > 1 ? Optional.of(parts[0]) : Optional.empty());
        Facet facet =
                given(row.get(FACET)).map(Facet::new).orElse(parts.length > 2 ? new Facet(parts[1]) : Facet.PHOTO);
        String source = given(row.get(SOURCE)).orElse(entry.name());
        Example example = new Example(entry.name(), concept, facet, source, new Example.PictureFile(entry.file()));
        examples.add(example);
        String family = Normalizer.normalize(row.get(FAMILY), Normalizer.Form.NFC);
        if (!family.isEmpty() && example.labelled()) {
            String named = example.concept().orElseThrow();
            String before = families.putIfAbsent(named, family);
            if (before != null && !before.equals(family)) {
                twoFamilies.add(named);
            }
        }
    }

    private static Optional<String> given(String value) {
        return Optional.of(value).filter(text -> !text.isEmpty());
    }

    /** WordNet ids, as ImageNet's folders have them, become words, unless two would become the same. */
    private void nameWordNetIds() {
        Set<String> ids = examples.stream()
                .flatMap(example -> example.concept().stream())
                .filter(WordNetIds::is)
                .collect(Collectors.toCollection(TreeSet::new));
        if (ids.isEmpty()) {
            return;
        }
        Map<String, List<String>> byName = new TreeMap<>();
        Set<String> kept = new LinkedHashSet<>();
        for (String id : ids) {
            Optional<String> name = WordNetIds.name(id);
            name.ifPresentOrElse(
                    known -> byName.computeIfAbsent(known, none -> new ArrayList<>())
                            .add(id),
                    () -> kept.add(id));
        }
        Map<String, String> names = new HashMap<>();
        byName.forEach((name, same) -> {
            if (same.size() == 1) {
                names.put(same.get(0), name);
            } else {
                kept.addAll(same);
            }
        });
        examples.replaceAll(example -> example.withConcept(example.concept().map(id -> names.getOrDefault(id, id))));
        names.forEach((id, name) -> Optional.ofNullable(families.remove(id)).ifPresent(of -> families.put(name, of)));
        if (!names.isEmpty()) {
            String first = ids.stream().filter(names::containsKey).findFirst().orElseThrow();
            notes.add(names.size()
                    + (names.size() == 1 ? " WordNet id has its name: " : " WordNet ids have their names: ") + first
                    + " is " + names.get(first) + (names.size() == 1 ? "" : ", …"));
        }
        if (!kept.isEmpty()) {
            notes.add(
                    "WordNet ids without a name of their own, which are left as they are: " + String.join(", ", kept));
        }
    }
}
