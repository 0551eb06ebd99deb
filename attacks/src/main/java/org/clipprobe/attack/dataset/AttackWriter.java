package org.clipprobe.attack.dataset;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.clipprobe.attack.Attack;
import org.clipprobe.attack.AttackedPicture;
import org.clipprobe.attack.Attacker;
import org.clipprobe.attack.Protocol;
import org.clipprobe.attack.Seeds;
import org.clipprobe.attack.Stage;
import org.clipprobe.attack.run.AttackRun;
import org.clipprobe.image.PictureException;
import org.clipprobe.image.Pictures;
import org.clipprobe.image.text.TextPainter;
import org.clipprobe.run.Progress;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.Skipped;

/** Writes attacked pictures as a training or test set that {@link AttackDataset} reads again. */
public final class AttackWriter {
    private final Protocol protocol;
    private final List<String> classes;
    private final UnaryOperator<InterleavedU8> fit;
    private final long seed;
    private final Attacker attacker = new Attacker(new TextPainter());

    /**
     * Prepares the writing; protocol, classes and seed mean what they mean for {@link AttackRun}, and give the same attacks.
     *
     * @param fit takes a picture to the model's input size; used for protocols of {@link Stage#MODEL_INPUT} alone
     */
    public AttackWriter(Protocol protocol, List<String> classes, UnaryOperator<InterleavedU8> fit, long seed) {
        this.protocol = protocol;
        this.classes = List.copyOf(classes);
        this.fit = fit;
        this.seed = seed;
    }

    /**
     * Writes every attack on every picture: {@code 000000-0000.png} (the first picture's first attack) and so on,
     * {@code metadata.csv} and {@code protocol.json}. The folder is not committed.
     *
     * @return pictures that could not be read, and why
     */
    public List<Skipped> write(List<AttackRun.Picture> pictures, RunFolder folder, Progress progress)
            throws IOException {
        List<Skipped> skipped = new ArrayList<>();
        folder.write("protocol.json", out -> out.write((protocol.json() + "\n").getBytes(StandardCharsets.UTF_8)));
        folder.write("metadata.csv", out -> {
            Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            CSVPrinter table = new CSVPrinter(text, CSVFormat.RFC4180);
            table.printRecord(
                    "file_name", "object_label", "attack_word", "target", "source", "variant", "pixel_cover", "attack");
            try (Progress.Task task = progress.begin("writing attacked pictures", pictures.size())) {
                for (int i = 0; i < pictures.size(); i++) {
                    one(pictures.get(i), i, folder, table, skipped);
                    task.advance(1);
                }
            }
            table.flush();
        });
        return skipped;
    }

    private void one(AttackRun.Picture picture, int index, RunFolder folder, CSVPrinter table, List<Skipped> skipped)
            throws IOException {
        InterleavedU8 base;
        try {
            InterleavedU8 read = Pictures.read(picture.file());
            base = protocol.stage() == Stage.PICTURE ? read : fit.apply(read);
        } catch (PictureException e) {
            skipped.add(new Skipped(picture.id(), e.getMessage()));
            return;
        }
        List<Attack> attacks = protocol.attacksOn(picture.id(), picture.trueClass(), classes, seed);
        for (int variant = 0; variant < attacks.size(); variant++) {
            Attack attack = attacks.get(variant);
            AttackedPicture attacked = attacker.apply(base, attack, Seeds.of(seed, picture.id(), variant + 1));
            String name = String.format(Locale.ROOT, "%06d-%04d.png", index, variant);
            folder.write(name, out -> out.write(Pictures.png(attacked.picture())));
            table.printRecord(
                    name,
                    picture.trueClass(),
                    attack.text(),
                    attack.target(),
                    picture.id(),
                    variant,
                    attacked.coverShare(),
                    attack.json());
        }
    }
}
