package org.clipprobe.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clipprobe.activation.Collected;
import org.clipprobe.model.Capture;
import org.clipprobe.model.VisionTower;
import org.clipprobe.model.VisionTower.Grid;
import org.clipprobe.result.ExampleRow;
import org.clipprobe.result.ExampleTable;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunRecord;

/**
 * How the positions of unpooled activations lie on the picture.
 *
 * @param byHook in the order of the captures; a hook point with one position has none
 */
record Grids(Map<String, Grid> byHook) {
    /** {@code run.json} with the grids. */
    record Placed(@JsonUnwrapped RunRecord run, Map<String, Grid> grids) {}

    static Grids of(VisionTower tower, List<Capture> captures) {
        Map<String, Grid> byHook = new LinkedHashMap<>();
        captures.forEach(capture -> tower.grid(capture.at())
                .ifPresent(grid -> byHook.put(capture.at().name(), grid)));
        return new Grids(byHook);
    }

    /** {@code examples.csv} with the grid in every row: of all hook points together, or of each where they differ. */
    void write(RunFolder folder, Collected collected) throws IOException {
        List<String> columns = new ArrayList<>();
        List<Integer> cells = new ArrayList<>();
        boolean same = byHook.values().stream().distinct().count() == 1;
        byHook.entrySet().stream().limit(same ? 1 : byHook.size()).forEach(entry -> {
            String at = same ? "" : " of " + entry.getKey();
            columns.addAll(List.of("grid_rows" + at, "grid_columns" + at, "tokens_before_grid" + at));
            Grid grid = entry.getValue();
            cells.addAll(List.of(grid.rows(), grid.columns(), grid.others()));
        });
        ExampleTable.write(folder, ExampleRow.of(collected), columns, cells);
    }

    void write(RunFolder folder, RunRecord record) throws IOException {
        folder.json(RunFolder.RECORD, new Placed(record, byHook));
    }
}
