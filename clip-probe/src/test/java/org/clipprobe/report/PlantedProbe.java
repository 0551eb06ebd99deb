package org.clipprobe.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.clipprobe.activation.Activations;
import org.clipprobe.activation.Facet;
import org.clipprobe.activation.Labels;
import org.clipprobe.model.Capture;
import org.clipprobe.model.HookPoint;
import org.clipprobe.model.Pooling;
import org.clipprobe.model.Unit;
import org.clipprobe.probe.ConceptCount;
import org.clipprobe.probe.FacetResponse;
import org.clipprobe.probe.Finding;
import org.clipprobe.probe.HeldOut;
import org.clipprobe.probe.LayerResult;
import org.clipprobe.probe.MultimodalOptions;
import org.clipprobe.probe.MultimodalResult;
import org.clipprobe.probe.SpellingControl;
import org.clipprobe.report.page.Illustration;
import org.clipprobe.run.ContentKey;
import org.clipprobe.run.RunRecord;
import org.clipprobe.run.Skipped;

/** The report of a probe whose units were planted: unit i of the last blocks responds to concept i. */
final class PlantedProbe {
    private static final List<String> FACETS = List.of("flat", "line", "render", "unseen", "word");
    private static final int PER_FACET = 3;

    private final List<String> concepts;
    private final List<String> tested;
    private final int layers;
    private final int found;
    private final int units;
    private final List<String> conceptOf = new ArrayList<>();
    private final List<String> facetOf = new ArrayList<>();
    private final Random random = new Random(1);

    PlantedProbe(List<String> concepts, int layers, int found) {
        this(concepts, FACETS, layers, found);
    }

    PlantedProbe(List<String> concepts, List<String> facets, int layers, int found) {
        this.tested = facets;
        this.concepts = concepts.stream().sorted().toList();
        this.layers = layers;
        this.found = found;
        this.units = Math.max(64, found);
        for (String concept : this.concepts) {
            for (String facet : facets()) {
                for (int i = 0; i < PER_FACET; i++) {
                    conceptOf.add(concept);
                    facetOf.add(facet);
                }
            }
        }
    }

