package org.clipprobe.activation.folder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.clipprobe.run.Skipped;

/** Finds the pictures and tables below a folder; hidden files and what systems put next to them are left out. */
final class FolderWalk {
    private static final Set<String> ENDINGS =
            Set.of("jpg", "jpeg", "jpe", "jfif", "png", "webp", "gif", "bmp", "dib", "tif", "tiff");

    /** Endings of pictures that cannot be read; other files, such as notes and licences, are none of our business. */
    private static final Set<String> UNREAD = Set.of(
            "heic", "heif", "hif", "avif", "svg", "psd", "jp2", "j2k", "jpf", "jpx", "jxl", "ico", "pdf", "raw", "cr2",
            "nef", "dng", "tga", "pnm", "ppm", "pgm", "pbm", "exr", "hdr");

    /** Thumbnails, waste baskets and the like, in lower case: of Synology, QNAP, Windows, macOS and Linux. */
    private static final Set<String> OF_SYSTEMS = Set.of(
            "@eadir",
            "@tmp",
            "@recycle",
            "@recently-snapshot",
            "#recycle",
            "#snapshot",
            "$recycle.bin",
            "recycler",
            "system volume information",
            "__macosx",
            "lost+found");

    /** How a picture begins, also those kinds that are recognised only to be named. */
    private static final Pattern PICTURE = Pattern.compile(
            "^(\u00ff\u00d8\u00ff|\u0089PNG|GIF8|II\\*\0|MM\0\\*"
                    + "|RIFF....WEBP|....ftyp(avi|hei|hev|mif)|\0\0\0.jP  |\0\0\0.JXL )",
            Pattern.DOTALL);

    private static final Set<String> TABLES =
            Set.of("metadata.csv", "metadata.tsv", "metadata.jsonl", "metadata.parquet");

    private final Path folder;

    /** Pictures by their names within the folder, with {@code /}. */
    final Map<String, Path> pictures = new TreeMap<>();

    /** Tables by their names within the folder. */
    final Map<String, Path> tables = new TreeMap<>();

    /** What was left out. */
    final List<Skipped> skipped = new ArrayList<>();

    private FolderWalk(Path folder) {
        this.folder = folder;
    }

    static FolderWalk of(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            throw new IOException(folder + ": expected a folder of pictures, found nothing there; check the path");
        }
        if (!Files.isDirectory(folder)) {
            throw new IOException(
                    folder + ": expected a folder of pictures, found a file; name the folder that it is in");
        }
        if (!Files.isReadable(folder) || !Files.isExecutable(folder)) {
            throw new IOException(folder + ": the folder cannot be read; check its permissions");
        }
        FolderWalk walk = new FolderWalk(folder);
        Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, walk.new Visitor());
        return walk;
    }

    private final class Visitor extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            String name = nameOf(directory);
            boolean leftOut = name.startsWith(".") || OF_SYSTEMS.contains(name.toLowerCase(Locale.ROOT));
            return leftOut && !directory.equals(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
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
    }

    private void look(Path file, BasicFileAttributes attributes) {
        String name = nameOf(file).toLowerCase(Locale.ROOT);
        String ending = name.substring(name.lastIndexOf('.') + 1);
        boolean picture = ENDINGS.contains(ending);
        if (!attributes.isRegularFile()) {
            skip(file, "not a regular file");
        } else if (name.startsWith(".")) {
            if (picture) {
                skip(file, Skipped.HIDDEN);
            }
        } else if (TABLES.contains(name)) {
            tables.put(relative(file), file);
        } else if (picture) {
            pictures.put(relative(file), file);
        } else if (UNREAD.contains(ending)) {
            skip(file, "a format that is not read; convert it to JPEG, PNG, WebP, GIF, BMP or TIFF");
        } else if (PICTURE.matcher(start(file)).find()) {
            pictures.put(relative(file), file);
        }
    }

    private void skip(Path file, String reason) {
        skipped.add(new Skipped(relative(file), reason));
    }

    private String relative(Path file) {
        return folder.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
    }

    private static String nameOf(Path file) {
        return String.valueOf(file.getFileName());
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

    private static String start(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(12), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
