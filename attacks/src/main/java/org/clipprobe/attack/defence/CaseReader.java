package org.clipprobe.attack.defence;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.clipprobe.attack.Attack;
import org.clipprobe.attack.AttackedPicture;
import org.clipprobe.attack.Attacker;
import org.clipprobe.attack.Control;
import org.clipprobe.attack.Controls;
import org.clipprobe.attack.Protocol;
import org.clipprobe.attack.Seeds;
import org.clipprobe.attack.run.AttackRun;
import org.clipprobe.image.Pictures;
import org.clipprobe.image.text.TextPainter;
import org.clipprobe.run.Skipped;

/**
 * Attacks pictures and keeps them with their controls, at the model's input size.
 *
 * @param classes that the model chooses from, and texts that are a class in their own trials
 * @param protocol what is written; its first attack on each picture for each text
 * @param fit takes a picture to the model's input size
 * @param seed of everything random
 */
public record CaseReader(Collection<String> classes, Protocol protocol, UnaryOperator<InterleavedU8> fit, long seed) {
    /** Cases, and pictures that could not be read. */
    public record Read(List<AttackCase> cases, List<Skipped> skipped) {}

    /**
     * Reads and attacks some of the pictures, as many of each class as of any other.
     *
     * @param most cases
     */
    public Read read(List<AttackRun.Picture> pictures, int most) throws IOException {
        List<AttackCase> cases = new ArrayList<>();
        List<Skipped> skipped = new ArrayList<>();
        Controls controls = Controls.usual();
        Set<String> meaning = Controls.lowerCase(classes);
        Attacker attacker = new Attacker(new TextPainter());
        for (AttackRun.Picture picture : mixed(pictures)) {
            List<Attack> attacks = protocol.attacksOn(picture.id(), picture.trueClass(), List.copyOf(classes), seed);
            if (attacks.isEmpty() || cases.size() + attacks.size() > most) {
                if (!attacks.isEmpty()) {
                    break;
                }
                continue;
            }
            InterleavedU8 clean;
            try {
                clean = fit.apply(Pictures.read(picture.file()));
            } catch (IOException e) {
                skipped.add(new Skipped(picture.id(), String.valueOf(e.getMessage())));
                continue;
            }
            for (int i = 0; i < attacks.size(); i++) {
                cases.add(attacked(attacker, controls, meaning, picture, clean, attacks.get(i), i));
            }
        }
        return new Read(cases, skipped);
    }

    private AttackCase attacked(
            Attacker attacker,
            Controls controls,
            Set<String> meaning,
            AttackRun.Picture picture,
            InterleavedU8 clean,
            Attack attack,
            int index) {
        Attacker.Pasted pasted = attacker.paste(clean, attack, Seeds.of(seed, picture.id(), index + 1));
        InterleavedU8 anagram = clean;
        InterleavedU8 blank = clean;
        for (Controls.Written written :
                controls.of(attack, picture.trueClass(), meaning, Seeds.of(seed, picture.id(), 0))) {
            if (written.control() == Control.ANAGRAM || written.control() == Control.BLANK) {
                AttackedPicture made = attacker.control(clean, attack, written, pasted);
                anagram = written.control() == Control.ANAGRAM ? made.picture() : anagram;
                blank = written.control() == Control.BLANK ? made.picture() : blank;
            }
        }
        return new AttackCase(
                picture.id(),
                picture.source(),
                picture.trueClass(),
                attack.text(),
                attack.target(),
                boxes(pasted, clean),
                clean,
                pasted.attacked().picture(),
                anagram,
                blank);
    }

    private static List<AttackCase.Box> boxes(Attacker.Pasted pasted, InterleavedU8 picture) {
        return pasted.boxes(picture.width, picture.height).stream()
                .map(box -> new AttackCase.Box(box[0], box[1], box[2], box[3]))
                .toList();
    }

    /** One picture of each class in turn, sources before their variants, in an order by chance. */
    private List<AttackRun.Picture> mixed(List<AttackRun.Picture> pictures) {
        Map<String, List<AttackRun.Picture>> byClass = new TreeMap<>();
        pictures.forEach(picture -> byClass.computeIfAbsent(picture.trueClass(), key -> new ArrayList<>())
                .add(picture));
        List<List<AttackRun.Picture>> classesInTurn = new ArrayList<>();
        byClass.forEach((name, own) -> classesInTurn.add(sourcesFirst(name, own)));
        java.util.Collections.shuffle(classesInTurn, new Random(Seeds.of(seed, "classes", 0)));
        List<AttackRun.Picture> mixed = new ArrayList<>();
        for (int turn = 0; mixed.size() < pictures.size(); turn++) {
            for (List<AttackRun.Picture> own : classesInTurn) {
                if (turn < own.size()) {
                    mixed.add(own.get(turn));
                }
            }
        }
        return mixed;
    }

    private List<AttackRun.Picture> sourcesFirst(String name, List<AttackRun.Picture> pictures) {
        Map<String, List<AttackRun.Picture>> bySource = new TreeMap<>();
        pictures.forEach(picture -> bySource.computeIfAbsent(picture.source(), key -> new ArrayList<>())
                .add(picture));
        List<List<AttackRun.Picture>> sources = new ArrayList<>(bySource.values());
        java.util.Collections.shuffle(sources, new Random(Seeds.of(seed, name, 0)));
        List<AttackRun.Picture> ordered = new ArrayList<>();
        for (int variant = 0; ordered.size() < pictures.size(); variant++) {
            for (List<AttackRun.Picture> source : sources) {
                if (variant < source.size()) {
                    ordered.add(source.get(variant));
                }
            }
        }
        return ordered;
    }
}
