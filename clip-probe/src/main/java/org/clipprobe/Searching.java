package org.clipprobe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clipprobe.concept.SearchResult;
import org.clipprobe.concept.search.Prompts;
import org.clipprobe.concept.search.SearchQuery;
import org.clipprobe.concept.search.UnitMatch;
import org.clipprobe.concept.search.UnitSearch;
import org.clipprobe.concept.set.TextEmbeddings;
import org.clipprobe.concept.similarity.SoftWpmi;
import org.clipprobe.model.Capture;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.DirectWrite;
import org.clipprobe.model.TextTower;
import org.clipprobe.model.Unit;
import org.clipprobe.run.Progress;
import org.clipprobe.run.Timings;

/**
 * A search under way.
 *
 * @param query the prompts with their embeddings
 */
record Searching(ClipModel model, SearchOptions options, SearchQuery query) {
    /** Units for which text units are looked for. */
    private static final int MATCHED = 5;

    private static final int SHOWN = 60;

    /** Reads the prompts, before any picture is looked at. */
    static Searching of(ClipModel model, SearchOptions options, Progress progress) throws IOException {
        SearchQuery query = new SearchQuery(
                prompts(model, options, options.wanted(), progress),
                prompts(model, options, options.against(), progress),
                prompts(model, options, options.negatives(), progress));
        return new Searching(model, options, query);
    }

    private static Prompts prompts(ClipModel model, SearchOptions options, List<String> texts, Progress progress)
            throws IOException {
        if (texts.isEmpty()) {
            return Prompts.none();
        }
        TextTower tower = model.requireText();
        for (String text : texts) {
            String longest = options.templates().longest(text.strip());
            if (tower.tokenize(longest).cut()) {
                throw new IllegalArgumentException("expected a prompt of at most " + tower.contextLength()
                        + " tokens, found more in \"" + longest.substring(0, Math.min(SHOWN, longest.length()))
                        + "…\"; shorten it, or use the plain template");
            }
        }
        return new Prompts(texts, TextEmbeddings.of(model, texts, options.templates(), Optional.empty(), progress));
    }

    SearchResult in(NamingGround ground, Timings timings, Progress progress) throws IOException {
        List<Capture> captures =
                ground.layers().stream().map(layer -> layer.capture()).toList();
        List<UnitMatch> matches = UnitSearch.run(
                ground.input(),
                query,
                SoftWpmi.of(ground.input().labels(), model.logitScale()),
                writes(captures),
                progress);
        timings.done("searching");
        List<SearchResult.TextUnit> text = textUnits(ground, matches);
        timings.done("matching text units");
        return new SearchResult(
                options.wanted(),
                options.against(),
                options.negatives(),
                ground.input().set().source(),
                ground.input().set().size(),
                options.top(),
                matches,
                text);
    }

    private List<DirectWrite> writes(List<Capture> captures) throws IOException {
        List<DirectWrite> writes = new ArrayList<>();
        for (Capture capture : captures) {
            model.requireVision().directWrite(capture.at()).ifPresent(writes::add);
        }
        return writes;
    }

    private List<SearchResult.TextUnit> textUnits(NamingGround ground, List<UnitMatch> matches) throws IOException {
        if (ground.input().labels().isEmpty()) {
            return List.of();
        }
        List<Unit> best = matches.stream()
                .limit(Math.min(MATCHED, options.top()))
                .map(UnitMatch::unit)
                .toList();
        return TextUnits.matching(model, ground, options.templates(), best, query, options.seed());
    }
}
