// What every notebook starts with: imports, the sample's places, and drawing for the output cells.
import java.awt.*;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.*;
import java.util.*;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import boofcv.struct.image.InterleavedU8;
import org.clipprobe.*;
import org.clipprobe.activation.*;
import org.clipprobe.attack.*;
import org.clipprobe.attack.outcome.*;
import org.clipprobe.attack.run.*;
import org.clipprobe.concept.*;
import org.clipprobe.concept.naming.*;
import org.clipprobe.concept.search.*;
import org.clipprobe.concept.set.*;
import org.clipprobe.concept.simulation.*;
import org.clipprobe.image.*;
import org.clipprobe.image.text.*;
import org.clipprobe.model.*;
import org.clipprobe.probe.*;
import org.clipprobe.result.ExampleRow;
import org.clipprobe.run.*;

Path MODEL = Path.of("../samples/emoji-clip"), PICTURES = Path.of("../samples/pictures");

/** Rows that a unit fires most for, strongest first. */
int[] strongest(float[] values, IntPredicate among, int count) { return IntStream.range(0, values.length).filter(among).boxed().sorted(Comparator.comparing((Integer i) -> -values[i])).limit(count).mapToInt(i -> i).toArray(); }

BufferedImage picture(InterleavedU8 pixels) throws IOException { return ImageIO.read(new ByteArrayInputStream(Pictures.png(pixels))); }

/** A row's picture; a word is drawn again. */
BufferedImage shown(ExampleRow row) throws IOException {
    if (!row.file().contains("#")) return ImageIO.read(PICTURES.resolve(row.file()).toFile());
    int number = Integer.parseInt(row.file().substring(row.file().lastIndexOf('#') + 1));
    Example word = new DrawnWords(96, 96, 0).examples("", new Facet(row.facet()), row.source().replaceFirst("word:", ""), number + 1).get(number);
    return picture(((Example.DrawnWord) word.pixels()).rendering().paint(new TextPainter()));
}

Graphics2D pen(BufferedImage image) { Graphics2D pen = image.createGraphics(); pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON); pen.setColor(Color.WHITE); pen.fillRect(0, 0, image.getWidth(), image.getHeight()); pen.setColor(Color.DARK_GRAY); return pen; }

/** Rows of pictures with a name before each row. */
BufferedImage sheet(Map<String, List<BufferedImage>> rows) { int side = 84, y = 0; BufferedImage image = new BufferedImage(90 + side * rows.values().stream().mapToInt(List::size).max().orElse(0), Math.max(1, rows.size() * side), BufferedImage.TYPE_INT_RGB); Graphics2D pen = pen(image); for (var row : rows.entrySet()) { pen.drawString(row.getKey(), 4, y + side / 2); for (int i = 0; i < row.getValue().size(); i++) pen.drawImage(row.getValue().get(i), 90 + i * side, y + 2, side - 4, side - 4, null); y += side; } return image; }

/** Horizontal bars; values from 0 to 1. */
BufferedImage bars(Map<String, Double> values) { BufferedImage image = new BufferedImage(620, 22 * values.size() + 4, BufferedImage.TYPE_INT_RGB); Graphics2D pen = pen(image); int y = 0; for (var bar : values.entrySet()) { pen.setColor(new Color(0x4477aa)); pen.fillRect(170, y + 4, (int) Math.round(380 * Math.max(0, bar.getValue())), 16); pen.setColor(Color.DARK_GRAY); pen.drawString(bar.getKey(), 4, y + 17); pen.drawString(String.format(Locale.ROOT, "%.2f", bar.getValue()), 560, y + 17); y += 22; } return image; }

/** One row of dots per group: where a unit's values lie. */
BufferedImage dots(Map<String, float[]> groups) { double low = 1e9, high = -1e9; for (float[] group : groups.values()) for (float x : group) { low = Math.min(low, x); high = Math.max(high, x); } BufferedImage image = new BufferedImage(700, 26 * groups.size() + 6, BufferedImage.TYPE_INT_RGB); Graphics2D pen = pen(image); int y = 16; for (var group : groups.entrySet()) { pen.setColor(Color.DARK_GRAY); pen.drawString(group.getKey(), 4, y + 4); pen.setColor(group.getKey().contains("other") ? new Color(120, 120, 120, 60) : new Color(204, 51, 17, 170)); for (float value : group.getValue()) pen.fillOval((int) (190 + 490 * (value - low) / (high - low)) - 4, y - 4, 8, 8); y += 26; } return image; }
