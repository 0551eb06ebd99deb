package org.clipprobe.cli;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.clipprobe.activation.Progress;
import org.clipprobe.attack.Attack;
import org.clipprobe.attack.AttackRun;
import org.clipprobe.attack.AttackedPicture;
import org.clipprobe.attack.Attacker;
import org.clipprobe.attack.Protocol;
import org.clipprobe.image.PictureException;
import org.clipprobe.image.Pictures;
import org.clipprobe.image.TextPainter;
import org.clipprobe.report.RunFolder;
import org.clipprobe.report.RunTable;
import picocli.CommandLine.Model.CommandSpec;

/** Writes attacked pictures as a data set, with a {@code metadata.csv} that Hugging Face's imagefolder reads. */
final class AttackedPictures {
    private AttackedPictures() {}

    static int write(
            Path target,
            List<AttackRun.Picture> pictures,
            Protocol protocol,
            List<String> classes,
            long seed,
            Progress progress,
            CommandSpec spec)
            throws IOException {
        Attacker attacker = new Attacker(new TextPainter());
        try (RunFolder folder = Interruption.watch(RunFolder.begin(target))) {
            int written = 0;
            try (Progress.Task task = progress.begin("writing attacked pictures", pictures.size());
                    RunTable table = folder.table(
                            "metadata.csv",
                            List.of(
                                    "file_name",
                                    "concept",
                                    "attack_word",
                                    "source",
                                    "cover (share of pixels)",
                                    "attack"))) {
                for (AttackRun.Picture picture : pictures) {
                    written += write(folder, table, picture, protocol, classes, seed, attacker, spec, written);
                    task.advance(1);
                }
            }
            folder.commit();
            spec.commandLine().getOut().println(written + " attacked pictures: " + folder.target());
            spec.commandLine().getOut().flush();
        }
        return 0;
    }

    private static int write(
            RunFolder folder,
            RunTable table,
            AttackRun.Picture picture,
            Protocol protocol,
            List<String> classes,
            long seed,
            Attacker attacker,
            CommandSpec spec,
            int number)
            throws IOException {
        InterleavedU8 pixels;
        try {
            pixels = Pictures.read(picture.file());
        } catch (PictureException e) {
            spec.commandLine().getErr().println("skipped: " + e.getMessage().replaceAll("\\p{Cntrl}", "?"));
            return 0;
        }
        int made = 0;
        for (Attack attack : protocol.attacksOn(picture.id(), picture.trueClass(), classes, seed)) {
            AttackedPicture attacked = attacker.apply(pixels, attack, seed);
            String name = String.format("%06d.png", number + made++);
            Files.write(folder.file(name), Pictures.png(attacked.picture()));
            table.row(name, picture.trueClass(), attack.text(), picture.id(), attacked.coverShare(), attack.json());
        }
        return made;
    }
}
