package org.clipprobe.attack.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeSet;
import org.clipprobe.attack.AttackException;
import org.clipprobe.attack.ClassList;
import org.clipprobe.run.Skipped;

/**
 * Pictures that others attacked, or left unattacked for comparison.
 *
 * @param kind which of the layouts it has
 * @param items its pictures, sorted by set and file
 * @param skipped what was left out and why
 * @param notes what was assumed when it was read, for people
 */
public record AttackDataset(Kind kind, List<Item> items, List<Skipped> skipped, List<String> notes) {
    /** The layouts that are understood. */
    public enum Kind {
        /**
         * SCAM (Westerhoff et al. 2025): a table as for {@link #CSV}, or the original names {@code LABEL_ATTACK_*.webp} in folders
         * {@code SCAM}, {@code NoSCAM}, {@code SynthSCAM}.
         */
        SCAM,
        /** PAINT (Ilharco et al. 2022): {@code label=X_text=Y.png}, in any folder. */
        PAINT,
        /** RTA-100 (Azuma and Matsui 2023): named as PAINT's. */
        RTA100,
        /**
         * Disentangling visual and written concepts (Materzynska et al. 2022): {@code annotations.json} next to a folder
         * {@code images}.
         */
        DISENTANGLING,
        /**
         * Any {@code metadata.csv}, {@code .tsv} or {@code .jsonl} with {@code file_name}, {@code object_label},
         * {@code attack_word}, maybe {@code set}, {@code id} and
         * {@code postit_area_pct}.
         */
        CSV
    }

    /**
     * One picture.
     *
     * @param id what the pictures of one scene share over the sets
     * @param set such as {@code SCAM}; empty where there is only one
     * @param file where it lies
     * @param object what it shows, in Unicode's composed form (NFC), as the attack word
     * @param attackWord what is written in it, or would be
     * @param labelArea percent of the picture that the written label covers; empty where the data set does not say
     */
    public record Item(String id, String set, Path file, String object, String attackWord, OptionalDouble labelArea) {
        public Item {
            object = Normalizer.normalize(object, Normalizer.Form.NFC);
            attackWord = Normalizer.normalize(attackWord, Normalizer.Form.NFC);
        }

        /** A picture of which nobody says how large its label is. */
        public Item(String id, String set, Path file, String object, String attackWord) {
            this(id, set, file, object, attackWord, OptionalDouble.empty());
        }
    }

    public AttackDataset {
        items = List.copyOf(items);
        skipped = List.copyOf(skipped);
        notes = List.copyOf(notes);
    }

    /**
     * Reads a data set's list of pictures; the pictures themselves are not opened.
     *
     * @param folder with the kind's layout, or a folder that holds it
     * @throws AttackException when the folder is not there or has no picture of this layout; the message begins with it
     */
    public static AttackDataset read(Kind kind, Path folder) throws AttackException {
        if (!Files.isDirectory(folder)) {
            throw new AttackException(folder + ": expected a folder with the data set, found "
                    + (Files.exists(folder) ? "a file" : "nothing") + "; name the folder that it is in");
        }
        DatasetReader reader = new DatasetReader(folder);
        switch (kind) {
            case SCAM -> reader.scam();
            case PAINT, RTA100 -> reader.labelsInNames();
            case DISENTANGLING -> reader.annotations();
            case CSV -> reader.csv();
        }
        return reader.result(kind);
    }

    /** Every object and attack word, sorted: the class list of the data set. */
    public ClassList classes() {
        TreeSet<String> names = new TreeSet<>();
        items.forEach(item -> {
            names.add(item.object);
            names.add(item.attackWord);
        });
        return new ClassList(List.copyOf(names));
    }
}
