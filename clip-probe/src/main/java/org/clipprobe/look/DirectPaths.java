package org.clipprobe.look;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clipprobe.model.Capture;
import org.clipprobe.model.Captured;
import org.clipprobe.model.DirectWrite;
import org.clipprobe.model.HookPoint;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.Pooling;
import org.clipprobe.model.TextTower;
import org.clipprobe.model.Tower;

/**
 * The paths that lead straight from positions through heads to a tower's embedding, along some directions. What they carry in
 * one run follows from captures of that run.
 */
final class DirectPaths {
    /** What is captured in each block, in this order. */
    private static final int PER_BLOCK = 4;

    private static final int LONGEST = 512;

    /** A block's attention: what it attends to, what it moves, and where that goes along the directions. */
    private record Block(HookPoint pattern, HookPoint values, HookPoint sum, HookPoint resid, double[][] write) {}

    private final List<Block> blocks;
    private final List<double[]> biases = new ArrayList<>();
    private final HookPoint stream;
    private final HookPoint embedding;
    private final DirectWrite readOut;
    private final float[][] directions;
    private final int heads;

    private DirectPaths(
            List<Block> blocks,
            HookPoint stream,
            HookPoint embedding,
            DirectWrite readOut,
            float[][] directions,
            int heads) {
        this.blocks = blocks;
        this.stream = stream;
        this.embedding = embedding;
        this.readOut = readOut;
        this.directions = directions;
        this.heads = heads;
    }

    /** Why a tower's embedding is no such sum, in words; empty where it is one, as far as its parts tell. */
    static Optional<String> obstacle(Tower<?> tower) {
        List<HookPoint> points = tower.hookPoints();
        String prefix = tower instanceof TextTower ? "text" : "vision";
        if (points.stream().noneMatch(point -> point.name().matches(prefix + "\\.\\d+\\.head"))) {
            return Optional.of("it has no attention that its graph shows");
        }
        if (points.stream().noneMatch(point -> point.name().endsWith(".attn_pattern"))) {
            return Optional.of("its attention is fused into one operator, which does not show what it attends to");
        }
        if (points.stream().anyMatch(point -> point.name().endsWith(".resid_sum"))) {
            return Optional.of(
                    "its blocks normalise the residual stream itself, so that nothing goes straight through it");
        }
        if (points.stream().noneMatch(HookPoint::token)) {
            return Optional.of("it pools its positions (by attention or by their mean) and reads out no single token");
        }
        return Optional.empty();
    }

    /**
     * The paths of a tower; empty where its parts do not show them.
     *
     * @param directions in the joint space, each of length 1
     */
    static Optional<DirectPaths> of(Tower<?> tower, float[][] directions) throws ModelException {
        if (obstacle(tower).isPresent()) {
            return Optional.empty();
        }
        String prefix = tower instanceof TextTower ? "text" : "vision";
        List<Block> blocks = new ArrayList<>();
        List<double[]> biases = new ArrayList<>();
        Optional<HookPoint> last = Optional.empty();
        int heads = 0;
        for (int i = 0; i < LONGEST && point(tower, prefix + "." + i + ".head").isPresent(); i++) {
            String block = prefix + "." + i;
            Optional<HookPoint> values = tower.inner(block + ".attn_value");
            Optional<HookPoint> sum = tower.inner(block + ".attn_sum");
            Optional<HookPoint> pattern = point(tower, block + ".attn_pattern");
            Optional<HookPoint> resid = point(tower, block + ".resid");
            if (values.isEmpty() || sum.isEmpty() || pattern.isEmpty() || resid.isEmpty()) {
                return Optional.empty();
            }
            Optional<DirectWrite> write = tower.directWrite(values.get());
            if (write.isEmpty()) {
                return Optional.empty();
            }
            heads = point(tower, block + ".head").orElseThrow().units();
            blocks.add(new Block(
                    pattern.get(),
                    values.get(),
                    sum.get(),
                    resid.get(),
                    along(write.get().values(), write.get(), directions)));
            biases.add(along(write.get().offset(), write.get(), directions)[0]);
            last = resid;
        }
        Optional<HookPoint> stream = tower.inner(prefix + ".stream");
        Optional<DirectWrite> readOut = last.isPresent() ? tower.directWrite(last.get()) : Optional.empty();
        if (stream.isEmpty() || readOut.isEmpty()) {
            return Optional.empty();
        }
        DirectPaths paths = new DirectPaths(
                blocks, stream.get(), tower.hookPoint(prefix + ".embed"), readOut.get(), directions, heads);
        paths.biases.addAll(biases);
        return Optional.of(paths);
    }

    private static Optional<HookPoint> point(Tower<?> tower, String name) {
        return tower.hookPoints().stream()
                .filter(point -> point.name().equals(name))
                .findFirst();
    }

    /** Rows of the joint space along the directions, {@code [rows][directions]}. */
    private static double[][] along(float[] rows, DirectWrite write, float[][] directions) {
        int dimensions = write.dimensions();
        double[][] along = new double[rows.length / dimensions][directions.length];
        for (int row = 0; row < along.length; row++) {
            for (int k = 0; k < directions.length; k++) {
                along[row][k] = dot(rows, row * dimensions, directions[k]);
            }
        }
        return along;
    }

