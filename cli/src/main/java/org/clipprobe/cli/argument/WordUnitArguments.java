package org.clipprobe.cli.argument;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.clipprobe.attack.outcome.Outcome;
import org.clipprobe.attack.outcome.Trial;
import org.clipprobe.attack.report.WordUnits;
import org.clipprobe.attack.run.UnitEvidence;
import org.clipprobe.attack.run.VisionEmbedder;
import org.clipprobe.image.Preprocessing;
import org.clipprobe.image.text.TextPainter;
import org.clipprobe.image.text.WordPictures;
import org.clipprobe.model.Capture;
import org.clipprobe.model.Captures;
import org.clipprobe.model.VisionTower;
import picocli.CommandLine.Option;

/**
 * The link from attack to probe: of the multimodal units that an earlier probe found, those that fire for an attack word,
 * and how well what the attack does to them predicts its success picture by picture.
 */
public final class WordUnitArguments {
    private static final Pattern UNIT = Pattern.compile("(.+):(\\d{1,9})");
    private static final int DRAWN = 8;
    private static final int RANDOM_SETS = 200;

    /** Trials of a word that are kept for weighing; enough for an area under the curve, whatever the run's length. */
    private static final int KEPT = 2_000;

    @Option(
            names = "--units-of",
            paramLabel = "RUN",
            description = "An earlier probe's run folder: its multimodal units are weighed as what carries the attack,"
                    + " against random units and the most active ones; a search is guided by them alone.")
    private Path probe;

    private final List<Capture> captures = new ArrayList<>();
    private final TreeSet<Integer> candidates = new TreeSet<>();
    private final Map<String, List<Seen>> trials = new LinkedHashMap<>();

    private record Seen(boolean success, float[] before, float[] after) {}

    public boolean wanted() {
        return probe != null;
    }

    /** Reads the probe's units; columns of all captured hook points are numbered one after the other. */
    public void prepare(VisionTower tower) throws IOException {
        Map<String, TreeSet<Integer>> found = new TreeMap<>();
        Path table = probe.resolve("units.csv");
        if (!Files.isRegularFile(table)) {
            throw new UsageException(probe + ": expected the run folder of a probe with units.csv, found none");
        }
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (Reader reader = Files.newBufferedReader(table, StandardCharsets.UTF_8);
                CSVParser rows = CSVParser.parse(reader, format)) {
            for (CSVRecord row : rows) {
                Matcher unit = UNIT.matcher(row.isMapped("unit") ? row.get("unit") : "");
                boolean letters = row.isMapped("reads letters") && Boolean.parseBoolean(row.get("reads letters"));
                if (unit.matches() && !letters) {
                    found.computeIfAbsent(unit.group(1), hook -> new TreeSet<>())
                            .add(Integer.parseInt(unit.group(2)));
                }
            }
        }
        int offset = 0;
        for (Map.Entry<String, TreeSet<Integer>> entry : found.entrySet()) {
            Capture capture = Captures.of(tower, List.of(entry.getKey()), Optional.empty())
                    .get(0);
            for (int unit : entry.getValue()) {
                if (unit >= capture.at().units()) {
                    throw new UsageException(table + ": has " + entry.getKey() + ":" + unit + ", but the model has "
                            + capture.at().units() + " units there; name a probe of the same model");
                }
                candidates.add(offset + unit);
            }
            captures.add(capture);
            offset += capture.at().units();
        }
        if (captures.isEmpty()) {
            throw new UsageException(table + ": holds no unit; the probe found none to weigh");
        }
    }

    public List<Capture> captures() {
        return List.copyOf(captures);
    }

    /** The probe's units, as columns of what is captured. */
    public List<Integer> columns() {
        return List.copyOf(candidates);
    }

    public void accept(Trial trial, float[] before, float[] after) {
        if (!wanted()) {
            return;
        }
        List<Seen> seen = trials.computeIfAbsent(trial.attack().text(), text -> new ArrayList<>());
        if (seen.size() < KEPT && trial.outcome() != Outcome.TARGET_ALREADY) {
            seen.add(new Seen(trial.outcome() == Outcome.CHANGED_TO_TARGET, before, after));
        }
    }

    /** The units behind each word; words that never or always succeed, or that drive no unit, say nothing. */
    public List<WordUnits> weigh(VisionEmbedder embedder, Preprocessing.Geometry input, long seed) throws IOException {
        List<WordUnits> weighed = new ArrayList<>();
        for (Map.Entry<String, List<Seen>> entry : trials.entrySet()) {
            List<Seen> seen = entry.getValue();
            boolean[] success = new boolean[seen.size()];
            for (int i = 0; i < success.length; i++) {
                success[i] = seen.get(i).success;
            }
            List<float[]> before = seen.stream().map(Seen::before).toList();
            if (entry.getKey().isBlank()) {
                continue;
            }
            List<Integer> firing =
                    UnitEvidence.firing(List.copyOf(candidates), drawn(entry.getKey(), embedder, input, seed), before);
            long succeeded = seen.stream().filter(Seen::success).count();
            if (firing.isEmpty() || succeeded == 0 || succeeded == seen.size()) {
                continue;
            }
            UnitEvidence evidence = UnitEvidence.of(
                    before, seen.stream().map(Seen::after).toList(), success, firing, RANDOM_SETS, seed);
            weighed.add(new WordUnits(
                    entry.getKey(),
                    firing.stream().map(embedder::unit).toList(),
                    evidence.drive(),
                    evidence.randomMean(),
                    evidence.randomLow(),
                    evidence.randomHigh(),
                    evidence.largestDrive()));
        }
        return weighed;
    }

    private static List<float[]> drawn(String word, VisionEmbedder embedder, Preprocessing.Geometry input, long seed)
            throws IOException {
        TextPainter painter = new TextPainter();
        WordPictures pictures = new WordPictures(painter, input.width(), input.height(), seed);
        float[] all = embedder.embed(pictures.of(word, DRAWN).stream()
                .map(rendering -> embedder.fit(rendering.paint(painter)))
                .toList());
        int width = all.length / DRAWN;
        List<float[]> rows = new ArrayList<>();
        for (int row = 0; row < DRAWN; row++) {
            rows.add(Arrays.copyOfRange(all, row * width + embedder.dimensions(), (row + 1) * width));
        }
        return rows;
    }
}
