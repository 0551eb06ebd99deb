package org.clipprobe.concept.similarity;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.clipprobe.activation.Facet;
import org.clipprobe.activation.Labels;
import org.clipprobe.concept.set.ConceptException;
import org.clipprobe.concept.set.ConceptSet;
import org.clipprobe.concept.similarity.internal.Columns;
import org.clipprobe.concept.similarity.internal.ConceptBlocks;

/**
 * Which examples show which concept.
 *
 * @param examples number of examples
 * @param members per concept, the indices of the examples that show it, ascending; an example may show several
 */
public record Membership(int examples, List<int[]> members) {
    public Membership {
        members = List.copyOf(members);
    }

    /**
     * As the probing set's labels say; concepts in the labels' order. Misspelt words, which only look like a concept's,
     * show none.
     */
    public static Membership of(Labels labels) {
        int misspelt = labels.facets().indexOf(Facet.SPELLING);
        List<int[]> members = IntStream.range(0, labels.concepts().size())
                .mapToObj(c -> IntStream.range(0, labels.examples())
                        .filter(e -> labels.concept()[e] == c && labels.facet()[e] != misspelt)
                        .toArray())
                .toList();
        return new Membership(labels.examples(), members);
    }

    /**
     * As the probing set's labels say, for the concepts of a set; a concept that is no label has no examples. Case does
     * not matter, and {@code _} and {@code -} count as spaces.
     *
     * @throws ConceptException when no label is in the set
     */
    public static Membership of(Labels labels, ConceptSet set) throws ConceptException {
        Membership labelled = of(labels);
        List<String> names = labels.concepts().stream().map(Membership::plain).toList();
        List<int[]> members = set.concepts().stream()
                .map(concept -> names.indexOf(plain(concept.text())))
                .map(index -> index < 0 ? new int[0] : labelled.members.get(index))
                .toList();
        if (members.stream().allMatch(list -> list.length == 0)) {
            throw new ConceptException(set.source() + ": none of its " + set.size()
                    + " concepts is a label of the probing set; its labels are " + some(labels.concepts())
                    + ". Name them in the concept set, or use the probing set's own labels");
        }
        return new Membership(labels.examples(), members);
    }

    /**
     * Where no label says it: a concept is shown by the {@code share} of the examples that are most like it, one at
     * least.
     */
    public static Membership nearest(Cosines cosines, double share) {
        int count = count(cosines.examples(), share);
        int[][] members = new int[cosines.concepts()][];
        ConceptBlocks.cosines(cosines)
                .forEach((from, width, block) ->
                        Columns.parallel(width, c -> members[from + c] = nearest(block, c, count)));
        return new Membership(cosines.examples(), List.of(members));
    }

    /** Number of concepts. */
    public int concepts() {
        return members.size();
    }

    public static int count(int examples, double share) {
        return Math.max(1, (int) Math.round(examples * share));
    }

    public static int[] nearest(float[][] block, int concept, int count) {
        float[] column = new float[block.length];
        for (int e = 0; e < column.length; e++) {
            column[e] = block[e][concept];
        }
        int[] nearest = Strongest.of(column, 0, column.length, count);
        Arrays.sort(nearest);
        return nearest;
    }

    public static String plain(String concept) {
        return concept.replace('_', ' ').replace('-', ' ').strip().toLowerCase(Locale.ROOT);
    }

    private static String some(List<String> names) {
        int shown = Math.min(5, names.size());
        return String.join(", ", names.subList(0, shown)) + (names.size() > shown ? ", …" : "");
    }
}
