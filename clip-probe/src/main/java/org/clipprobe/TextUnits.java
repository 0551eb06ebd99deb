package org.clipprobe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.clipprobe.activation.Activations;
import org.clipprobe.concept.SearchResult;
import org.clipprobe.concept.search.SearchQuery;
import org.clipprobe.concept.search.TuningMatch;
import org.clipprobe.concept.search.TuningMatches;
import org.clipprobe.concept.search.UnitSearch;
import org.clipprobe.concept.set.PromptTemplates;
import org.clipprobe.concept.similarity.Membership;
import org.clipprobe.model.Capture;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.HookPoint;
import org.clipprobe.model.Pooling;
import org.clipprobe.model.TextSession;
import org.clipprobe.model.TextTower;
import org.clipprobe.model.Tokens;
import org.clipprobe.model.Unit;

/** Text-tower units that respond to the prompts of the concepts to whose pictures a vision unit responds. */
final class TextUnits {
    private static final int BATCH = 64;
    private static final double LEVEL = 0.05;

    private TextUnits() {}

    /**
     * The best text unit of the text tower's last MLP for each vision unit, where it goes with it: q over the vision
     * units is at most 0.05.
     */
    static List<SearchResult.TextUnit> matching(
            ClipModel model,
            NamingGround study,
            PromptTemplates templates,
            List<Unit> vision,
            SearchQuery query,
            long seed)
            throws IOException {
        TextTower tower = model.requireText();
        List<HookPoint> neurons = tower.hookPoints().stream()
                .filter(hook -> hook.name().endsWith(".mlp") && hook.token())
                .toList();
        if (neurons.isEmpty()) {
            return List.of();
        }
        Capture capture = new Capture(neurons.get(neurons.size() - 1), Pooling.TOKEN);
        List<String> concepts = study.input().labels().orElseThrow().concepts();
        List<String> prompts = concepts.stream()
                .flatMap(concept -> templates.prompts(concept).stream())
                .toList();
        int each = templates.templates().size();
        List<int[]> members = new ArrayList<>();
        for (int concept = 0; concept < concepts.size(); concept++) {
            int first = concept * each;
            members.add(IntStream.range(first, first + each).toArray());
        }
        TuningMatches matches = new TuningMatches(
                Membership.of(study.input().labels().orElseThrow()),
                activations(tower, capture, prompts),
                new Membership(prompts.size(), members),
                seed);
        double[] writes = tower.directWrite(capture.at())
                .map(write -> UnitSearch.writes(write, query))
                .orElse(new double[0]);
        List<TuningMatch> found = new ArrayList<>();
        for (Unit unit : vision) {
            Activations layer = study.layers().stream()
                    .filter(candidate -> candidate.capture().at().name().equals(unit.hook()))
                    .findFirst()
                    .orElseThrow();
            found.addAll(matches.of(layer, unit.index(), 1));
        }
        double[] q = TuningMatches.adjusted(found);
        return IntStream.range(0, found.size())
                .filter(i -> q[i] <= LEVEL)
                .mapToObj(i -> new SearchResult.TextUnit(
                        found.get(i), q[i], write(writes, found.get(i).text())))
                .toList();
    }

    private static OptionalDouble write(double[] writes, Unit unit) {
        return writes.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(writes[unit.index()]);
    }

    private static Activations activations(TextTower tower, Capture capture, List<String> prompts) throws IOException {
        int units = capture.at().units();
        float[] values = new float[Math.multiplyExact(prompts.size(), units)];
        List<Tokens> tokens = tower.tokenize(prompts);
        try (TextSession session = tower.openCaptures(List.of(capture))) {
            for (int from = 0; from < tokens.size(); from += BATCH) {
                int to = Math.min(tokens.size(), from + BATCH);
                float[] some =
                        session.run(tokens.subList(from, to)).captured().get(0).values();
                System.arraycopy(some, 0, values, from * units, (to - from) * units);
            }
        }
        return Activations.of(capture, prompts.size(), values);
    }
}
