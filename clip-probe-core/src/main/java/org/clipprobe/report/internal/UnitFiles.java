package org.clipprobe.report.internal;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.clipprobe.activation.Activations;
import org.clipprobe.activation.Progress;
import org.clipprobe.model.Unit;
import org.clipprobe.report.ProbeReport;
import org.clipprobe.report.RunFolder;
import org.clipprobe.report.UnitPages;

/** Writes the pages of units. */
public final class UnitFiles {
    /** Units in one file. */
    static final int PER_FILE = 64;

    private final UnitPages pages;
    private final RunFolder folder;
    private final Progress progress;
    private final PictureFiles pictures;
    private final boolean report;
    private final List<UnitIndex.Entry> entries = new ArrayList<>();

    public UnitFiles(UnitPages pages, RunFolder folder, Progress progress) throws IOException {
        this.pages = pages;
        this.folder = folder;
        this.progress = progress;
        this.report = Files.exists(folder.file(ProbeReport.PAGE));
        this.pictures = new PictureFiles(pages.examples(), folder);
    }

    /** The file that a unit is in. */
    public static String file(Unit unit) {
        return file(unit.hook(), unit.index() / PER_FILE);
    }

    private static String file(String hook, int number) {
        return hook.replaceAll("[^A-Za-z0-9]", "-") + "-" + number + ".html";
    }

    /** Writes all pages, then the pictures that they show. */
    public void write() throws IOException {
        long units = pages.layers().stream().mapToLong(Activations::units).sum();
        try (Progress.Task task = progress.begin("writing unit pages", units)) {
            for (Activations layer : pages.layers()) {
                Tuning tuning = Tuning.of(layer, pages.labels());
                for (int from = 0; from < layer.units(); from += PER_FILE) {
                    int to = Math.min(layer.units(), from + PER_FILE);
                    write(layer, tuning, from, to);
                    task.advance(to - from);
                }
            }
        }
        UnitIndex index = new UnitIndex(pages.model(), pages.examples().size(), report, entries);
        Page page = new Page(
                "Units of " + Texts.brief(pages.model()),
                List.of(Page.style()),
                List.of(Page.resource(UnitFiles.class, "search.js")),
                false,
                Page.content(Page.templates(), "unitIndex.jte", "index", index));
        folder.write(UnitPages.SEARCH, page::write);
        pictures.write();
    }

    private void write(Activations layer, Tuning tuning, int from, int to) throws IOException {
        int examples = layer.examples();
        float[] columns = new float[Math.multiplyExact(to - from, examples)];
        layer.columns(from, to, columns);
        String hook = layer.capture().at().name();
        List<UnitView> views = IntStream.range(from, to)
                .parallel()
                .mapToObj(unit -> {
                    float[] column = java.util.Arrays.copyOfRange(
                            columns, (unit - from) * examples, (unit - from + 1) * examples);
                    return UnitView.of(new Unit(hook, unit), column, tuning, pages, pictures);
                })
                .toList();
        views.forEach(view -> entries.add(view.entry()));
        UnitFile file = new UnitFile(hook, views, from, layer.units(), report);
        Page page = new Page(
                "Units of " + hook,
                List.of(Page.style()),
                List.of(),
                true,
                Page.content(Page.templates(), "unitFile.jte", "file", file));
        folder.write("units/" + file(hook, from / PER_FILE), page::write);
    }

    /**
     * A file of units.
     *
     * @param hook their hook point
     * @param units what is shown of each
     * @param from index of the first
     * @param all number of units at the hook point
     * @param report whether a report lies beside the pages
     */
    record UnitFile(String hook, List<UnitView> units, int from, int all, boolean report) {
        /** Address of the unit before or after, empty at the ends. */
        String address(int unit) {
            return unit < 0 || unit >= all ? "" : file(new Unit(hook, unit)) + "#u" + unit;
        }
    }

    /** Text as a JSON string that cannot end a script element. */
    static String json(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : JsonStringEncoder.getInstance().quoteAsString(text)) {
            if (c == '<' || c == '>' || c == '&' || c == '\u2028' || c == '\u2029') {
                out.append(String.format(java.util.Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
