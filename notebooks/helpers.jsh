// What every notebook starts with: imports, the sample's places, and pictures for the output cells.
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.*;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import boofcv.struct.image.InterleavedU8;
import org.clipprobe.activation.*;
import org.clipprobe.activation.Collector;
import org.clipprobe.attack.*;
import org.clipprobe.attack.outcome.*;
import org.clipprobe.attack.run.*;
import org.clipprobe.concept.naming.*;
import org.clipprobe.concept.search.*;
import org.clipprobe.concept.set.*;
import org.clipprobe.concept.similarity.*;
import org.clipprobe.concept.simulation.*;
import org.clipprobe.image.*;
import org.clipprobe.image.text.*;
import org.clipprobe.model.*;
import org.clipprobe.probe.*;
import org.clipprobe.run.*;

/** Activations and embeddings of a probing set, one row per example. */
record Seen(ProbingSet set, List<Activations> layers, Embeddings embeddings) {}

/** One unit's activations, one per example. */
float[] column(Activations layer, int unit) {
    float[] values = new float[layer.examples()];
    layer.columns(unit, unit + 1, values);
    return values;
}

/** A folder that goes when the notebook ends. */
Path untilTheEnd() throws IOException {
    Path folder = Files.createTempDirectory("clip-probe");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            // Left to whoever empties the temporary folder.
        }
    }));
    return folder;
}

/** Looks at every example: MLP neurons of all blocks at the CLS token, and the joint embedding. */
Seen look(ClipModel model, ProbingSet set) throws IOException {
    VisionTower tower = model.requireVision();
    List<Capture> captures = new ArrayList<>();
    tower.matching("vision.*.mlp").forEach(hook -> captures.add(new Capture(hook, Pooling.TOKEN)));
    captures.add(new Capture(tower.hookPoint("vision.embed"), Pooling.TOKEN));
    CollectorOptions options = new CollectorOptions(16, 2, Optional.empty());
    try (VisionSession session = tower.openCaptures(captures)) {
        ContentKey key = ContentKey.of(model.fingerprint(), "cpu");
        Collected collected = new Collector(key, tower.preprocessing(), captures, session::run, options)
                .collect(set, untilTheEnd(), Progress.none());
        List<Activations> all = collected.activations();
        Activations embed = all.get(all.size() - 1);
        float[] rows = new float[embed.examples() * embed.units()];
        for (int unit = 0; unit < embed.units(); unit++) {
            float[] column = column(embed, unit);
            for (int row = 0; row < column.length; row++) {
                rows[row * embed.units() + unit] = column[row];
            }
        }
        return new Seen(collected.set(), all.subList(0, all.size() - 1),
                Embeddings.normalised(embed.examples(), embed.units(), rows));
    }
}

/** A text tower for the classes that want prompts as embeddings. */
TextEmbedder embedder(ClipModel model) throws IOException {
    TextTower tower = model.requireText();
    return new TextEmbedder() {
        public String fingerprint() throws IOException { return model.fingerprint(); }
        public int dimensions() { return tower.embeddingDimensions(); }
        public Embeddings embed(List<String> prompts) throws IOException {
            try (TextSession session = tower.open()) {
                float[] values = session.run(tower.tokenize(prompts)).embeddings();
                return Embeddings.normalised(prompts.size(), dimensions(), values);
            }
        }
    };
}

Activations layer(Seen seen, String hook) {
    return seen.layers().stream().filter(l -> l.capture().at().name().equals(hook)).findFirst().orElseThrow();
}

/** Indices of the examples that a unit fires most for, strongest first. */
int[] strongest(float[] values, IntPredicate among, int count) {
    return IntStream.range(0, values.length).filter(among).boxed()
            .sorted(Comparator.comparing((Integer i) -> -values[i])).limit(count).mapToInt(i -> i).toArray();
}

BufferedImage picture(Example example) throws IOException {
    byte[] png = example.pixels() instanceof Example.PictureFile file
            ? Files.readAllBytes(file.path())
            : Pictures.png(((Example.DrawnWord) example.pixels()).rendering().paint(new TextPainter()));
    return ImageIO.read(new java.io.ByteArrayInputStream(png));
}

BufferedImage picture(InterleavedU8 pixels) throws IOException {
    return ImageIO.read(new java.io.ByteArrayInputStream(Pictures.png(pixels)));
}

Graphics2D pen(BufferedImage image) {
    Graphics2D pen = image.createGraphics();
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, image.getWidth(), image.getHeight());
    pen.setColor(Color.DARK_GRAY);
    pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    return pen;
}

/** Rows of pictures with a name before each row. */
BufferedImage sheet(Map<String, List<BufferedImage>> rows) {
    int side = 84;
    int widest = rows.values().stream().mapToInt(List::size).max().orElse(0);
    BufferedImage image = new BufferedImage(90 + widest * side, rows.size() * side, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = pen(image);
    int y = 0;
    for (var row : rows.entrySet()) {
        pen.drawString(row.getKey(), 4, y + side / 2);
        for (int i = 0; i < row.getValue().size(); i++) {
            pen.drawImage(row.getValue().get(i), 90 + i * side, y + 2, side - 4, side - 4, null);
        }
        y += side;
    }
    return image;
}

/** Horizontal bars; values from 0 to 1. */
BufferedImage bars(Map<String, Double> values) {
    BufferedImage image = new BufferedImage(620, 22 * values.size() + 4, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = pen(image);
    int y = 0;
    for (var bar : values.entrySet()) {
        pen.setColor(new Color(0x4477aa));
        pen.fillRect(170, y + 4, (int) Math.round(380 * Math.max(0, bar.getValue())), 16);
        pen.setColor(Color.DARK_GRAY);
        pen.drawString(bar.getKey(), 4, y + 17);
        pen.drawString(String.format(Locale.ROOT, "%.2f", bar.getValue()), 560, y + 17);
        y += 22;
    }
    return image;
}

/** One row of dots per group: where a unit's values lie. */
BufferedImage dots(Map<String, float[]> groups) {
    double low = groups.values().stream().mapToDouble(v -> { double m = 1e9; for (float x : v) m = Math.min(m, x); return m; }).min().orElse(0);
    double high = groups.values().stream().mapToDouble(v -> { double m = -1e9; for (float x : v) m = Math.max(m, x); return m; }).max().orElse(1);
    BufferedImage image = new BufferedImage(700, 26 * groups.size() + 6, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = pen(image);
    int y = 16;
    for (var group : groups.entrySet()) {
        pen.setColor(Color.DARK_GRAY);
        pen.drawString(group.getKey(), 4, y + 4);
        pen.setColor(group.getKey().contains("other") ? new Color(120, 120, 120, 60) : new Color(204, 51, 17, 170));
        for (float value : group.getValue()) {
            pen.fillOval((int) (190 + 490 * (value - low) / (high - low)) - 4, y - 4, 8, 8);
        }
        y += 26;
    }
    return image;
}

Path MODEL = Path.of("../samples/emoji-clip");
Path PICTURES = Path.of("../samples/pictures");
