package org.clipprobe.look;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.clipprobe.activation.array.ArrayFormat;
import org.clipprobe.activation.array.ArrayWriter;
import org.clipprobe.activation.array.NumberType;
import org.clipprobe.look.PromptView.TokenView;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunTable;

/**
 * Writes a look as numbers: {@code maps.npy}, {@code [maps, rows, columns]} of the places' values as they are (where grids
 * differ, those of smaller ones stand at the top left and the rest is not a number), {@code maps.csv}, which says what each
 * is, {@code places.csv}, the same values one to a line, {@code contributions.npy}, {@code [pairs, blocks, heads, positions]},
 * {@code parts.csv} and {@code tokens.csv}.
 */
public final class LookFiles {
    private LookFiles() {}

    private record Row(int picture, String prompt, PatchMap map) {}

    /** Writes all files. */
    public static void write(LookResult result, RunFolder folder) throws IOException {
        List<Row> rows = rows(result);
        maps(rows, folder.file("maps.npy"));
        index(result, rows, folder);
        places(result, rows, folder);
        contributions(result, folder);
        parts(result, folder);
        tokens(result, folder);
    }

    private static List<Row> rows(LookResult result) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < result.pictures().size(); i++) {
            PictureView picture = result.pictures().get(i);
            for (PatchMap map : picture.maps()) {
                rows.add(new Row(i, "", map));
            }
            for (PromptView prompt : picture.prompts()) {
                for (PatchMap map : prompt.maps()) {
                    rows.add(new Row(i, prompt.prompt(), map));
                }
            }
        }
        return rows;
    }

    private static void maps(List<Row> rows, Path file) throws IOException {
        int height =
                rows.stream().mapToInt(row -> row.map().grid().rows()).max().orElse(0);
        int width =
                rows.stream().mapToInt(row -> row.map().grid().columns()).max().orElse(0);
        try (ArrayWriter writer = ArrayWriter.create(
                file, ArrayFormat.NPY, NumberType.FLOAT32, "maps", List.of(height, width), Map.of())) {
            for (Row row : rows) {
                float[] values = new float[height * width];
                Arrays.fill(values, Float.NaN);
                float[] patches = row.map().patches();
                int columns = row.map().grid().columns();
                for (int y = 0; y < row.map().grid().rows(); y++) {
                    System.arraycopy(patches, y * columns, values, y * width, columns);
                }
                writer.append(values, 1);
            }
        }
    }

    private static void index(LookResult result, List<Row> rows, RunFolder folder) throws IOException {
        List<String> header = List.of(
                "map", "picture", "kind", "label", "prompt", "measure", "rows", "columns", "places_sum", "others_sum");
        try (RunTable table = folder.table("maps.csv", header)) {
            for (int i = 0; i < rows.size(); i++) {
                PatchMap map = rows.get(i).map();
                double places = sum(map.values(), map.grid().others(), map.values().length);
                table.row(
                        i,
                        result.pictures().get(rows.get(i).picture()).name(),
                        kind(map),
                        map.label(),
                        rows.get(i).prompt(),
                        map.measure(),
                        map.grid().rows(),
                        map.grid().columns(),
                        places,
                        sum(map.values(), 0, map.grid().others()));
            }
        }
    }

    private static String kind(PatchMap map) {
        return map.kind().name().toLowerCase(java.util.Locale.ROOT);
    }

    private static double sum(float[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum;
    }

    private static void places(LookResult result, List<Row> rows, RunFolder folder) throws IOException {
        try (RunTable table = folder.table("places.csv", List.of("map", "picture", "row", "column", "value"))) {
            for (int i = 0; i < rows.size(); i++) {
                PatchMap map = rows.get(i).map();
                String name = result.pictures().get(rows.get(i).picture()).name();
                for (int row = 0; row < map.grid().rows(); row++) {
                    for (int column = 0; column < map.grid().columns(); column++) {
                        table.row(i, name, row, column, map.at(row, column));
                    }
                }
            }
        }
    }

    /** One row for each picture with each prompt, pictures first; only where each pair has such a sum. */
    private static void contributions(LookResult result, RunFolder folder) throws IOException {
        List<PromptView> pairs = result.pictures().stream()
                .flatMap(picture -> picture.prompts().stream())
                .toList();
        if (pairs.isEmpty()
                || pairs.stream().anyMatch(pair -> pair.decomposition().isEmpty())) {
            return;
        }
        Decomposition first = pairs.get(0).decomposition().orElseThrow();
        List<Integer> shape = List.of(first.blocks(), first.heads(), first.positions());
        try (ArrayWriter writer = ArrayWriter.create(
                folder.file("contributions.npy"),
                ArrayFormat.NPY,
                NumberType.FLOAT32,
                "contributions",
                shape,
                Map.of())) {
            for (PromptView pair : pairs) {
                writer.append(pair.decomposition().orElseThrow().contributions(), 1);
            }
        }
    }

    private static void parts(LookResult result, RunFolder folder) throws IOException {
        try (RunTable table =
                folder.table("parts.csv", List.of("picture", "prompt", "tower", "part", "cosine_similarity"))) {
            for (PictureView picture : result.pictures()) {
                for (PromptView prompt : picture.prompts()) {
                    if (prompt.decomposition().isPresent()) {
                        Decomposition sum = prompt.decomposition().get();
                        table.row(picture.name(), prompt.prompt(), "vision", "positions through heads", positions(sum));
                        for (Part part : sum.parts()) {
                            table.row(picture.name(), prompt.prompt(), "vision", part.name(), part.value());
                        }
                    }
                    for (Part part : prompt.tokenParts()) {
                        table.row(picture.name(), prompt.prompt(), "text", part.name(), part.value());
                    }
                }
            }
        }
    }

    private static double positions(Decomposition sum) {
        return sum(sum.contributions(), 0, sum.contributions().length);
    }

    private static void tokens(LookResult result, RunFolder folder) throws IOException {
        List<String> header = List.of("picture", "prompt", "position", "token", "contribution", "lost_without");
        try (RunTable table = folder.table("tokens.csv", header)) {
            for (PictureView picture : result.pictures()) {
                for (PromptView prompt : picture.prompts()) {
                    for (int i = 0; i < prompt.tokens().size(); i++) {
                        TokenView token = prompt.tokens().get(i);
                        table.row(
                                picture.name(),
                                prompt.prompt(),
                                i,
                                token.text(),
                                token.contribution().orElse(Double.NaN),
                                token.removal().orElse(Double.NaN));
                    }
                }
            }
        }
    }
}
