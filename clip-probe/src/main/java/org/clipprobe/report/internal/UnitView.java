package org.clipprobe.report.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.clipprobe.activation.Facet;
import org.clipprobe.activation.Labels;
import org.clipprobe.concept.UnitDossier;
import org.clipprobe.concept.cluster.ExampleCluster;
import org.clipprobe.concept.similarity.ScoredConcept;
import org.clipprobe.model.Unit;
import org.clipprobe.report.UnitPages;
import org.clipprobe.report.page.Numbers;
import org.clipprobe.report.page.Texts;

/**
 * What the page of a unit shows.
 *
 * @param unit the unit
 * @param title its name, or that it has none
 * @param worth what the name is worth, in words; empty without names
 * @param names the best names with their scores
 * @param evidence further sentences: logical form, simulation
 * @param rows rows of pictures
 * @param buckets the activations' histogram
 * @param concepts the concepts that drive it most
 * @param neighbours units with similar tuning
 * @param summary number of examples, mean and standard deviation, in words
 */
record UnitView(
        Unit unit,
        String title,
        String worth,
        List<Score> names,
        List<String> evidence,
        List<Row> rows,
        List<Bucket> buckets,
        List<Score> concepts,
        List<Neighbour> neighbours,
        String summary) {
    private static final int STRONGEST = 12;
    private static final int WEAKEST = 6;
    private static final int CONCEPTS = 8;

    /** A name with a number. */
    record Score(String text, String value) {}

    /** An example with its activation; there are a hundred on a page, so that every word in them weighs. */
    record Shown(String picture, String concept, String title, String activation) {}

    /** Some examples and what they have in common. */
    record Row(String title, String note, List<Shown> shown) {}

    /** A bucket of the histogram. */
    record Bucket(Buckets.Bucket bucket, List<Shown> shown) {}

    /** A unit of the same layer, the address of its page if it has one, and the correlation of its tuning. */
    record Neighbour(Unit unit, String address, String correlation) {}

    static boolean isControl(Labels labels, int example) {
        return labels.facetOf(example).isControl();
    }

    private static boolean isWord(Labels labels, int example) {
        return labels.facetOf(example).equals(Facet.WORD);
    }

    static UnitView of(
            Unit unit, float[] column, Tuning tuning, Set<Integer> paged, UnitPages pages, PictureFiles pictures) {
        Maker maker = new Maker(column, pages, pictures);
        Labels labels = pages.labels();
        int[] order = IntStream.range(0, column.length)
                .filter(i -> Float.isFinite(column[i]) && !isControl(labels, i))
                .boxed()
                .sorted(Comparator.<Integer, Float>comparing(i -> -column[i]).thenComparing(i -> i))
                .mapToInt(i -> i)
                .toArray();
        UnitDossier answer = pages.answers().of(unit, column);
        return new UnitView(
                unit,
                UnitWords.title(answer, pages.concepts()),
                UnitWords.worth(answer),
                UnitWords.names(answer, pages.concepts()),
                UnitWords.evidence(answer, pages.concepts()),
                rows(maker, labels, order, answer, pages.concepts()),
                Buckets.of(column, order).stream()
                        .map(bucket -> new Bucket(bucket, maker.shown(bucket.examples())))
                        .toList(),
                tuning.strongest(unit.index(), CONCEPTS).stream()
                        .map(ranked ->
                                new Score(labels.concepts().get(ranked.index()), Numbers.activation(ranked.value())))
                        .toList(),
                tuning.neighbours(unit.index()).stream()
                        .map(ranked -> neighbour(unit.hook(), ranked, paged))
                        .toList(),
                summary(column, order));
    }

    private static Neighbour neighbour(String hook, Tuning.Ranked ranked, Set<Integer> paged) {
        Unit other = new Unit(hook, ranked.index());
        String address = paged.contains(other.index()) ? UnitFiles.address(other) : "";
        return new Neighbour(other, address, Numbers.decimals(ranked.value(), 2));
    }

    private static List<Row> rows(Maker maker, Labels labels, int[] order, UnitDossier answer, List<String> concepts) {
        List<Row> rows = new ArrayList<>();
        List<Integer> all = IntStream.of(order).boxed().toList();
        List<Integer> pictures = all.stream().filter(i -> !isWord(labels, i)).toList();
        List<Integer> words = all.stream().filter(i -> isWord(labels, i)).toList();
        maker.add(rows, words.isEmpty() ? "Strongest examples" : "Strongest pictures", "", first(pictures, STRONGEST));
        maker.add(rows, "Strongest words", "", first(words, STRONGEST));
        answer.clusters().filter(strong -> strong.clusters().size() > 1).ifPresent(strong -> {
            for (ExampleCluster cluster : strong.clusters()) {
                String names = String.join(
                        ", ",
                        cluster.names().stream()
                                .limit(3)
                                .map(name -> text(name, concepts))
                                .toList());
                String note = Numbers.count(cluster.examples().size(), "example", "examples") + ", silhouette "
                        + Numbers.decimals(cluster.silhouette(), 2);
                maker.add(rows, "Alike: " + names, note, first(cluster.examples(), WEAKEST));
            }
        });
        answer.simulation().ifPresent(score -> {
            maker.add(rows, "Fit the name, do not drive the unit", "", first(score.fitButSilent(), WEAKEST));
            maker.add(rows, "Drive the unit, do not fit the name", "", first(score.fireButUnfit(), WEAKEST));
        });
        List<Integer> weakest = all.subList(Math.max(0, all.size() - WEAKEST), all.size());
        maker.add(rows, "Weakest examples", "", all.size() > STRONGEST ? weakest : List.of());
        return rows;
    }

    private static String text(ScoredConcept scored, List<String> concepts) {
        return concepts.get(scored.concept());
    }

    private static List<Integer> first(List<Integer> examples, int count) {
        return examples.subList(0, Math.min(count, examples.size()));
    }

    private static String summary(float[] column, int[] order) {
        double sum = 0;
        double squares = 0;
        for (int example : order) {
            sum += column[example];
            squares += (double) column[example] * column[example];
        }
        double mean = sum / Math.max(1, order.length);
        double deviation = Math.sqrt(Math.max(0, squares / Math.max(1, order.length) - mean * mean));
        return Numbers.count(order.length, "example", "examples") + ", mean activation " + Numbers.activation(mean)
                + ", standard deviation " + Numbers.activation(deviation);
    }

    /** What the search page knows of this unit. */
    UnitIndex.Entry entry() {
        List<String> driving =
                concepts.stream().limit(3).map(Score::text).map(Texts::brief).toList();
        return new UnitIndex.Entry(unit, Texts.brief(title), worth, driving);
    }

    /** Makes what is shown of examples. */
    private record Maker(float[] column, UnitPages pages, PictureFiles pictures) {
        void add(List<Row> rows, String title, String note, List<Integer> examples) {
            if (!examples.isEmpty()) {
                rows.add(new Row(title, note, shown(examples)));
            }
        }

        List<Shown> shown(List<Integer> examples) {
            Labels labels = pages.labels();
            return examples.stream()
                    .map(i -> new Shown(
                            pictures.of(i),
                            labels.conceptOf(i).map(Texts::brief).orElse(""),
                            Texts.full(Evidence.title(labels, i, pages.examples())),
                            Numbers.activation(column[i])))
                    .toList();
        }
    }
}
