package org.clipprobe.attack;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where on a picture an attack's text goes. In files and tables a place is a short text, as {@link #parse} reads it. Texts
 * are kept inside the picture; several copies go to several places of the same kind.
 */
public sealed interface Place {
    /**
     * The eight fixed coordinates of Goh et al. (Distill 2021): two columns of four, the middles of the cells of a 2 × 4
     * grid. The paper gives their number, not their numbers.
     */
    record EightCoordinates() implements Place {
        @Override
        public String toString() {
            return written();
        }
    }

    /**
     * A cell of a grid; further copies go to the cells after it.
     *
     * @param column from 1
     * @param row from 1
     * @param columns of the grid
     * @param rows of the grid
     */
    record Cell(int column, int row, int columns, int rows) implements Place {
        public Cell {
            boolean inside = column >= 1 && column <= columns && row >= 1 && row <= rows;
            if (!inside || columns > 1000 || rows > 1000) {
                throw new IllegalArgumentException("place: expected a cell of a grid of at most 1000 × 1000, found "
                        + column + "," + row + " of " + columns + "x" + rows);
            }
        }

        @Override
        public String toString() {
            return written();
        }
    }

    /** Anywhere, by chance. */
    record Anywhere() implements Place {
        @Override
        public String toString() {
            return written();
        }
    }

    /** In a corner; further copies go to the corners clockwise. */
    record Corner(Position position) implements Place {
        /** The corners, clockwise. */
        public enum Position {
            TOP_LEFT,
            TOP_RIGHT,
            BOTTOM_RIGHT,
            BOTTOM_LEFT
        }

        @Override
        public String toString() {
            return written();
        }
    }

    /** In the middle; copies stand below each other. */
    record Centre() implements Place {
        @Override
        public String toString() {
            return written();
        }
    }

    /** Where the picture is plainest: the brightness below the text varies least; copies do not overlap. */
    record Plainest() implements Place {
        @Override
        public String toString() {
            return written();
        }
    }

    /** The short text that {@link #parse} reads. */
    @JsonValue
    default String written() {
        if (this instanceof Cell cell) {
            return "cell " + cell.column + "," + cell.row + " of " + cell.columns + "x" + cell.rows;
        }
        if (this instanceof Corner corner) {
            return corner.position.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
        if (this instanceof EightCoordinates) {
            return "eight";
        }
        return this instanceof Anywhere ? "random" : this instanceof Centre ? "centre" : "plainest";
    }

    /**
     * Reads {@code eight}, {@code cell 2,3 of 4x4}, {@code random}, {@code top-left} and the other corners,
     * {@code centre} or {@code plainest}.
     *
     * @throws IllegalArgumentException when it is none of them
     */
    @JsonCreator
    static Place parse(String written) {
        String wanted = written.strip().toLowerCase(Locale.ROOT);
        Matcher cell = Pattern.compile("cell ([0-9]{1,4}),([0-9]{1,4}) of ([0-9]{1,4})x([0-9]{1,4})")
                .matcher(wanted);
        if (cell.matches()) {
            return new Cell(
                    Integer.parseInt(cell.group(1)),
                    Integer.parseInt(cell.group(2)),
                    Integer.parseInt(cell.group(3)),
                    Integer.parseInt(cell.group(4)));
        }
        return switch (wanted) {
            case "eight" -> new EightCoordinates();
            case "random" -> new Anywhere();
            case "centre", "center" -> new Centre();
            case "plainest" -> new Plainest();
            case "top-left" -> new Corner(Corner.Position.TOP_LEFT);
            case "top-right" -> new Corner(Corner.Position.TOP_RIGHT);
            case "bottom-right" -> new Corner(Corner.Position.BOTTOM_RIGHT);
            case "bottom-left" -> new Corner(Corner.Position.BOTTOM_LEFT);
            default ->
                throw new IllegalArgumentException("place: expected eight, random, centre, plainest, top-left, "
                        + "top-right, bottom-right, bottom-left or a cell such as \"cell 2,3 of 4x4\", found "
                        + written);
        };
    }

    /** All cells of a grid, row by row. */
    static List<Place> grid(int columns, int rows) {
        List<Place> cells = new ArrayList<>();
        for (int row = 1; row <= rows; row++) {
            for (int column = 1; column <= columns; column++) {
                cells.add(new Cell(column, row, columns, rows));
            }
        }
        return cells;
    }
}