    static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "concept " + i).toList();
    }

    private List<String> facets() {
        List<String> all = new ArrayList<>(tested);
        all.add(0, "spelling");
        return all;
    }

    ProbeReport report(RunRecord record) {
        return report(
                record,
                IntStream.range(0, conceptOf.size())
                        .mapToObj(i -> new Illustration(
                                conceptOf.get(i) + "/" + facetOf.get(i) + "/" + i + ".png", () -> picture(i)))
                        .toList());
    }

    private ProbeReport report(RunRecord record, List<Illustration> examples) {
        List<String> facets = facets().stream().sorted().toList();
        Labels labels = new Labels(
                concepts,
                facets.stream().map(Facet::new).toList(),
                conceptOf.stream().mapToInt(concepts::indexOf).toArray(),
                facetOf.stream().mapToInt(facets::indexOf).toArray());
        List<Activations> activations =
                IntStream.range(0, layers).mapToObj(this::activations).toList();
        return new ProbeReport(result(activations), labels, examples, activations, record);
    }

    static RunRecord record(List<Skipped> skipped) {
        return new RunRecord(
                List.of("clip-probe", "probe", "pictures"),
                Map.of("at", "vision.*.mlp", "pooling", "max"),
                7,
                Map.of("clip-probe", "0.1.0", "Java", "17", "ONNX Runtime", "1.2.3"),
                "planted",
                Map.of("vision_model.onnx", ContentKey.of(new byte[] {1}).hex()),
                List.of(),
                skipped,
                0,
                Instant.EPOCH,
                Map.of());
    }

    private Capture capture(int layer) {
        return new Capture(new HookPoint("vision." + layer + ".mlp", units, true), Pooling.MAX);
    }

    private Activations activations(int layer) {
        float[] values = new float[conceptOf.size() * units];
        for (int example = 0; example < conceptOf.size(); example++) {
            int concept = concepts.indexOf(conceptOf.get(example));
            boolean spelling = facetOf.get(example).equals("spelling");
            for (int unit = 0; unit < units; unit++) {
                double noise = random.nextGaussian() * 0.4;
                boolean planted = unit % concepts.size() == concept && !spelling;
                values[example * units + unit] = (float) Math.max(-0.17, noise + (planted ? 2.2 : 0));
            }
        }
        return Activations.of(capture(layer), conceptOf.size(), values);
    }

    private MultimodalResult result(List<Activations> activations) {
        List<Finding> findings = IntStream.range(0, found)
                .mapToObj(i -> finding(i, activations.get(layers - 1 - i % Math.min(2, layers))))
                .toList();
        List<LayerResult> layerResults = IntStream.range(0, layers)
                .mapToObj(layer -> layer(layer, findings))
                .toList();
        List<Integer> counts = tested.stream().map(facet -> PER_FACET).toList();
        List<HeldOut> heldOut = List.of(new HeldOut(tested.get(0), found, found, 0.4));
        return new MultimodalResult(
                MultimodalOptions.defaults(),
                tested,
                concepts.stream()
                        .map(concept -> new ConceptCount(concept, counts, true))
                        .toList(),
                found > 0 ? OptionalDouble.of(2.93) : OptionalDouble.empty(),
                layerResults,
                heldOut,
                findings,
                found > 0 ? List.of() : List.of(finding(0, activations.get(0)), finding(1, activations.get(0))),
                List.of(),
                List.of("A note on this probing set."));
    }

    private Finding finding(int index, Activations layer) {
        String concept = concepts.get(index % concepts.size());
        Unit unit = new Unit(layer.capture().at().name(), index);
        float[] column = new float[layer.examples()];
        layer.columns(index, index + 1, column);
        List<FacetResponse> responses =
                tested.stream().map(facet -> response(column, concept, facet)).toList();
        double score = responses.stream().mapToDouble(FacetResponse::auc).min().orElseThrow();
        double p = responses.stream().mapToDouble(FacetResponse::p).max().orElseThrow();
        boolean letters = index % 7 == 6;
        return new Finding(
                unit,
                concept,
                responses,
                4.1 - index * 1e-3,
                score,
                p,
                0.04,
                Optional.of(10 - index % 4),
                index % 5 == 4 ? List.of() : List.of(tested.get(0)),
                index % 3 == 2
                        ? Optional.empty()
                        : Optional.of(new SpellingControl(PER_FACET, PER_FACET, letters ? 0.55 : 0.97, 0.52, letters)));
    }

    private FacetResponse response(float[] column, String concept, String facet) {
        int positives = 0;
        int negatives = 0;
        double won = 0;
        for (int i = 0; i < column.length; i++) {
            if (facetOf.get(i).equals(facet) && conceptOf.get(i).equals(concept)) {
                positives++;
                negatives = 0;
                for (int j = 0; j < column.length; j++) {
                    if (facetOf.get(j).equals(facet) && !conceptOf.get(j).equals(concept)) {
                        negatives++;
                        won += column[i] > column[j] ? 1 : 0;
                    }
                }
            }
        }
        double auc = won / Math.max(1, (double) positives * negatives);
        return new FacetResponse(facet, positives, positives, negatives, 4.1, auc, 0.1, 4.1, 4.4);
    }

    private LayerResult layer(int layer, List<Finding> findings) {
        String name = capture(layer).at().name();
        List<Finding> here = findings.stream()
                .filter(finding -> finding.unit().hook().equals(name))
                .toList();
        int letters = (int) here.stream().filter(Finding::readsLetters).count();
        int confirmed = (int) here.stream()
                .filter(finding -> !finding.readsLetters() && finding.confirmed())
                .count();
        int passing = here.size() - letters;
        return new LayerResult(
                capture(layer),
                units,
                layer == 0 ? 2 : 0,
                (long) units * concepts.size(),
                passing,
                0.1 * passing,
                passing,
                0.12 * passing,
                confirmed,
                letters,
                passing + 2,
                1.4);
    }

    private byte[] picture(int example) throws IOException {
        BufferedImage image = new BufferedImage(48, 48, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, 48, 48);
        int concept = concepts.indexOf(conceptOf.get(example));
        graphics.setColor(Color.getHSBColor(concept * 0.381966f, 0.8f, 0.8f));
        int place = 4 + example % PER_FACET * 4;
        if (facetOf.get(example).equals("line")) {
            graphics.drawOval(place, place, 28, 28);
        } else {
            graphics.fillOval(place, place, 28, 28);
        }
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }
}
