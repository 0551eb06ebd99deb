package org.clipprobe.attack.search;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.clipprobe.attack.run.AttackRun;
import org.clipprobe.attack.run.Batches;
import org.clipprobe.attack.run.ImageEmbedder;
import org.clipprobe.attack.run.ZeroShot;
import org.clipprobe.image.PictureException;
import org.clipprobe.image.Pictures;
import org.clipprobe.image.text.TextPainter;
import org.clipprobe.image.text.WordPictures;
import org.clipprobe.run.Skipped;

/**
 * The pictures of a search, drawn by chance: those that it sees, those that it is judged on, and those of the target.
 *
 * @param seen by the search
 * @param unseen by the search, of the same kind and of other sources
 * @param ofTarget pictures of the class that is to be evoked, at the model's input size; may be none
 * @param skipped pictures that could not be read, and why
 */
record SearchPictures(
        List<Arena.Target> seen, List<Arena.Target> unseen, List<InterleavedU8> ofTarget, List<Skipped> skipped) {
    SearchPictures {
        seen = List.copyOf(seen);
        unseen = List.copyOf(unseen);
    }

    /** Pictures that a search sees, and as many that it does not. */
    static final int EACH = 64;

    private static final int OF_TARGET = 16;

    /** Pictures that are looked at when only those count that the model is right about. */
    static final int LOOKED_AT = 512;

    private static final int DRAWN = 8;

    static SearchPictures choose(
            ImageEmbedder model, ZeroShot classes, WordSearch.Plan plan, List<AttackRun.Picture> pictures)
            throws IOException {
        boolean targeted = plan.goal() == Arena.Goal.TARGETED;
        List<AttackRun.Picture> shuffled = new ArrayList<>(pictures);
        Collections.shuffle(shuffled, new Random(plan.seed()));
        List<Skipped> skipped = new ArrayList<>();
        List<Arena.Target> usable = read(
                model,
                shuffled.stream()
                        .filter(picture -> targeted != picture.trueClass().equalsIgnoreCase(plan.about())
                                || plan.about().isEmpty())
                        .toList(),
                targeted ? 2 * EACH : LOOKED_AT,
                skipped);
        List<Arena.Target> chosen = targeted ? usable : rightOnes(model, classes, usable, plan);
        if (chosen.isEmpty()) {
            throw new IOException(
                    targeted
                            ? "no picture of another class than '" + plan.about()
                                    + "' could be read; there is nothing to attack"
                            : "the model is right about none of the pictures"
                                    + (plan.about().isEmpty() ? "" : " of '" + plan.about() + "'")
                                    + " that could be read; there is nothing to break");
        }
        List<Arena.Target> seen = new ArrayList<>();
        List<Arena.Target> unseen = new ArrayList<>();
        share(chosen, seen, unseen);
        List<InterleavedU8> ofTarget = !targeted
                ? List.of()
                : read(
                                model,
                                shuffled.stream()
                                        .filter(picture -> picture.trueClass().equalsIgnoreCase(plan.about()))
                                        .toList(),
                                OF_TARGET,
                                skipped)
                        .stream()
                        .map(Arena.Target::fitted)
                        .toList();
        return new SearchPictures(seen, unseen, ofTarget, skipped);
    }

    /** All pictures of one source go to the same side, so that no unseen picture has a twin among the seen. */
    private static void share(List<Arena.Target> chosen, List<Arena.Target> seen, List<Arena.Target> unseen) {
        Map<String, List<Arena.Target>> sources = new LinkedHashMap<>();
        chosen.forEach(target -> sources.computeIfAbsent(target.source(), key -> new ArrayList<>())
                .add(target));
        for (List<Arena.Target> variants : sources.values()) {
            List<Arena.Target> smaller = unseen.size() < seen.size() ? unseen : seen;
            smaller.addAll(variants.subList(0, Math.min(variants.size(), EACH - smaller.size())));
        }
    }

    private static List<Arena.Target> read(
            ImageEmbedder model, List<AttackRun.Picture> pictures, int most, List<Skipped> skipped) throws IOException {
        List<Arena.Target> read = new ArrayList<>();
        for (AttackRun.Picture picture : pictures) {
            if (read.size() == most) {
                break;
            }
            try {
                read.add(new Arena.Target(
                        picture.id(), picture.trueClass(), model.fit(Pictures.read(picture.file())), picture.source()));
            } catch (PictureException e) {
                skipped.add(new Skipped(picture.id(), e.getMessage()));
            }
        }
        return read;
    }

    private static List<Arena.Target> rightOnes(
            ImageEmbedder model, ZeroShot classes, List<Arena.Target> usable, WordSearch.Plan plan) throws IOException {
        Arena all = new Arena(model, classes, usable, plan.batch(), plan.seed());
        List<Arena.Target> right = new ArrayList<>();
        for (int i = 0; i < usable.size() && right.size() < 2 * EACH; i++) {
            if (all.right(i)) {
                right.add(usable.get(i));
            }
        }
        return right;
    }

    /** Width of the model's input in pixels. */
    int width() {
        return seen.get(0).fitted().width;
    }

    /** Height of the model's input in pixels. */
    int height() {
        return seen.get(0).fitted().height;
    }

    /**
     * The units that guide the search: those that respond to pictures of the target, or to its drawn name where there are
     * no pictures of it. Against classes only units that the plan names: which units a word drives far out of all says
     * that it is written large, not what it means.
     */
    GuideUnits units(ImageEmbedder model, WordSearch.Plan plan, int most) throws IOException {
        List<Integer> candidates = plan.units().isEmpty() && plan.goal() == Arena.Goal.TARGETED
                ? IntStream.range(0, model.units()).boxed().toList()
                : plan.units();
        if (candidates.isEmpty()) {
            return GuideUnits.NONE;
        }
        List<float[]> others =
                activations(model, seen.stream().map(Arena.Target::fitted).toList(), plan.batch());
        if (plan.goal() == Arena.Goal.UNTARGETED) {
            return GuideUnits.any(candidates, others, most);
        }
        if (plan.about().isBlank()) {
            return GuideUnits.NONE;
        }
        TextPainter painter = new TextPainter();
        List<InterleavedU8> shown = ofTarget.size() > 1
                ? ofTarget
                : new WordPictures(painter, width(), height(), 0)
                        .of(plan.about(), DRAWN).stream()
                                .map(rendering -> model.fit(rendering.paint(painter)))
                                .toList();
        return GuideUnits.respondingTo(candidates, activations(model, shown, plan.batch()), others, most);
    }

    private static List<float[]> activations(ImageEmbedder model, List<InterleavedU8> pictures, int batch)
            throws IOException {
        return Batches.rows(model, pictures.size(), pictures::get, batch).stream()
                .map(row -> Arrays.copyOfRange(row, model.dimensions(), row.length))
                .toList();
    }
}
