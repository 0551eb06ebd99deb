package org.clipprobe.look;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.clipprobe.image.Preprocessing;
import org.clipprobe.look.PatchMap.Kind;
import org.clipprobe.model.Capture;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.HookPoint;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.Pooling;
import org.clipprobe.model.TextSession;
import org.clipprobe.model.TextTower;
import org.clipprobe.model.Tokens;
import org.clipprobe.model.TowerOutput;
import org.clipprobe.model.Unit;
import org.clipprobe.model.VisionSession;
import org.clipprobe.model.VisionTower;
import org.clipprobe.model.VisionTower.Grid;
import org.clipprobe.run.Progress;
import org.clipprobe.statistic.RankCorrelation;

/**
 * Looks where things are in pictures: where units and heads fire, what the tower attends to, and which places and tokens carry
 * the similarity of a picture and a prompt.
 *
 * <pre>{@code
 * LookResult found = new LookStudy(model, LookOptions.defaults().units(new Unit("vision.3.mlp", 178)))
 *         .look(pictures, List.of("a spider"), Progress.none());
 * found.pictures().get(0).maps().get(0).at(2, 3);
 * }</pre>
 */
public final class LookStudy {
    /** In cosine similarity; parts that are farther off their sum than this are not shown. */
    static final double LARGEST_ERROR = 1e-3;

    /** Where no hook point says how places lie. */
    private static final Grid COARSE = new Grid(7, 7, 0);

    private static final int MOST_PLACES = 400;

    private final ClipModel model;
    private final LookOptions options;
    private final List<String> notes = new ArrayList<>();

    /** Prepares a look. */
    public LookStudy(ClipModel model, LookOptions options) {
        this.model = model;
        this.options = options;
    }