    private static double dot(float[] values, int from, float[] direction) {
        double sum = 0;
        for (int d = 0; d < direction.length; d++) {
            sum += (double) values[from + d] * direction[d];
        }
        return sum;
    }

    /** What a run has to capture. */
    List<Capture> captures() {
        List<Capture> captures = new ArrayList<>();
        captures.add(new Capture(stream, Pooling.TOKEN));
        captures.add(new Capture(embedding, embedding.token() ? Pooling.TOKEN : Pooling.MAX));
        for (Block block : blocks) {
            captures.add(new Capture(block.pattern(), Pooling.TOKEN));
            captures.add(new Capture(block.values(), Pooling.NONE));
            captures.add(new Capture(block.sum(), Pooling.TOKEN));
            captures.add(new Capture(block.resid(), Pooling.TOKEN));
        }
        return captures;
    }

    /**
     * The sum along each direction.
     *
     * @param captured what a run of one example gave for {@link #captures}
     */
    List<Decomposition> of(List<Captured> captured) {
        float[] embedded = captured.get(1).values();
        float[] last = captured.get(captured.size() - 1).values();
        double deviation = deviation(last, embedded);
        double length = Math.sqrt(dot(embedded, 0, embedded));
        double[][] projected = along(readOut.values(), readOut, directions);
        List<Decomposition> sums = new ArrayList<>();
        for (int k = 0; k < directions.length; k++) {
            double cosine = dot(embedded, 0, directions[k]) / length;
            double fixed = dot(readOut.offset(), 0, directions[k]) / length;
            sums.add(new Sum(captured, projected, k, deviation * length).done(cosine, fixed));
        }
        return sums;
    }

    /** What the last normalisation divided by: the one number that takes the stream to the embedding. */
    private double deviation(float[] stream, float[] embedded) {
        double both = 0;
        double own = 0;
        int dimensions = readOut.dimensions();
        for (int d = 0; d < dimensions; d++) {
            double written = 0;
            for (int i = 0; i < stream.length; i++) {
                written += (double) stream[i] * readOut.values()[i * dimensions + d];
            }
            own += written * written;
            both += written * (embedded[d] - readOut.offset()[d]);
        }
        return own / both;
    }

    /** The sum along one direction. */
    private final class Sum {
        private final List<Captured> captured;
        private final double[][] projected;
        private final int direction;
        private final double scale;
        private final int positions;
        private final float[] contributions;
        private final List<Part> parts = new ArrayList<>();
        private double error;

        Sum(List<Captured> captured, double[][] projected, int direction, double scale) {
            this.captured = captured;
            this.projected = projected;
            this.direction = direction;
            this.scale = scale;
            this.positions = captured.get(2 + 1).shape()[1];
            this.contributions = new float[blocks.size() * heads * positions];
        }

        Decomposition done(double cosine, double fixed) {
            double before = streamAlong(0);
            parts.add(new Part("stream before the first block", before));
            for (int block = 0; block < blocks.size(); block++) {
                int at = 2 + block * PER_BLOCK;
                double given =
                        attention(block, captured.get(at), captured.get(at + 1).values());
                double bias = biases.get(block)[direction] / scale;
                double between = streamAlong(at + 2);
                double behind = streamAlong(at + 3);
                error = Math.max(error, Math.abs(given + bias - (between - before)));
                parts.add(new Part("biases of block " + block + "'s attention", bias));
                parts.add(new Part("MLP of block " + block, behind - between));
                before = behind;
            }
            parts.add(new Part("biases of the last normalisation and the projection", fixed));
            Decomposition sum = new Decomposition(blocks.size(), heads, positions, contributions, parts, error);
            return new Decomposition(
                    blocks.size(),
                    heads,
                    positions,
                    contributions,
                    parts,
                    Math.max(error, Math.abs(sum.total() - cosine)));
        }

        /** The residual stream of the token that is read out, along the direction. */
        private double streamAlong(int at) {
            float[] values = captured.get(at).values();
            double sum = 0;
            for (int i = 0; i < values.length; i++) {
                sum += values[i] * projected[i][direction];
            }
            return sum / scale;
        }

        /** Fills in what each position gives through each head; returns all of it together. */
        private double attention(int block, Captured pattern, float[] values) {
            double[][] write = blocks.get(block).write();
            int width = write.length / heads;
            int keys = pattern.values().length / heads;
            double all = 0;
            for (int head = 0; head < heads; head++) {
                for (int position = 0; position < positions; position++) {
                    double moved = 0;
                    for (int i = head * width; i < (head + 1) * width; i++) {
                        moved += values[position * write.length + i] * write[i][direction];
                    }
                    double given = pattern.values()[head * keys + position] * moved / scale;
                    contributions[(block * heads + head) * positions + position] = (float) given;
                    all += given;
                }
            }
            return all;
        }
    }
}
