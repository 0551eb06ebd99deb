package org.clipprobe.fuzz;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.clipprobe.image.PictureException;
import org.clipprobe.image.Pictures;
import org.clipprobe.image.Preprocessing;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.Device;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.ModelOptions;
import org.clipprobe.model.TextSession;
import org.clipprobe.model.TextTower;
import org.clipprobe.model.Tokens;
import org.clipprobe.model.VisionSession;

/**
 * The process that tries cases out, so that one that ends the JVM ends only this. Arguments: the seed, the first and the last
 * case, exclusive, and a folder. Before each case its number is written to {@code case}, so that a crash has a name; what
 * went wrong is appended to {@code wrong}, and {@code refused} holds how many cases were refused in one sentence.
 */
final class FuzzChild {
    private static final ModelOptions OPTIONS = new ModelOptions(new Device.Cpu(), 1, Optional.empty());

    private final Path folder;

    private FuzzChild(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws IOException {
        long seed = Long.parseLong(arguments[0]);
        int to = Integer.parseInt(arguments[2]);
        FuzzChild child = new FuzzChild(Path.of(arguments[3]));
        try (RandomAccessFile current =
                new RandomAccessFile(child.folder.resolve("case").toFile(), "rw")) {
            for (int number = Integer.parseInt(arguments[1]); number < to; number++) {
                FuzzCase made = FuzzCase.of(seed, number);
                current.seek(0);
                current.writeInt(number);
                child.tryOut(number, made);
            }
            current.seek(0);
            current.writeInt(to);
        }
    }

    private void tryOut(int number, FuzzCase made) throws IOException {
        // A name of its own: a file that the runtime still maps must not change under it.
        Path at = Files.createDirectory(folder.resolve("at-" + number));
        for (Map.Entry<String, byte[]> file : made.files().entrySet()) {
            Files.write(at.resolve(file.getKey()), file.getValue());
        }
        try {
            run(made, at);
        } catch (ModelException | PictureException told) {
            refused(number, made, at, told.getMessage());
        } catch (Throwable wrong) {
            StackTraceElement[] trace = wrong.getStackTrace();
            wrong(number, made, wrong + " at " + List.of(trace).subList(0, Math.min(6, trace.length)));
        }
        try (Stream<Path> files = Files.walk(at)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void refused(int number, FuzzCase made, Path at, String message) throws IOException {
        if (!message.startsWith(at.toString()) || message.contains("\n") || message.length() > 2_000) {
            wrong(number, made, "expected one sentence that begins with the file, found: " + message);
        }
        Files.writeString(
                folder.resolve("refused"), number + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void wrong(int number, FuzzCase made, String what) throws IOException {
        String line = "case " + number + " (" + made.name() + "): " + what.replaceAll("\\s+", " ") + "\n";
        Files.writeString(folder.resolve("wrong"), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static void run(FuzzCase made, Path at) throws IOException {
        switch (made.kind()) {
            case VISION -> vision(at);
            case TEXT -> text(at);
            case PICTURE -> {
                Path file = at.resolve(made.files().keySet().iterator().next());
                Pictures.decode(Files.readAllBytes(file), file.toString());
            }
        }
    }

    private static void vision(Path at) throws IOException {
        try (ClipModel model = ClipModel.open(at, OPTIONS);
                VisionSession session = model.requireVision().open()) {
            Preprocessing.Geometry geometry =
                    model.requireVision().preprocessing().geometry();
            session.run(new float[Math.multiplyExact(3 * geometry.width(), geometry.height())], 1);
        }
    }

    private static void text(Path at) throws IOException {
        try (ClipModel model = ClipModel.open(at, OPTIONS)) {
            TextTower tower = model.requireText();
            Tokens tokens = Files.exists(at.resolve("tokenizer.json"))
                    ? tower.tokenize("a photo of a spider, \ud83d\udd77 and <|endoftext|>")
                    : Tokens.of(1, 5, 2);
            try (TextSession session = tower.open()) {
                session.run(List.of(tokens));
            }
        }
    }
}
