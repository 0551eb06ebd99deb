package org.clipprobe.concept.similarity;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.clipprobe.activation.Labels;
import org.clipprobe.concept.set.ConceptSet;

/** Which examples count as pictures of a concept: those labelled so, or else those most like it. */
public final class Shown {
    private final Map<Integer, int[]> members = new HashMap<>();

    public Shown(ConceptSet set, Optional<Labels> labels, Cosines cosines, double share, Set<Integer> concepts) {
        Map<String, int[]> labelled = new HashMap<>();
        labels.ifPresent(known -> {
            List<int[]> lists = Membership.of(known).members();
            for (int c = 0; c < lists.size(); c++) {
                labelled.put(Membership.plain(known.concepts().get(c)), lists.get(c));
            }
        });
        int count = Membership.count(cosines.examples(), share);
        ConceptBlocks blocks = ConceptBlocks.cosines(cosines);
        for (int concept : concepts) {
            int[] known = labelled.getOrDefault(
                    Membership.plain(set.concepts().get(concept).text()), new int[0]);
            members.put(
                    concept,
                    known.length > 0 ? known : Membership.nearest(blocks.block(concept, concept + 1), 0, count));
        }
    }

    public int[] of(int concept) {
        return members.get(concept);
    }
}
