package org.clipprobe.activation.folder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Reads a table of pictures row by row: CSV with commas, semicolons or tabs, or JSON lines. */
final class PictureTable {
    /** The column that names the picture, as Hugging Face has it. */
    private static final String FILE = "file_name";

    private static final List<String> ALSO_FILE =
            List.of("file name", "filename", "file_path", "filepath", "file", "image_path", "image", "path");
    private static final List<Character> SEPARATORS = List.of(',', ';', '\t');
    private static final String EXCEL = "sep=";
    private static final int HEADER = 1 << 16;
    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;
    private final String name;
    private final Sink sink;
    private final Map<String, Integer> columns = new LinkedHashMap<>();

    /** Takes what a table says. */
    interface Sink {
        /** Takes a row; {@code picture} is the file's name as the table has it. */
        void row(String picture, TableRow row);

        /** Takes a row that cannot be understood. */
        void skip(String picture, String reason);

        /** Takes what was assumed. */
        void note(String note);
    }

    private PictureTable(Path file, String name, Sink sink) {
        this.file = file;
        this.name = name;
        this.sink = sink;
    }

    /**
     * Reads a table.
     *
     * @param name its path within the folder, for notes
     * @return the names of its columns, in their order
     * @throws IOException when it is no table or has no column for the pictures' names
     */
    static List<String> read(Path file, String name, Sink sink) throws IOException {
        String kind = name.toLowerCase(Locale.ROOT);
        if (kind.endsWith(".parquet")) {
            throw new IOException(file + ": expected a table as metadata.csv or metadata.jsonl, found Parquet; write it"
                    + " as one of these, in pandas with to_csv(\"metadata.csv\", index=False)");
        }
        PictureTable table = new PictureTable(file, name, sink);
        try (BufferedReader text = EncodedText.open(file)) {
            if (kind.endsWith(".jsonl")) {
                table.jsonLines(text);
            } else {
                table.csv(text);
            }
        } catch (UncheckedIOException e) {
            throw table.named(e.getCause());
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            throw table.named(e);
        }
        return List.copyOf(table.columns.keySet());
    }

    private IOException named(Exception problem) {
        String message = String.valueOf(problem.getMessage());
        return message.startsWith(file.toString())
                ? new IOException(message, problem)
                : new IOException(file + ": not a table that can be read: " + message, problem);
    }

    private void csv(BufferedReader text) throws IOException {
        char separator = separator(text);
        try (CSVParser rows = CSVParser.parse(text, format(separator))) {
            String[] header = null;
            String pictures = FILE;
            for (CSVRecord row : rows) {
                if (header == null) {
                    header = header(row);
                    pictures = fileColumn();
                } else {
                    row(row, header.length, pictures, rows.getCurrentLineNumber());
                }
            }
            if (header == null) {
                throw new IOException(file + ": expected a column file_name, found an empty file");
            }
        }
    }

    private void row(CSVRecord row, int width, String pictures, long line) {
        String[] values = row.stream().map(String::strip).toArray(String[]::new);
        String picture = new TableRow(columns, values).get(pictures);
        boolean more = values.length > width
                && Arrays.stream(values, width, values.length).anyMatch(value -> !value.isEmpty());
        if (more) {
            sink.skip(
                    picture,
                    "line " + line + " of " + name + " has " + values.length + " cells, the first line " + width
                            + "; put what holds a separator into quotation marks");
        } else {
            sink.row(picture, new TableRow(columns, values));
        }
    }

    /** The one that gives a column for the pictures' names, else the one that gives most columns. */
    private static char separator(BufferedReader text) throws IOException {
        text.mark(HEADER);
        char[] start = new char[HEADER];
        int length = 0;
        for (int read = 0; read >= 0 && length < HEADER; read = text.read(start, length, HEADER - length)) {
            length += read;
        }
        text.reset();
        String head = new String(start, 0, length);
        if (head.regionMatches(true, 0, EXCEL, 0, EXCEL.length()) && head.length() > EXCEL.length()) {
            text.readLine();
            return head.charAt(EXCEL.length());
        }
        char best = SEPARATORS.get(0);
        int most = 0;
        for (char separator : SEPARATORS) {
            List<String> names = firstLine(head, separator);
            if (names.contains(FILE) || !Collections.disjoint(names, ALSO_FILE)) {
                return separator;
            }
            if (names.size() > most) {
                best = separator;
                most = names.size();
            }
        }
        return best;
    }

