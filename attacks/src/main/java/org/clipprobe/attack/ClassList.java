package org.clipprobe.attack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.clipprobe.activation.folder.EncodedText;

/**
 * The classes that a model chooses from.
 *
 * @param names without repeats, in their order, in Unicode's composed form (NFC)
 */
public record ClassList(List<String> names) {
    private static final long LARGEST_FILE = 16L << 20;
    private static final String COMMENT = "#";

    public ClassList {
        names = names.stream()
                .map(name -> Normalizer.normalize(name, Normalizer.Form.NFC))
                .distinct()
                .toList();
        if (names.isEmpty()) {
            throw new IllegalArgumentException("expected a class, found none");
        }
    }

    /** ImageNet's 1,000 classes with the names that CLIP's authors gave them (two names serve two classes each). */
    public static ClassList imagenet() {
        try (InputStream stream = ClassList.class.getResourceAsStream("imagenet.txt")) {
            return new ClassList(new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException("imagenet.txt", e);
        }
    }

    /**
     * Reads a text file with one class on each line; empty lines, lines that begin with {@code #} and repeats are left
     * out.
     *
     * @throws AttackException when it cannot be read, is not UTF-8 or UTF-16, or has no class
     */
    public static ClassList read(Path file) throws AttackException {
        try {
            if (Files.isDirectory(file)) {
                throw new AttackException(file + ": expected a list of classes, found a folder; name a file");
            }
            if (Files.size(file) > LARGEST_FILE) {
                throw new AttackException(file + ": expected at most 16 MiB, found " + Files.size(file) + " bytes");
            }
            try (BufferedReader text = EncodedText.open(file)) {
                List<String> names = text.lines()
                        .map(line -> line.replace("\uFEFF", "").strip())
                        .filter(line -> !line.isEmpty() && !line.startsWith(COMMENT))
                        .toList();
                if (names.isEmpty()) {
                    throw new AttackException(file + ": expected one class on each line, found none");
                }
                return new ClassList(names);
            }
        } catch (AttackException e) {
            throw e;
        } catch (NoSuchFileException e) {
            throw new AttackException(file + ": expected a list of classes, found nothing there; check the path", e);
        } catch (IOException e) {
            throw unreadable(file, e);
        } catch (UncheckedIOException e) {
            throw unreadable(file, e.getCause());
        }
    }

    private static AttackException unreadable(Path file, IOException problem) {
        String message = String.valueOf(problem.getMessage());
        return new AttackException(
                message.startsWith(file + ": ") ? message : file + ": cannot be read: " + message, problem);
    }

    /** These classes and those of {@code more} that are not among them, letters' case not counting. */
    public ClassList with(Collection<String> more) {
        Set<String> known =
                names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
        return new ClassList(Stream.concat(
                        names.stream(),
                        more.stream().filter(name -> !name.isBlank() && known.add(name.toLowerCase(Locale.ROOT))))
                .toList());
    }

    /** These classes without those of {@code fewer}, letters' case not counting. */
    public ClassList without(Collection<String> fewer) {
        Set<String> gone =
                fewer.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
        return new ClassList(names.stream()
                .filter(name -> !gone.contains(name.toLowerCase(Locale.ROOT)))
                .toList());
    }
}
