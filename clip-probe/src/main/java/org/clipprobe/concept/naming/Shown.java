package org.clipprobe.concept.naming;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.clipprobe.concept.similarity.Membership;
import org.clipprobe.concept.similarity.internal.ConceptBlocks;

/** Which examples count as pictures of a concept: those labelled so, or else those most like it. */
final class Shown {
    private final Map<String, int[]> labelled = new HashMap<>();
    private final Map<Integer, int[]> members = new ConcurrentHashMap<>();
    private final List<String> concepts;
    private final ConceptBlocks cosines;
    private final int count;

    /** The pictures of any concept of the input's set; {@code share} of the examples where no label says it. */
    Shown(NamingInput input, double share) {
        input.labels().ifPresent(known -> {
            List<int[]> lists = Membership.of(known).members();
            for (int c = 0; c < lists.size(); c++) {
                labelled.put(Membership.plain(known.concepts().get(c)), lists.get(c));
            }
        });
        this.concepts = input.set().texts();
        this.cosines = ConceptBlocks.cosines(input.cosines());
        this.count = Membership.count(input.examples().rows(), share);
    }

    int[] of(int concept) {
        return members.computeIfAbsent(concept, this::find);
    }

    private int[] find(int concept) {
        int[] known = labelled.get(Membership.plain(concepts.get(concept)));
        return known != null ? known : Membership.nearest(cosines.block(concept, concept + 1), 0, count);
    }
}
