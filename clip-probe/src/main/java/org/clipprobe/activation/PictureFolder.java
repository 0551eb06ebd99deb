package org.clipprobe.activation;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.clipprobe.run.Skipped;

/** Reads a picture folder's layout. */
final class PictureFolder {
    private static final String METADATA = "metadata.csv";
    private static final String PHOTO = "photo";
    private static final String UNKNOWN = "-";
    private static final int DEEPEST = 3;
    private static final Set<String> ENDINGS =
            Set.of("jpg", "jpeg", "jpe", "jfif", "png", "webp", "gif", "bmp", "dib", "tif", "tiff");

    /** Endings of pictures that cannot be read; other files, such as notes and licences, are none of our business. */
    private static final Set<String> UNREAD = Set.of(
            "heic", "heif", "avif", "svg", "psd", "jp2", "jxl", "ico", "pdf", "raw", "cr2", "nef", "dng", "tga", "pnm",
            "ppm", "pgm", "pbm", "exr", "hdr");

    private final Path folder;
    private final Map<String, Path> pictures = new TreeMap<>();
    private final List<Skipped> skipped = new ArrayList<>();

    private PictureFolder(Path folder) {
        this.folder = folder;
    }

    static ProbingSet read(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            throw new IOException(folder + ": expected a folder of pictures, found nothing there; check the path");
        }
        if (!Files.isDirectory(folder)) {
            throw new IOException(folder + ": expected a folder of pictures, found a file; name the folder it lies in");
        }
        if (!Files.isReadable(folder) || !Files.isExecutable(folder)) {
            throw new IOException(folder + ": the folder cannot be read; check its permissions");
        }
        PictureFolder reader = new PictureFolder(folder);
        reader.walk();
        Path metadata = folder.resolve(METADATA);
        List<Example> examples = Files.exists(metadata) ? reader.byMetadata(metadata) : reader.byLayout();
        if (examples.isEmpty()) {
            throw new IOException(folder + ": expected pictures (JPEG, PNG, WebP, GIF, BMP or TIFF) as"
                    + " CONCEPT/FACET/*.png, CONCEPT/*.png or *.png, found none" + reader.whatWasSkipped());
        }
        return new ProbingSet(examples, reader.skipped);
    }

    private String whatWasSkipped() {
        if (skipped.isEmpty()) {
            return "";
        }
        Skipped first = skipped.get(0);
        return " (" + skipped.size() + " left out; the first: " + first.file() + ": " + first.reason() + ")";
    }

    private void walk() throws IOException {
        Files.walkFileTree(
                folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                        if (!directory.equals(folder) && hidden(directory)) {
                            return FileVisitResult.SKIP_SUBTREE;
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        look(file, attributes);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException problem) {
                        skip(file, reason(problem));
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path directory, IOException problem) {
                        if (problem != null) {
                            skip(directory, reason(problem));
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    private void look(Path file, BasicFileAttributes attributes) {
        String name = relative(file);
        if (name.equals(METADATA)) {
            return;
        }
        if (!attributes.isRegularFile()) {
            skip(file, "not a regular file");
        } else if (hidden(file)) {
            skip(file, "hidden file");
        } else if (ENDINGS.contains(ending(name)) || startsLikeAPicture(file)) {
            pictures.put(name, file);
        } else if (UNREAD.contains(ending(name))) {
            skip(file, "a format that is not read; convert it to JPEG, PNG, WebP, GIF, BMP or TIFF");
        }
    }

    private List<Example> byLayout() {
        List<Example> examples = new ArrayList<>();
        pictures.forEach((name, file) -> {
            String[] parts = name.split("/", -1);
            if (parts.length > DEEPEST) {
                skip(file, "deeper than CONCEPT/FACET/picture");
            } else {
                examples.add(example(name, file, conceptOf(parts), facetOf(parts)));
            }
        });
        return examples;
    }

    private static String conceptOf(String[] parts) {
        return parts.length > 1 ? parts[0] : UNKNOWN;
    }

    private static String facetOf(String[] parts) {
        return parts.length > 2 ? parts[1] : PHOTO;
    }

    private static Example example(String name, Path file, String concept, String facet) {
        return new Example(name, concept, facet, new Example.PictureFile(file));
    }

    private List<Example> byMetadata(Path metadata) throws IOException {
        List<Example> examples = new ArrayList<>();
        Set<String> named = new HashSet<>();
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .setIgnoreEmptyLines(true)
                .get();
        try (Reader reader = Files.newBufferedReader(metadata, StandardCharsets.UTF_8);
                CSVParser rows = CSVParser.parse(withoutByteOrderMark(reader), format)) {
            if (!rows.getHeaderMap().containsKey("file_name")) {
                throw new IOException(metadata + ": expected a column file_name, found "
                        + String.join(", ", rows.getHeaderNames()) + "; see Hugging Face's imagefolder");
            }
            for (CSVRecord row : rows) {
                fromRow(row, named, examples);
            }
        } catch (java.io.UncheckedIOException | IllegalArgumentException | IllegalStateException problem) {
            throw new IOException(metadata + ": not a CSV file that can be read: " + problem.getMessage(), problem);
        }
        pictures.forEach((name, file) -> {
            if (!named.contains(name)) {
                skip(file, "not in " + METADATA);
            }
        });
        return examples;
    }

    private void fromRow(CSVRecord row, Set<String> named, List<Example> examples) {
        String name = cell(row, "file_name").replace('\\', '/');
        if (!named.add(name)) {
            skipped.add(new Skipped(name, "named twice in " + METADATA));
            return;
        }
        Path file = pictures.get(name);
        if (file == null) {
            skipped.add(new Skipped(
                    name,
                    inside(name)
                            ? "in " + METADATA + " but not in the folder as a picture"
                            : "in " + METADATA + " but outside the folder"));
            return;
        }
        String[] parts = name.split("/", -1);
        String concept = cell(row, "concept");
        String facet = cell(row, "facet");
        examples.add(example(
                name, file, concept.isBlank() ? conceptOf(parts) : concept, facet.isBlank() ? facetOf(parts) : facet));
    }

    private boolean inside(String name) {
        try {
            return folder.resolve(name).normalize().startsWith(folder.normalize());
        } catch (InvalidPathException e) {
            return true;
        }
    }

    private static String cell(CSVRecord row, String column) {
        return row.isSet(column) ? row.get(column).strip() : "";
    }

    private static Reader withoutByteOrderMark(Reader reader) throws IOException {
        reader.mark(1);
        if (reader.read() != '\uFEFF') {
            reader.reset();
        }
        return reader;
    }

    private void skip(Path file, String reason) {
        skipped.add(new Skipped(relative(file), reason));
    }

    private String relative(Path file) {
        return folder.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
    }

    private static boolean hidden(Path file) {
        return file.getFileName().toString().startsWith(".");
    }

    private static String ending(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private static String reason(IOException problem) {
        if (problem instanceof FileSystemLoopException) {
            return "a link that leads back to a folder above it";
        }
        if (problem instanceof AccessDeniedException) {
            return "cannot be read; check its permissions";
        }
        if (problem instanceof NoSuchFileException) {
            return "a link that leads nowhere";
        }
        return String.valueOf(problem.getMessage());
    }

    private static boolean startsLikeAPicture(Path file) {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(12);
        } catch (IOException e) {
            return false;
        }
        String text = new String(start, StandardCharsets.ISO_8859_1);
        return text.startsWith("\u00ff\u00d8\u00ff")
                || text.startsWith("\u0089PNG")
                || text.startsWith("GIF8")
                || text.startsWith("II*\0")
                || text.startsWith("MM\0*")
                || (text.startsWith("RIFF") && text.endsWith("WEBP"));
    }
}
