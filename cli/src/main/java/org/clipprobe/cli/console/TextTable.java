package org.clipprobe.cli.console;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A table in lines, for a terminal or as Markdown: the first column on the left, all others on the right. */
public final class TextTable {
    private static final int LONGEST = 30;

    private final List<String> header;
    private final List<List<String>> rows = new ArrayList<>();

    public TextTable(String... header) {
        this.header = List.of(header);
    }

    public void row(String... cells) {
        if (cells.length != header.size()) {
            throw new IllegalArgumentException("expected " + header.size() + " cells, found " + cells.length);
        }
        rows.add(List.of(cells));
    }

    /** The lines, with an empty one behind them. */
    public List<String> lines(boolean markdown) {
        List<String> lines = new ArrayList<>();
        if (markdown) {
            lines.add("| " + String.join(" | ", header) + " |");
            lines.add("| --- |" + " ---: |".repeat(header.size() - 1));
            rows.forEach(row -> lines.add("| " + code(row.get(0))
                    + row.stream().skip(1).map(cell -> " | " + code(cell)).collect(Collectors.joining()) + " |"));
        } else {
            lines.add(aligned(header));
            rows.forEach(row -> lines.add(aligned(row)));
        }
        lines.add("");
        return lines;
    }

    private String aligned(List<String> row) {
        StringBuilder line = new StringBuilder(" ");
        for (int column = 0; column < row.size(); column++) {
            int at = column;
            int width = Math.max(
                    length(header.get(at)),
                    rows.stream()
                            .mapToInt(each -> length(shown(each.get(at))))
                            .max()
                            .orElse(0));
            String cell = shown(row.get(at));
            String room = " ".repeat(width - length(cell));
            line.append(column == 0 ? " " + cell + room : "  " + room + cell);
        }
        return line.toString().stripTrailing();
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** A text of the attack's, short and without anything that moves the cursor. */
    public static String shown(String text) {
        if (text.isEmpty()) {
            return "(empty)";
        }
        String plain = text.replaceAll("\\p{C}", "?");
        int end = plain.offsetByCodePoints(0, Math.min(LONGEST, length(plain)));
        return end < plain.length() ? plain.substring(0, end) + "…" : plain;
    }

    /** For a cell of Markdown: what has other signs than numbers have is code, so that nothing in it is markup. */
    private static String code(String cell) {
        String shown = shown(cell);
        return shown.matches("[\\p{L}\\p{N} .,%()–−×≤-]+")
                ? shown
                : "`" + shown.replace("`", "'").replace("|", "\\|") + "`";
    }
}
