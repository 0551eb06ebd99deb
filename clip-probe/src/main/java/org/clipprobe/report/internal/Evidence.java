package org.clipprobe.report.internal;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.clipprobe.activation.Activations;
import org.clipprobe.activation.Facet;
import org.clipprobe.activation.Labels;
import org.clipprobe.model.Unit;
import org.clipprobe.report.page.Axis;
import org.clipprobe.report.page.Illustration;
import org.clipprobe.report.page.Numbers;
import org.clipprobe.report.page.Texts;
import org.clipprobe.report.page.Thumbnails;

/** What a unit did on the examples: the strongest ones, and how its activations are distributed. */
final class Evidence {
    private static final int SHOWN = 6;

    private final Labels labels;
    private final List<Illustration> examples;
    private final Map<String, Activations> byHook = new HashMap<>();
    private final Thumbnails thumbnails;

    /**
     * An example in a row of strongest ones.
     *
     * @param picture class of its picture
     * @param title what it is
     * @param activation of the unit
     * @param own whether it is one of the concept's
     */
    record Shown(Optional<String> picture, String title, String activation, boolean own) {}

    /**
     * One row of evidence.
     *
     * @param shown strongest examples, the strongest first
     * @param strip how activations are distributed
     */
    record Row(List<Shown> shown, Strip strip) {}

    Evidence(Labels labels, List<Illustration> examples, List<Activations> activations, Thumbnails thumbnails) {
        this.labels = labels;
        this.examples = examples;
        this.thumbnails = thumbnails;
        activations.forEach(matrix -> byHook.put(matrix.capture().at().name(), matrix));
    }

    /** The unit's activation on every example. */
    float[] column(Unit unit) {
        Activations matrix = byHook.get(unit.hook());
        if (matrix == null) {
            throw new IllegalArgumentException("expected activations at " + unit.hook() + ", found " + byHook.keySet());
        }
        float[] column = new float[matrix.examples()];
        matrix.columns(unit.index(), unit.index() + 1, column);
        return column;
    }

    /** An axis that all of a unit's rows share. */
    static Axis axis(float[] column) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (float value : column) {
            if (Float.isFinite(value)) {
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
        }
        return least <= most ? Axis.around(least, most) : new Axis(0, 1);
    }

    /** The strongest examples of a facet, whatever their concept, and the concept's activations against the others'. */
    Row facet(float[] column, Axis axis, String concept, Facet facet) {
        int conceptIndex = labels.concepts().indexOf(concept);
        IntPredicate own = i -> labels.concept()[i] == conceptIndex;
        return facet(column, axis, own, own.negate(), concept, facet);
    }

    /**
     * The strongest examples of a facet, whatever they are, and the activations of some against those of others.
     *
     * @param own what examples are framed
     * @param others what examples they are compared with
     * @param name of the own ones
     */
    Row facet(float[] column, Axis axis, IntPredicate own, IntPredicate others, String name, Facet facet) {
        int facetIndex = labels.facets().indexOf(facet);
        IntPredicate inFacet = i -> labels.facet()[i] == facetIndex && Float.isFinite(column[i]);
        float[] strokes = values(column, inFacet.and(own));
        String description = strokes.length == 0
                ? facet + ": activations"
                : facet + ": activations for " + name + " (strokes) against others (area)";
        return new Row(
                strongest(column, inFacet, own),
                Strip.of(strokes, values(column, inFacet.and(others)), axis, Texts.full(description)));
    }

    /** The facets that examples show concepts in: misspelt words show none. */
    List<Facet> facets() {
        Set<Integer> shown = IntStream.of(labels.facet()).boxed().collect(Collectors.toSet());
        return labels.facets().stream()
                .filter(facet ->
                        !facet.isControl() && shown.contains(labels.facets().indexOf(facet)))
                .toList();
    }

    /** What an example is labelled with. */
    int concept(int example) {
        return labels.concept()[example];
    }

    /** The near spellings of a concept's word that drive the unit most, against the words of the other concepts. */
    Row nearSpellings(float[] column, Axis axis, String concept) {
        int conceptIndex = labels.concepts().indexOf(concept);
        int spelling = labels.facets().indexOf(Facet.SPELLING);
        int word = labels.facets().indexOf(Facet.WORD);
        IntPredicate own = i -> labels.concept()[i] == conceptIndex;
        IntPredicate near = i -> labels.facet()[i] == spelling && Float.isFinite(column[i]);
        IntPredicate otherWords = i -> labels.facet()[i] == word && Float.isFinite(column[i]);
        String description = "activations for near spellings of " + concept + " (strokes) against other words (area)";
        return new Row(
                strongest(column, near.and(own), i -> false),
                Strip.of(
                        values(column, near.and(own)),
                        values(column, otherWords.and(own.negate())),
                        axis,
                        Texts.full(description)));
    }

    private List<Shown> strongest(float[] column, IntPredicate which, IntPredicate own) {
        Comparator<Integer> strongestFirst = Comparator.comparing(i -> -column[i]);
        return IntStream.range(0, column.length)
                .filter(which)
                .boxed()
                .sorted(strongestFirst.thenComparing(i -> i))
                .limit(SHOWN)
                .map(i -> shown(i, column[i], own.test(i)))
                .toList();
    }

    private Shown shown(int example, float activation, boolean own) {
        String title = title(labels, example, examples);
        return new Shown(thumbnails.of(example), Texts.full(title), Numbers.activation(activation), own);
    }

    /** What an example is, in words. */
    static String title(Labels labels, int example, List<Illustration> examples) {
        return labels.conceptOf(example).orElse("not labelled") + ", " + labels.facetOf(example) + ": "
                + examples.get(example).name();
    }

    private static float[] values(float[] column, IntPredicate which) {
        int[] rows = IntStream.range(0, column.length).filter(which).toArray();
        float[] values = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            values[i] = column[rows[i]];
        }
        return values;
    }
}