    /**
     * Looks at pictures.
     *
     * @param prompts may be none
     * @throws IOException when a unit is not there, the model has no text tower for the prompts, or a tower fails
     */
    public LookResult look(List<LookPicture> pictures, List<String> prompts, Progress progress) throws IOException {
        if (pictures.isEmpty()) {
            throw new IllegalArgumentException("expected at least one picture, found none");
        }
        notes.clear();
        VisionTower tower = model.requireVision();
        List<InterleavedU8> seen = new ArrayList<>();
        List<float[]> pixels = new ArrayList<>();
        for (LookPicture picture : pictures) {
            InterleavedU8 fitted = tower.preprocessing().fit(picture.picture());
            float[] values = new float[3 * fitted.width * fitted.height];
            tower.preprocessing().normalise(fitted, values, 0);
            seen.add(fitted);
            pixels.add(values);
        }
        List<List<PatchMap>> maps = maps(tower, pixels);
        List<List<PromptView>> views = prompts.isEmpty()
                ? pictures.stream().map(picture -> List.<PromptView>of()).toList()
                : prompts(tower, pixels, prompts, progress);
        List<PictureView> all = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            all.add(new PictureView(pictures.get(i).name(), seen.get(i), maps.get(i), views.get(i)));
        }
        return new LookResult(all, new ArrayList<>(new LinkedHashSet<>(notes)));
    }

    /** Units' own values, then attention. */
    private List<List<PatchMap>> maps(VisionTower tower, List<float[]> pixels) throws ModelException {
        List<Capture> captures = new ArrayList<>();
        for (Unit unit : options.units()) {
            HookPoint hook = tower.hookPoint(unit.hook());
            if (unit.index() < 0 || unit.index() >= hook.units()) {
                throw new ModelException(
                        unit + ": expected a unit from 0 to " + (hook.units() - 1) + ", found " + unit.index());
            }
            if (tower.grid(hook).isEmpty()) {
                throw new ModelException(unit + ": expected a hook point whose positions lie on the picture, found one"
                        + " without places; choose one inside the tower, such as an MLP's");
            }
            if (captures.stream().noneMatch(capture -> capture.at().equals(hook))) {
                captures.add(new Capture(hook, Pooling.NONE));
            }
        }
        List<List<PatchMap>> maps = new ArrayList<>();
        pixels.forEach(picture -> maps.add(new ArrayList<>()));
        if (!captures.isEmpty()) {
            try (VisionSession session = tower.openCaptures(captures)) {
                for (int i = 0; i < pixels.size(); i++) {
                    TowerOutput output = session.run(pixels.get(i), 1);
                    for (Unit unit : options.units()) {
                        maps.get(i).add(unitMap(tower, unit, captures, output));
                    }
                }
            }
        }
        Optional<AttentionMaps> attention = AttentionMaps.of(tower);
        if (attention.isEmpty()) {
            notes.add("No map of attention: the vision tower's graph shows none, or it reads out no single token.");
            return maps;
        }
        List<List<PatchMap>> attended = attention.get().of(pixels, options.units());
        for (int i = 0; i < maps.size(); i++) {
            maps.get(i).addAll(attended.get(i));
        }
        return maps;
    }

    private static PatchMap unitMap(VisionTower tower, Unit unit, List<Capture> captures, TowerOutput output)
            throws ModelException {
        HookPoint hook = tower.hookPoint(unit.hook());
        Grid grid = tower.grid(hook).orElseThrow();
        int at = captures.indexOf(new Capture(hook, Pooling.NONE));
        float[] all = output.captured().get(at).values();
        float[] values = new float[grid.positions()];
        for (int position = 0; position < values.length; position++) {
            values[position] = all[position * hook.units() + unit.index()];
        }
        String measure = unit.hook().endsWith(".head") ? "length of what the head gives" : "activation";
        return new PatchMap(Kind.UNIT, unit.toString(), measure, grid, values);
    }

    private List<List<PromptView>> prompts(
            VisionTower tower, List<float[]> pixels, List<String> prompts, Progress progress) throws IOException {
        model.requireJointSpace();
        TextTower text = model.requireText();
        List<Tokens> tokens = text.tokenize(prompts);
        tokens.stream()
                .filter(Tokens::cut)
                .forEach(cut -> notes.add("The prompt \"" + cut.prompt() + "\" is longer than the text tower's "
                        + text.contextLength() + " tokens; its end was cut off."));
        try (TextSession session = text.open();
                VisionSession plain = tower.open()) {
            float[][] directions = rows(session.run(tokens).embeddings(), prompts.size());
            float[][] embedded = new float[pixels.size()][];
            for (int i = 0; i < embedded.length; i++) {
                embedded[i] = plain.run(pixels.get(i), 1).embeddings();
            }
            PromptTokens carried = new PromptTokens(text, session, embedded);
            if (!carried.direct()) {
                notes.add(
                        "Tokens of the prompts are shown by what is lost without each: the text tower's embedding is no"
                                + " sum over tokens, since " + reason(DirectPaths.obstacle(text)) + ".");
            }
            List<List<PromptTokens.Shares>> shares = carried.of(tokens);
            Optional<DirectPaths> paths = DirectPaths.of(tower, directions);
            if (paths.isEmpty()) {
                notes.add("The map of a prompt is that of occlusion alone: the vision tower's embedding is no sum over"
                        + " positions, since " + reason(DirectPaths.obstacle(tower)) + ".");
            }
            List<List<Decomposition>> sums = paths.isPresent() ? sums(tower, paths.get(), pixels) : List.of();
            return views(new Seen(tower, plain, pixels, embedded), prompts, directions, sums, shares, progress);
        }
    }

    private static String reason(Optional<String> obstacle) {
        return obstacle.orElse("its blocks are built in a way that is not known here");
    }

    private List<List<Decomposition>> sums(VisionTower tower, DirectPaths paths, List<float[]> pixels)
            throws ModelException {
        List<List<Decomposition>> sums = new ArrayList<>();
        try (VisionSession session = tower.openCaptures(paths.captures())) {
            for (float[] picture : pixels) {
                List<Decomposition> found = paths.of(session.run(picture, 1).captured());
                if (found.stream().allMatch(sum -> sum.error() < LARGEST_ERROR)) {
                    sums.add(found);
                } else {
                    notes.add(
                            "The map of a prompt is that of occlusion alone: the parts of the similarity do not add up,"
                                    + " as in a tower of low precision or with something between its heads and the stream.");
                    sums.add(List.of());
                }
            }
        }
        return sums;
    }

    /** Pictures that went through a tower. */
    private record Seen(VisionTower tower, VisionSession session, List<float[]> pixels, float[][] embedded) {}

    private List<List<PromptView>> views(
            Seen seen,
            List<String> prompts,
            float[][] directions,
            List<List<Decomposition>> sums,
            List<List<PromptTokens.Shares>> shares,
            Progress progress)
            throws ModelException {
        Preprocessing.Geometry size = seen.tower().preprocessing().geometry();
        Grid grid = grid(seen.tower());
        Occlusion occlusion = new Occlusion(seen.session(), places(grid), size.height(), size.width(), options.batch());
        if (occlusion.step() > 1) {
            notes.add("Occlusion covers " + occlusion.step() + " × " + occlusion.step() + " places at a time.");
        }
        List<List<PromptView>> views = new ArrayList<>();
        try (Progress.Task task =
                progress.begin("covering places", seen.pixels().size())) {
            for (int i = 0; i < seen.pixels().size(); i++) {
                float[][] lost = occlusion.lost(seen.pixels().get(i), directions);
                List<PromptView> ofPicture = new ArrayList<>();
                for (int k = 0; k < prompts.size(); k++) {
                    Optional<Decomposition> sum = sums.isEmpty() || sums.get(i).isEmpty()
                            ? Optional.empty()
                            : Optional.of(sums.get(i).get(k));
                    double cosine = 0;
                    for (int d = 0; d < directions[k].length; d++) {
                        cosine += (double) seen.embedded()[i][d] * directions[k][d];
                    }
                    PatchMap covered = new PatchMap(
                            Kind.OCCLUSION, prompts.get(k), "cosine similarity lost", places(grid), lost[k]);
                    ofPicture.add(view(
                            prompts.get(k),
                            cosine,
                            sum,
                            grid,
                            covered,
                            shares.get(k).get(i)));
                }
                views.add(ofPicture);
                task.advance(1);
            }
        }
        return views;
    }

    private PromptView view(
            String prompt,
            double cosine,
            Optional<Decomposition> sum,
            Grid grid,
            PatchMap covered,
            PromptTokens.Shares shares) {
        List<PatchMap> maps = new ArrayList<>();
        sum.map(parts -> new PatchMap(Kind.PROMPT, prompt, "cosine similarity", grid, parts.byPosition()))
                .ifPresent(maps::add);
        OptionalDouble agreement = maps.isEmpty()
                ? OptionalDouble.empty()
                : RankCorrelation.of(doubles(maps.get(0).patches()), doubles(covered.patches()));
        maps.add(covered);
        for (Unit unit : options.units()) {
            boolean head = unit.hook().endsWith(".head");
            sum.filter(parts -> head)
                    .map(parts -> parts.ofHead(Integer.parseInt(unit.hook().replaceAll("\\D", "")), unit.index()))
                    .map(values -> new PatchMap(Kind.HEAD, unit.toString(), "cosine similarity", grid, values))
                    .ifPresent(maps::add);
        }
        return new PromptView(prompt, cosine, sum, maps, agreement, shares.tokens(), shares.parts(), shares.error());
    }

    /** The grid of the tower's attention; where it has none, the finest of its maps that is quickly covered. */
    private static Grid grid(VisionTower tower) {
        Optional<Grid> attention = tower.hookPoints().stream()
                .filter(hook -> hook.name().matches("vision\\.\\d+\\.head"))
                .flatMap(hook -> tower.grid(hook).stream())
                .findFirst();
        List<Grid> grids = tower.hookPoints().stream()
                .map(tower::grid)
                .flatMap(Optional::stream)
                .toList();
        return attention.orElseGet(() -> grids.stream()
                .filter(grid -> grid.rows() * grid.columns() <= MOST_PLACES)
                .max(Comparator.comparingInt(grid -> grid.rows() * grid.columns()))
                .orElse(COARSE));
    }

    private static Grid places(Grid grid) {
        return new Grid(grid.rows(), grid.columns(), 0);
    }

    private static float[][] rows(float[] values, int count) {
        int length = values.length / count;
        float[][] rows = new float[count][];
        for (int i = 0; i < count; i++) {
            rows[i] = Arrays.copyOfRange(values, i * length, (i + 1) * length);
        }
        return rows;
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }
}
