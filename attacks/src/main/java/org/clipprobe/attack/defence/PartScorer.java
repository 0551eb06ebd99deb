package org.clipprobe.attack.defence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clipprobe.model.Capture;
import org.clipprobe.model.Captured;
import org.clipprobe.model.HookPoint;
import org.clipprobe.model.Intervention;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.Pooling;
import org.clipprobe.model.Sweep;
import org.clipprobe.model.TowerOutput;
import org.clipprobe.model.Unit;
import org.clipprobe.model.VisionSession;
import org.clipprobe.model.VisionTower;

/** Measures {@link PartScores} in one pass over the cases. */
final class PartScorer {
    private final VisionTower tower;
    private final int batch;
    private final List<HookPoint> units;
    private final List<HookPoint> heads;
    private final List<HookPoint> patterns = new ArrayList<>();
    private final Optional<PatchGrid> grid;

    PartScorer(VisionTower tower, int batch) {
        this.tower = tower;
        this.batch = Math.max(1, batch);
        List<HookPoint> all = tower.hookPoints();
        units = PartScores.unitHooks(all);
        heads = PartScores.headHooks(all);
        for (HookPoint head : heads) {
            String name = head.name().replaceFirst("head$", "attn_pattern");
            all.stream().filter(hook -> hook.name().equals(name)).forEach(patterns::add);
        }
        boolean whole = !heads.isEmpty() && patterns.size() == heads.size();
        grid = whole
                ? PatchGrid.of(
                        patterns.get(0).units() / heads.get(0).units(),
                        tower.preprocessing().geometry())
                : Optional.empty();
    }

    /** @param named texts that are scored on their own; all others are scored together */
    PartScores score(List<AttackCase> cases, List<String> named) throws ModelException {
        Map<String, Responses> responses = new LinkedHashMap<>();
        responses.put(PartScores.ALL, new Responses(size(units), false));
        named.forEach(text -> responses.put(text, new Responses(size(units), true)));
        Responses contributions = new Responses(size(heads), false);
        double[] attention = new double[size(heads)];
        double[] activity = new double[size(units)];
        VariantRunner.Pixels pixels = new VariantRunner.Pixels(tower.preprocessing());
        try (VisionSession session = tower.openCaptures(captures())) {
            for (int from = 0; from < cases.size(); from += batch) {
                List<AttackCase> some = cases.subList(from, Math.min(cases.size(), from + batch));
                TowerOutput output = session.run(pixels.of(some), some.size() * AttackCase.ROWS);
                Rows maxima = new Rows(output.captured().subList(0, units.size()));
                Rows means = new Rows(output.captured().subList(units.size(), 2 * units.size()));
                Rows ofHeads = new Rows(output.captured()
                        .subList(2 * units.size(), output.captured().size()));
                for (int i = 0; i < some.size(); i++) {
                    AttackCase attack = some.get(i);
                    int row = i * AttackCase.ROWS;
                    responses.get(PartScores.ALL).add(maxima, row);
                    if (responses.containsKey(attack.text())) {
                        responses.get(attack.text()).add(maxima, row);
                    }
                    for (int unit = 0; unit < activity.length; unit++) {
                        activity[unit] += means.at(row, unit) / cases.size();
                    }
                    if (grid.isPresent()) {
                        grid.get().add(attention, ofHeads, row + AttackCase.ATTACKED, attack.boxes(), sizes());
                    } else {
                        contributions.add(ofHeads, row);
                    }
                }
            }
        }
        return scores(responses, contributions, attention, activity);
    }

    private PartScores scores(
            Map<String, Responses> responses, Responses contributions, double[] attention, double[] activity) {
        List<Unit> names = names(units);
        Map<String, Map<Unit, Double>> scored = new LinkedHashMap<>();
        responses.forEach((text, response) -> scored.put(text, named(names, response.scores())));
        Map<Unit, Float> means = new LinkedHashMap<>();
        for (int i = 0; i < activity.length; i++) {
            means.put(names.get(i), (float) activity[i]);
        }
        double[] ofHeads = grid.isPresent() ? attention : contributions.scores();
        return new PartScores(scored, named(names(heads), ofHeads), means, grid.isPresent());
    }

