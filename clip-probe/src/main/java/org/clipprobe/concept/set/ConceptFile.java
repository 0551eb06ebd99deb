package org.clipprobe.concept.set;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;

/** Reads concept sets from files. */
final class ConceptFile {
    /** A concept set of this size has some five million lines; anything larger is another kind of file. */
    private static final long LARGEST = 64L << 20;

    /** No text tower reads as much of a prompt. */
    private static final int LONGEST = 1_000;

    private static final int SHOWN = 60;
    private static final String COMMENT = "#";
    private static final String CONCEPT = "concept";
    private static final String GROUP = "group";

    private final Path file;
    private final List<Concept> concepts = new ArrayList<>();
    private final Map<String, Long> seen = new LinkedHashMap<>();

    private ConceptFile(Path file) {
        this.file = file;
    }

    static ConceptSet read(Path file) throws ConceptException {
        ConceptFile reader = new ConceptFile(file);
        String text = reader.text();
        if (file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".csv")) {
            reader.csv(text);
        } else {
            long line = 0;
            for (String concept : text.lines().toList()) {
                line++;
                reader.add(concept.strip().startsWith(COMMENT) ? "" : concept, "", line);
            }
        }
        if (reader.concepts.size() < 2) {
            throw new ConceptException(file + ": expected at least 2 concepts, one per line, found "
                    + (reader.concepts.isEmpty() ? "none" : "one") + "; add the words that names are chosen from");
        }
        return new ConceptSet(file.toString(), reader.concepts);
    }

    private String text() throws ConceptException {
        if (Files.isDirectory(file)) {
            throw new ConceptException(file + ": expected a concept set, found a folder; name a file in it");
        }
        try {
            if (Files.size(file) > LARGEST) {
                throw new ConceptException(
                        file + ": expected a concept set of at most 64 MiB, found " + Files.size(file) + " bytes");
            }
            byte[] bytes = Files.readAllBytes(file);
            if (IntStream.range(0, bytes.length).anyMatch(i -> bytes[i] == 0)) {
                throw new ConceptException(file + ": expected text in UTF-8, found UTF-16 or a file that is no text;"
                        + " save the list as UTF-8");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (NoSuchFileException e) {
            throw new ConceptException(
                    file + ": expected a concept set, found no such file; check the path, or use labels or common", e);
        } catch (CharacterCodingException e) {
            throw new ConceptException(file + ": expected text in UTF-8, found other bytes; save the list as UTF-8", e);
        } catch (ConceptException e) {
            throw e;
        } catch (IOException e) {
            throw new ConceptException(file + ": expected a concept set, cannot read it: " + e.getMessage(), e);
        }
    }

    private void csv(String text) throws ConceptException {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .setIgnoreHeaderCase(true)
                .setAllowMissingColumnNames(true)
                .setDuplicateHeaderMode(DuplicateHeaderMode.ALLOW_EMPTY)
                .setTrim(true)
                .get();
        try (CSVParser parser = CSVParser.parse(new StringReader(text), format)) {
            List<String> header = parser.getHeaderNames();
            if (header.stream().noneMatch(CONCEPT::equalsIgnoreCase)) {
                throw new ConceptException(file + ": expected a column \"concept\", found "
                        + (header.isEmpty() ? "an empty file" : quoted(header))
                        + "; name the columns in the first line");
            }
            boolean grouped = header.stream().anyMatch(GROUP::equalsIgnoreCase);
            for (CSVRecord row : parser) {
                String group = grouped && row.isSet(GROUP) ? row.get(GROUP) : "";
                add(row.isSet(CONCEPT) ? row.get(CONCEPT) : "", group, parser.getCurrentLineNumber());
            }
        } catch (ConceptException e) {
            throw e;
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            Throwable cause = e instanceof UncheckedIOException ? e.getCause() : e;
            throw new ConceptException(file + ": expected a CSV table, cannot read it: " + cause.getMessage(), e);
        }
    }

    /** The names of columns as a message can show them, whatever kind of file they were read from. */
    private static String quoted(List<String> names) {
        String all = String.join(", ", names).replaceAll("\\p{Cntrl}", "?");
        return "\"" + (all.length() > SHOWN ? all.substring(0, SHOWN) + "…" : all) + "\"";
    }

    private void add(String raw, String group, long line) throws ConceptException {
        String concept = Normalizer.normalize(raw.strip(), Normalizer.Form.NFC);
        if (concept.isEmpty()) {
            return;
        }
        if (concept.length() > LONGEST || concept.chars().anyMatch(Character::isISOControl)) {
            throw new ConceptException(file + ": line " + line + ": expected a concept of at most " + LONGEST
                    + " characters, found "
                    + (concept.length() > LONGEST
                            ? concept.length()
                            : "control characters in " + quoted(List.of(concept)))
                    + "; write one concept per line, or a .csv with a column \"concept\"");
        }
        Long before = seen.putIfAbsent(concept.toLowerCase(Locale.ROOT), line);
        if (before != null) {
            throw new ConceptException(file + ": line " + line + ": expected every concept once, found \"" + concept
                    + "\" again after line " + before + "; remove one of them");
        }
        concepts.add(new Concept(concept, group));
    }
}
