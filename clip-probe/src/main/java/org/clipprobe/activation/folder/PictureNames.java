package org.clipprobe.activation.folder;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Finds files by names that were written on another machine: with {@code ./} or backslashes, letters composed or not,
 * in other case, percent-encoded.
 */
final class PictureNames {
    private static final String SEVERAL = "";
    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:/.*", Pattern.DOTALL);
    private static final Pattern ENCODED = Pattern.compile("%[0-9A-Fa-f]{2}");
    private static final List<UnaryOperator<String>> KEYS =
            List.of(PictureNames::composed, name -> composed(name).toLowerCase(Locale.ROOT));

    private final Path folder;
    private final Set<String> names;
    private final Map<UnaryOperator<String>, Map<String, String>> indices = new HashMap<>();

    /**
     * What was found.
     *
     * @param name the file's name within the folder; empty when there is none
     * @param problem why there is none, a phrase; empty when there is one
     */
    record Match(String name, String problem) {}

    /**
     * Prepares a search.
     *
     * @param names of files within the folder, with {@code /}
     */
    PictureNames(Path folder, Set<String> names) {
        this.folder = folder.toAbsolutePath().normalize();
        this.names = names;
    }

    /**
     * Finds a file.
     *
     * @param directory where the table lies: a path within the folder that ends with {@code /}, or nothing
     * @param written the name in the table
     */
    Match find(String directory, String written) {
        if (written.isBlank()) {
            return new Match("", "without a file name");
        }
        if (names.contains(directory + written)) {
            return new Match(directory + written, "");
        }
        String name = within(directory, written.strip().replace('\\', '/'));
        if (name.isEmpty()) {
            return new Match("", "but outside the folder");
        }
        Match match = lookUp(name);
        if (match.name.isEmpty() && ENCODED.matcher(name).find()) {
            try {
                Match decoded = lookUp(URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8));
                return decoded.name.isEmpty() ? match : decoded;
            } catch (IllegalArgumentException e) {
                return match;
            }
        }
        return match;
    }

    private Match lookUp(String name) {
        if (names.contains(name)) {
            return new Match(name, "");
        }
        for (UnaryOperator<String> key : KEYS) {
            String found = indices.computeIfAbsent(key, this::index).get(key.apply(name));
            if (SEVERAL.equals(found)) {
                return new Match("", "but fits several files, whose names differ in case or accents only");
            }
            if (found != null) {
                return new Match(found, "");
            }
        }
        return new Match("", "but not in the folder as a picture");
    }

    /** The name within the folder, without {@code .} and {@code ..}; empty when it leads out of it. */
    private String within(String directory, String written) {
        boolean absolute = written.startsWith("/") || DRIVE.matcher(written).matches();
        if (absolute) {
            return inFolder(written);
        }
        Deque<String> parts = new ArrayDeque<>();
        for (String part : (directory + written).split("/", -1)) {
            if (part.equals("..")) {
                if (parts.pollLast() == null) {
                    return "";
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return String.join("/", parts);
    }

    private String inFolder(String absolute) {
        try {
            Path path = Path.of(absolute).normalize();
            return path.startsWith(folder)
                    ? folder.relativize(path)
                            .toString()
                            .replace(path.getFileSystem().getSeparator(), "/")
                    : "";
        } catch (InvalidPathException e) {
            return "";
        }
    }

    private Map<String, String> index(UnaryOperator<String> key) {
        Map<String, String> index = new HashMap<>();
        names.forEach(name -> index.merge(key.apply(name), name, (one, other) -> SEVERAL));
        return index;
    }

    /** Letters composed (NFC), the ending in lower case. */
    private static String composed(String name) {
        int dot = name.lastIndexOf('.') + 1;
        return Normalizer.normalize(name.substring(0, dot), Normalizer.Form.NFC)
                + Normalizer.normalize(name.substring(dot), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }
}
