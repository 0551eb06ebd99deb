package org.clipprobe.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.math3.distribution.BetaDistribution;
import org.apache.commons.math3.distribution.TDistribution;
import org.clipprobe.probe.Finding;
import org.clipprobe.probe.MultimodalOptions;
import org.clipprobe.probe.MultimodalProbe;
import org.clipprobe.probe.MultimodalResult;
import org.clipprobe.probe.ProbeException;
import org.clipprobe.run.Progress;

/**
 * What the multimodal test's false discovery rate is, where it is known which units are multimodal: realised rate and
 * power on {@link CalibrationGrid}, at 0.05 and 0.2.
 *
 * <p>A unit is false when it is found for no concept that was planted in all its facets. Where nothing is true, the rate
 * is the share of runs that find anything. Arguments: a folder for {@code calibration.csv} and {@code calibration.md},
 * and how many seeds (200).
 */
public final class Calibration {
    private static final double[] RATES = {0.05, 0.2};
    private static final int EVERY = 5;

    private Calibration() {}

    public static void main(String[] arguments) throws IOException, ProbeException {
        Path folder = Path.of(arguments[0]);
        int seeds = BareTower.number(arguments, 1, 200);
        Files.createDirectories(folder);
        List<Tally> tallies = tallies(CalibrationGrid.all());
        for (int seed = 0; seed < seeds; seed++) {
            add(tallies, seed);
            if ((seed + 1) % EVERY == 0 || seed + 1 == seeds) {
                write(folder, tallies);
                System.out.printf(Locale.ROOT, "%d seeds%n", seed + 1);
            }
        }
    }

    /** One for each scenario and rate. */
    static List<Tally> tallies(List<CalibrationGrid.Cell> cells) {
        List<Tally> tallies = new ArrayList<>();
        for (CalibrationGrid.Cell cell : cells) {
            for (double rate : RATES) {
                tallies.add(new Tally(cell, rate));
            }
        }
        return tallies;
    }

    /** Runs every scenario once. */
    static void add(List<Tally> tallies, long seed) throws ProbeException {
        CalibrationGrid.Cell cell = null;
        Scenario scenario = null;
        for (Tally tally : tallies) {
            if (!tally.cell.equals(cell)) {
                cell = tally.cell;
                scenario = cell.made().apply(seed);
            }
            tally.add(scenario);
        }
    }

    /** What the runs of one scenario at one rate gave. */
    static final class Tally {
        final CalibrationGrid.Cell cell;
        final double rate;
        private final List<Double> falseShares = new ArrayList<>();
        private final List<Double> falsePairs = new ArrayList<>();
        private double power;
        private double found;
        private int any;
        private boolean nothingTrue;

        Tally(CalibrationGrid.Cell cell, double rate) {
            this.cell = cell;
            this.rate = rate;
        }

        void add(Scenario scenario) throws ProbeException {
            MultimodalOptions options =
                    new MultimodalOptions(rate, MultimodalOptions.defaults().minimumAuc(), 0, 0);
            MultimodalResult result =
                    MultimodalProbe.run(scenario.labels(), scenario.activations(), options, Progress.none());
            Set<String> units = new HashSet<>();
            Set<String> real = new HashSet<>();
            int wrong = 0;
            for (Finding finding : result.findings()) {
                String unit = finding.unit().toString();
                int layer = Integer.parseInt(finding.unit().hook().split("\\.", -1)[1]);
                units.add(unit);
                if (scenario.truth()
                        .contains(new Scenario.Truth(
                                layer, finding.unit().index(), Scenario.concept(finding.concept())))) {
                    real.add(unit);
                } else {
                    wrong++;
                }
            }
            nothingTrue = scenario.truth().isEmpty();
            any += units.isEmpty() ? 0 : 1;
            found += units.size();
            power += nothingTrue ? 0 : real.size() / (double) scenario.trueUnits();
            falseShares.add(units.isEmpty() ? 0 : (units.size() - real.size()) / (double) units.size());
            falsePairs.add(
                    result.findings().isEmpty()
                            ? 0
                            : wrong / (double) result.findings().size());
        }

        int runs() {
            return falseShares.size();
        }

        /** The realised rate. */
        double realised() {
            return nothingTrue ? any / (double) runs() : mean(falseShares);
        }

        /** Where the realised rate's confidence interval begins: exact binomial where nothing is true, else by t. */
        double lower(double confidence) {
            if (nothingTrue) {
                return any == 0
                        ? 0
                        : new BetaDistribution(any, runs() - any + 1.0).inverseCumulativeProbability(1 - confidence);
            }
            return realised() - margin(confidence);
        }

        double upper(double confidence) {
            if (nothingTrue) {
                return any == runs()
                        ? 1
                        : new BetaDistribution(any + 1.0, runs() - any).inverseCumulativeProbability(confidence);
            }
            return realised() + margin(confidence);
        }

        private double margin(double confidence) {
            double squares = 0;
            for (double share : falseShares) {
                squares += (share - realised()) * (share - realised());
            }
            double error = Math.sqrt(squares / (runs() - 1) / runs());
            return error * new TDistribution(runs() - 1).inverseCumulativeProbability(confidence);
        }

        double power() {
            return power / runs();
        }

        double wrongPairs() {
            return mean(falsePairs);
        }

        private static double mean(List<Double> values) {
            return values.stream().mapToDouble(v -> v).average().orElse(0);
        }

        List<String> row() {
            return List.of(
                    cell.name(),
                    number(rate),
                    Integer.toString(runs()),
                    number(realised()),
                    number(Math.max(0, lower(0.975))),
                    number(upper(0.975)),
                    nothingTrue ? "" : number(power()),
                    number(wrongPairs()),
                    number(found / runs()));
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static void write(Path folder, List<Tally> tallies) throws IOException {
        List<String> header =
                List.of("scenario", "stated", "runs", "realised", "from", "to", "power", "wrong pairs", "units found");
        List<String> csv = new ArrayList<>(List.of(String.join(",", header)));
        List<String> markdown = new ArrayList<>(
                List.of("| " + String.join(" | ", header) + " |", "|" + " --- |".repeat(header.size())));
        double confidence = 1 - 0.01 / tallies.size();
        for (Tally tally : tallies) {
            List<String> row = tally.row();
            csv.add("\"" + row.get(0) + "\"," + String.join(",", row.subList(1, row.size())));
            markdown.add("| " + String.join(" | ", row) + " |");
            if (tally.lower(confidence) > tally.rate) {
                markdown.add("| **above the stated rate** |" + " |".repeat(header.size() - 1));
            }
        }
        Files.write(folder.resolve("calibration.csv"), csv);
        Files.write(folder.resolve("calibration.md"), markdown);
    }
}
