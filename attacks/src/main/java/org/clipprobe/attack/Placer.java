package org.clipprobe.attack;

import boofcv.struct.image.InterleavedU8;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Finds where the copies of a text of a known size go on a picture. */
final class Placer {
    private static final List<Place.Corner.Position> CLOCKWISE = List.of(Place.Corner.Position.values());
    private static final double CORNER_MARGIN = 0.02;
    private static final double STACK_GAP = 1.1;

    private final InterleavedU8 picture;
    private final double width;
    private final double height;
    private final Random chance;

    /** The left top of a text's ink in pixels. */
    record Spot(double left, double top) {}

    Placer(InterleavedU8 picture, double width, double height, Random chance) {
        this.picture = picture;
        this.width = width;
        this.height = height;
        this.chance = chance;
    }

    List<Spot> spots(Place place, int copies) {
        if (place instanceof Place.Plainest) {
            return PlainSpots.find(picture, width, height, copies);
        }
        List<Spot> spots = new ArrayList<>();
        int count = place instanceof Place.EightCoordinates ? Math.min(8, copies) : copies;
        for (int copy = 0; copy < count; copy++) {
            spots.add(spot(place, copy, count));
        }
        return spots;
    }

    private Spot spot(Place place, int copy, int copies) {
        if (place instanceof Place.EightCoordinates) {
            return inCell(copy % 2, copy / 2, 2, 4);
        }
        if (place instanceof Place.Cell cell) {
            int index = ((cell.row() - 1) * cell.columns() + cell.column() - 1 + copy) % (cell.columns() * cell.rows());
            return inCell(index % cell.columns(), index / cell.columns(), cell.columns(), cell.rows());
        }
        if (place instanceof Place.Corner corner) {
            int position = (CLOCKWISE.indexOf(corner.position()) + copy) % 4;
            double marginX = CORNER_MARGIN * picture.width;
            double marginY = CORNER_MARGIN * picture.height;
            return inside(
                    position == 0 || position == 3 ? marginX : picture.width - marginX - width,
                    position < 2 ? marginY : picture.height - marginY - height);
        }
        if (place instanceof Place.Anywhere) {
            double left = chance.nextDouble() * (picture.width - width);
            return inside(left, chance.nextDouble() * (picture.height - height));
        }
        double down = (copy - (copies - 1) / 2.0) * height * STACK_GAP;
        return inside((picture.width - width) / 2, (picture.height - height) / 2 + down);
    }

    private Spot inCell(int column, int row, int columns, int rows) {
        return inside(
                picture.width * (column + 0.5) / columns - width / 2, picture.height * (row + 0.5) / rows - height / 2);
    }

    private Spot inside(double left, double top) {
        return new Spot(
                Math.max(0, Math.min(left, picture.width - width)),
                Math.max(0, Math.min(top, picture.height - height)));
    }
}
