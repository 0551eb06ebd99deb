package org.clipprobe.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import org.clipprobe.activation.Skipped;
import org.clipprobe.attack.Arena;
import org.clipprobe.attack.Attack;
import org.clipprobe.attack.AttackRun;
import org.clipprobe.attack.AttackSearch;
import org.clipprobe.attack.Place;
import org.clipprobe.attack.TextSize;
import org.clipprobe.attack.VisionEmbedder;
import org.clipprobe.attack.WordPromise;
import org.clipprobe.attack.ZeroShot;
import org.clipprobe.image.PictureException;
import org.clipprobe.image.Pictures;
import org.clipprobe.image.Preprocessing;
import org.clipprobe.report.RunFolder;
import org.clipprobe.report.RunTable;

/** The search for the strongest attack: promising words first, then words × sizes × places by successive halving. */
final class SearchRun {
    private static final int PICTURES = 64;
    private static final int WORDS = 64;
    private static final int KEPT = 10;
    private static final List<TextSize> SIZES =
            List.of(TextSize.percentOfHeight(10), TextSize.percentOfHeight(16), TextSize.percentOfHeight(24));
    private static final List<Place> PLACES = List.of(
            new Place.Centre(),
            new Place.Corner(Place.Corner.Position.TOP_LEFT),
            new Place.Corner(Place.Corner.Position.BOTTOM_RIGHT),
            new Place.Plainest());

    /** Sizes in pixels that bisection looks between, and how near it comes. */
    private static final double SMALLEST = 3;

    private final String target;
    private final List<Skipped> skipped = new ArrayList<>();
    private AttackSearch.Result result;
    private List<OptionalDouble> smallest = List.of();

    SearchRun(String target) {
        this.target = target;
    }

    List<Skipped> skipped() {
        return skipped;
    }

    /**
     * Searches.
     *
     * @param words the words to try
     * @param budget attacked pictures that may go through the model
     */
    void run(
            VisionEmbedder embedder,
            ZeroShot classes,
            List<AttackRun.Picture> pictures,
            List<String> words,
            Preprocessing.Geometry input,
            int batch,
            long budget,
            long seed)
            throws IOException {
        Arena arena = new Arena(embedder, classes, targets(embedder, pictures, seed), batch, seed);
        WordPromise promise = new WordPromise(embedder, input.width(), input.height(), batch);
        Set<String> promising = new LinkedHashSet<>();
        promising.add(target);
        promise.byClass(words, classes, target).stream().limit(WORDS).forEach(word -> promising.add(word.word()));
        List<Attack> candidates = new ArrayList<>();
        for (String word : promising) {
            for (TextSize size : SIZES) {
                for (Place place : PLACES) {
                    candidates.add(Attack.of(word)
                            .withText(word, target)
                            .withSize(size)
                            .withPlace(place, 1));
                }
            }
        }
        AttackSearch search = new AttackSearch(arena, Arena.Goal.TARGETED, seed);
        result = search.run(candidates, budget, KEPT);
        smallest = search.smallestSizes(result.best().get(0).attack(), SMALLEST, input.height() / 2.0, 0.5);
    }

    /** Some pictures of other classes, drawn by chance. */
    private List<Arena.Target> targets(VisionEmbedder embedder, List<AttackRun.Picture> pictures, long seed)
            throws IOException {
        List<AttackRun.Picture> others = new ArrayList<>(pictures.stream()
                .filter(picture -> !picture.trueClass().equalsIgnoreCase(target))
                .toList());
        java.util.Collections.shuffle(others, new Random(seed));
        List<Arena.Target> targets = new ArrayList<>();
        for (AttackRun.Picture picture : others) {
            if (targets.size() == PICTURES) {
                break;
            }
            try {
                targets.add(new Arena.Target(
                        picture.id(), picture.trueClass(), embedder.fit(Pictures.read(picture.file()))));
            } catch (PictureException e) {
                skipped.add(new Skipped(picture.id(), e.getMessage()));
            }
        }
        if (targets.isEmpty()) {
            throw new IOException(
                    "no picture of another class than '" + target + "' could be read; there is nothing to attack");
        }
        return targets;
    }

    /** {@code search.csv}: the strongest attacks, and the best of random search at the same budget. */
    void write(RunFolder folder) throws IOException {
        List<String> header = List.of(
                "found by",
                "text",
                "target",
                "size",
                "place",
                "cover (share of pixels)",
                "success",
                "pictures",
                "attack");
        try (RunTable table = folder.table("search.csv", header)) {
            for (AttackSearch.Found found : result.best()) {
                row(table, "search", found);
            }
            row(table, "random search", result.random());
        }
    }

    private static void row(RunTable table, String by, AttackSearch.Found found) throws IOException {
        table.row(
                by,
                found.attack().text(),
                found.attack().target(),
                found.attack().size(),
                found.attack().place(),
                found.meanCover(),
                found.success().share(),
                found.success().trials(),
                found.attack().json());
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("The strongest attacks towards \"" + target + "\" on "
                + result.random().success().trials() + " pictures, " + result.spent() + " of " + result.budget()
                + " attacked pictures spent:");
        result.best().forEach(found -> lines.add(line("search", found)));
        lines.add(line("random search, same budget", result.random()));
        double[] sizes = smallest.stream()
                .flatMapToDouble(OptionalDouble::stream)
                .sorted()
                .toArray();
        if (sizes.length > 0) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  the best word wins on %d of %d pictures at some size; the smallest is %.1f px, half need %.1f px or less",
                    sizes.length,
                    smallest.size(),
                    sizes[0],
                    sizes[sizes.length / 2]));
        }
        return lines;
    }

    private static String line(String by, AttackSearch.Found found) {
        return String.format(
                Locale.ROOT,
                "  %-16s %-5s %-13s cover %5.2f %%, success %5.1f %% (%.1f to %.1f %%)   %s",
                AttackAnswer.shown(found.attack().text()),
                found.attack().size(),
                found.attack().place(),
                100 * found.meanCover(),
                100 * found.success().share(),
                100 * found.success().low(),
                100 * found.success().high(),
                by);
    }

    /** The same for a script. */
    Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("target", target);
        facts.put("best", result.best());
        facts.put("random", result.random());
        facts.put("spent", result.spent());
        facts.put("budget", result.budget());
        return facts;
    }
}
