package org.clipprobe.run;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * A CSV table (RFC 4180, UTF-8) whose bytes depend on its values alone.
 *
 * <p>Numbers have a decimal point and at most 12 significant digits (7 for {@code float}), the same on every Java version
 * and in every locale; NaN is an empty cell. A text that a spreadsheet would run as a formula (it begins with {@code = + -
 * @}, a tab or a line end) is written with an apostrophe before it.
 */
public final class RunTable implements Closeable {
    private static final MathContext DOUBLE = new MathContext(12, RoundingMode.HALF_EVEN);
    private static final MathContext FLOAT = new MathContext(7, RoundingMode.HALF_EVEN);
    private static final String FORMULA_STARTS = "=+-@\t\r\n＝＋－＠";

    private final CSVPrinter printer;
    private final int columns;
    private final UnaryOperator<IOException> explain;

    RunTable(OutputStream out, List<String> header, UnaryOperator<IOException> explain) throws IOException {
        this.printer = new CSVPrinter(
                new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16), CSVFormat.RFC4180);
        this.columns = header.size();
        this.explain = explain;
        row(header.toArray());
    }

    /**
     * Writes one row.
     *
     * @param cells one for each column: a text, a number or a truth value
     * @throws IllegalArgumentException when there are more or fewer cells than columns
     */
    public void row(Object... cells) throws IOException {
        if (cells.length != columns) {
            throw new IllegalArgumentException("expected " + columns + " cells, found " + cells.length);
        }
        List<String> written = new ArrayList<>(cells.length);
        for (Object cell : cells) {
            written.add(format(cell));
        }
        try {
            printer.printRecord(written);
        } catch (IOException e) {
            throw explain.apply(e);
        }
    }

    /** Writes what is buffered and closes the file. */
    @Override
    public void close() throws IOException {
        try {
            printer.close(true);
        } catch (IOException e) {
            throw explain.apply(e);
        }
    }

    static String format(Object cell) {
        if (cell instanceof Double value) {
            return number(value, DOUBLE);
        }
        if (cell instanceof Float value) {
            return number(value, FLOAT);
        }
        if (cell instanceof Integer || cell instanceof Long || cell instanceof Boolean) {
            return cell.toString();
        }
        return text(cell.toString());
    }

    private static String number(double value, MathContext digits) {
        if (Double.isNaN(value)) {
            return "";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (value == 0) {
            return "0";
        }
        return new BigDecimal(value).round(digits).stripTrailingZeros().toString();
    }

    private static String text(String value) {
        boolean formula = !value.isEmpty() && FORMULA_STARTS.indexOf(value.charAt(0)) >= 0;
        return formula ? "'" + value : value;
    }
}
