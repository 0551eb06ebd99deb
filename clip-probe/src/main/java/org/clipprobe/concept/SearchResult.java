package org.clipprobe.concept;

import java.util.List;
import java.util.OptionalDouble;
import org.clipprobe.concept.search.TuningMatch;
import org.clipprobe.concept.search.UnitMatch;

/**
 * The answer to: which units respond to a prompt's concept?
 *
 * @param wanted prompts that the units respond to
 * @param against and more to those than to these
 * @param negatives and to none of these
 * @param source of the background concept set, as the reader knows it
 * @param background number of concepts in it
 * @param listed how many units, the first, are shown with their evidence
 * @param matches every unit, best first
 * @param text text units that go with the first of them; may be none
 */
public record SearchResult(
        List<String> wanted,
        List<String> against,
        List<String> negatives,
        String source,
        int background,
        int listed,
        List<UnitMatch> matches,
        List<TextUnit> text) {
    /**
     * A text unit that goes with a vision unit.
     *
     * @param match both units
     * @param q Benjamini–Hochberg q of the match's p over the vision units that were matched
     * @param write the text unit's direct write along the query's direction, in standard deviations over its layer, where
     *     the architecture allows it
     */
    public record TextUnit(TuningMatch match, double q, OptionalDouble write) {}

    public SearchResult {
        wanted = List.copyOf(wanted);
        against = List.copyOf(against);
        negatives = List.copyOf(negatives);
        matches = List.copyOf(matches);
        text = List.copyOf(text);
    }

    /** The units that are shown. */
    public List<UnitMatch> shown() {
        return matches.stream().limit(listed).toList();
    }

    /** Whether the pictures' labels know what was searched for. */
    public boolean known() {
        return matches.stream().anyMatch(match -> match.weakestAuc().isPresent());
    }
}