    private static List<String> firstLine(String head, char separator) {
        try (CSVParser rows = CSVParser.parse(new StringReader(head), format(separator))) {
            return rows.stream()
                    .findFirst()
                    .map(row -> row.stream().map(PictureTable::plain).toList())
                    .orElse(List.of());
        } catch (IOException | UncheckedIOException | IllegalArgumentException | IllegalStateException e) {
            return List.of();
        }
    }

    private static CSVFormat format(char separator) {
        return CSVFormat.RFC4180
                .builder()
                .setDelimiter(separator)
                .setIgnoreEmptyLines(true)
                .setIgnoreSurroundingSpaces(true)
                .get();
    }

    private static String plain(String column) {
        return column.replace("\uFEFF", "").strip().toLowerCase(Locale.ROOT);
    }

    private String[] header(CSVRecord row) throws IOException {
        String[] header = row.stream().map(PictureTable::plain).toArray(String[]::new);
        boolean unnamed = false;
        for (int i = 0; i < header.length; i++) {
            if (header[i].isEmpty()) {
                unnamed = true;
            } else if (columns.putIfAbsent(header[i], i) != null) {
                throw new IOException(file + ": expected every column once, found " + header[i]
                        + " twice; remove or rename one of them");
            }
        }
        if (unnamed) {
            sink.note(name + ": a column without a name, such as pandas writes for its index, is ignored");
        }
        return header;
    }

    private String fileColumn() throws IOException {
        if (columns.containsKey(FILE)) {
            return FILE;
        }
        String other = ALSO_FILE.stream()
                .filter(columns::containsKey)
                .findFirst()
                .orElseThrow(() -> new IOException(file + ": expected a column file_name, found "
                        + String.join(", ", columns.keySet()) + "; name the columns in the first line, separated by"
                        + " commas, semicolons or tabs, as Hugging Face's imagefolder does"));
        sink.note(name + ": the pictures are taken from the column " + other + ", since there is no file_name");
        return other;
    }

    private void jsonLines(BufferedReader text) throws IOException {
        Set<String> nested = new TreeSet<>();
        String pictures = "";
        long number = 0;
        for (String line = text.readLine(); line != null; line = text.readLine()) {
            number++;
            if (!line.isBlank()) {
                String[] values = values(object(line, number), nested);
                pictures = pictures.isEmpty() ? fileColumn() : pictures;
                TableRow row = new TableRow(columns, values);
                sink.row(row.get(pictures), row);
            }
        }
        if (!nested.isEmpty()) {
            sink.note(name + ": " + String.join(", ", nested) + ": lists and objects are not read");
        }
        if (columns.isEmpty()) {
            throw new IOException(file + ": expected a JSON object with file_name on each line, found an empty file");
        }
    }

    private JsonNode object(String line, long number) throws IOException {
        try {
            JsonNode object = JSON.readTree(line);
            if (object.isObject()) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new IOException(file + ": line " + number + ": not JSON: " + e.getOriginalMessage(), e);
        }
        throw new IOException(file + ": line " + number + ": expected a JSON object such as {\"file_name\": \"a.png\","
                + " \"concept\": \"ant\"}, found something else; write one object on each line");
    }

    /** An object's values where their columns are; columns that were not met before are added. */
    private String[] values(JsonNode object, Set<String> nested) {
        Map<Integer, String> values = new LinkedHashMap<>();
        object.properties().forEach(entry -> {
            String column = plain(entry.getKey());
            int index = columns.computeIfAbsent(column, added -> columns.size());
            JsonNode value = entry.getValue();
            if (value.isContainerNode()) {
                nested.add(column);
            } else if (!value.isNull()) {
                values.put(index, value.asText().strip());
            }
        });
        String[] row = new String[columns.size()];
        Arrays.setAll(row, i -> values.getOrDefault(i, ""));
        return row;
    }
}