    private static Map<Unit, Double> named(List<Unit> names, double[] values) {
        Map<Unit, Double> named = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            named.put(names.get(i), values[i]);
        }
        return named;
    }

    /** Each head's mean contribution to the attention's output at the token, over clean pictures. */
    Map<Unit, float[]> headMeans(List<AttackCase> cases, List<Unit> wanted) throws ModelException {
        Map<Unit, float[]> means = new LinkedHashMap<>();
        for (String hook : wanted.stream().map(Unit::hook).distinct().toList()) {
            HookPoint out = tower.hookPoint(PartChanges.attentionOut(hook));
            List<Unit> own =
                    wanted.stream().filter(unit -> unit.hook().equals(hook)).toList();
            own.forEach(unit -> means.put(unit, new float[out.units()]));
            headMeans(cases, out, own, means);
        }
        return means;
    }

    private void headMeans(List<AttackCase> cases, HookPoint out, List<Unit> own, Map<Unit, float[]> means)
            throws ModelException {
        Intervention.Positions positions = out.token() ? Intervention.Positions.TOKEN : Intervention.Positions.ALL;
        String hook = own.get(0).hook();
        VariantRunner.Pixels pixels = new VariantRunner.Pixels(tower.preprocessing());
        Capture capture = new Capture(out, out.token() ? Pooling.TOKEN : Pooling.MEAN);
        try (Sweep sweep = tower.openSweep(List.of(capture), List.of(new Intervention.PerRow(hook, positions)))) {
            int step = batch * AttackCase.ROWS;
            for (int from = 0; from < cases.size(); from += step) {
                List<AttackCase> some = cases.subList(from, Math.min(cases.size(), from + step));
                sweep.hold(
                        pixels.ofPictures(some.stream().map(AttackCase::clean).toList()), some.size());
                float[] whole = sweep.run(List.of()).captured().get(0).values();
                for (Unit head : own) {
                    float[] without = sweep.run(
                                    List.of(new Intervention.Scale(hook, List.of(head.index()), 0, positions)))
                            .captured()
                            .get(0)
                            .values();
                    float[] mean = means.get(head);
                    for (int i = 0; i < whole.length; i++) {
                        mean[i % mean.length] += (whole[i] - without[i]) / cases.size();
                    }
                }
            }
        }
    }

    private List<Capture> captures() {
        List<Capture> captures = new ArrayList<>();
        units.forEach(hook -> captures.add(new Capture(hook, Pooling.MAX)));
        units.forEach(hook -> captures.add(new Capture(hook, Pooling.MEAN)));
        List<HookPoint> ofHeads = grid.isPresent() ? patterns : heads;
        ofHeads.forEach(hook -> captures.add(new Capture(hook, hook.token() ? Pooling.TOKEN : Pooling.MEAN)));
        return captures;
    }

    private int[] sizes() {
        return heads.stream().mapToInt(HookPoint::units).toArray();
    }

    private static int size(List<HookPoint> hooks) {
        return hooks.stream().mapToInt(HookPoint::units).sum();
    }

    private static List<Unit> names(List<HookPoint> hooks) {
        List<Unit> names = new ArrayList<>();
        for (HookPoint hook : hooks) {
            for (int unit = 0; unit < hook.units(); unit++) {
                names.add(new Unit(hook.name(), unit));
            }
        }
        return names;
    }

    /** Pooled captures next to each other. */
    record Rows(List<Captured> captured) {
        float at(int row, int column) {
            int left = column;
            for (Captured each : captured) {
                int width = each.shape()[1];
                if (left < width) {
                    return each.values()[row * width + left];
                }
                left -= width;
            }
            throw new IndexOutOfBoundsException(column);
        }
    }

    /** Sums of responses to text. */
    private static final class Responses {
        private final double[] differences;
        private final double[] sums;
        private final double[] squares;
        private final boolean word;
        private int cases;

        /** @param word whether responses to one word are wanted, so that its anagram counts as a control too */
        Responses(int units, boolean word) {
            this.differences = new double[units];
            this.sums = new double[units];
            this.squares = new double[units];
            this.word = word;
        }

        void add(Rows rows, int row) {
            cases++;
            for (int unit = 0; unit < sums.length; unit++) {
                double clean = rows.at(row, unit);
                double blank = rows.at(row + AttackCase.BLANK, unit);
                double control = word ? (blank + rows.at(row + AttackCase.ANAGRAM, unit)) / 2 : blank;
                differences[unit] += rows.at(row + AttackCase.ATTACKED, unit) - control;
                sums[unit] += clean;
                squares[unit] += clean * clean;
            }
        }

        double[] scores() {
            double[] scores = new double[sums.length];
            for (int unit = 0; unit < scores.length && cases > 0; unit++) {
                double mean = sums[unit] / cases;
                double deviation = Math.sqrt(Math.max(0, squares[unit] / cases - mean * mean));
                // A unit that no clean picture moves has no scale of its own.
                scores[unit] = differences[unit] / cases / (deviation > 1e-6 ? deviation : 1);
            }
            return scores;
        }
    }
}
