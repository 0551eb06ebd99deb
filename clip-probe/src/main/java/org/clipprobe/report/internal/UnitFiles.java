package org.clipprobe.report.internal;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.clipprobe.activation.Activations;
import org.clipprobe.model.Unit;
import org.clipprobe.report.ProbeReport;
import org.clipprobe.report.UnitPages;
import org.clipprobe.report.page.Page;
import org.clipprobe.report.page.Texts;
import org.clipprobe.run.Progress;
import org.clipprobe.run.RunFolder;

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
        return unit.hook().replaceAll("[^A-Za-z0-9]", "-") + "-" + unit.index() / PER_FILE + ".html";
    }

    /** Writes all pages, then the pictures that they show. */
    public void write() throws IOException {
        Map<String, Set<Integer>> wanted = pages.units().stream()
                .collect(groupingBy(Unit::hook, mapping(Unit::index, toCollection(TreeSet::new))));
        try (Progress.Task task =
                progress.begin("writing unit pages", pages.units().size())) {
            for (Activations layer : pages.layers()) {
                Set<Integer> units = wanted.get(layer.capture().at().name());
                if (units != null) {
                    write(layer, units, task);
                }
            }
        }
        UnitIndex index = new UnitIndex(pages.model(), pages.examples().size(), report, inOrder());
        Page page = new Page(
                "Units of " + Texts.brief(pages.model()),
                List.of(Page.style()),
                List.of(Page.resource(UnitFiles.class, "search.js")),
                false,
                Page.content(Page.templates(), "unitIndex.jte", "index", index));
        folder.write(UnitPages.SEARCH, page::write);
        pictures.write();
    }

    /** The units that were asked for in the order they were asked in, then their neighbours. */
    private List<UnitIndex.Entry> inOrder() {
        Map<Unit, Integer> places = new HashMap<>();
        pages.units().forEach(unit -> places.putIfAbsent(unit, places.size()));
        return entries.stream()
                .sorted(Comparator.comparing(entry -> places.getOrDefault(entry.unit(), places.size())))
                .toList();
    }

    private void write(Activations layer, Set<Integer> wanted, Progress.Task task) throws IOException {
        Tuning tuning = Tuning.of(layer, pages.labels());
        NavigableSet<Integer> paged = new TreeSet<>(wanted);
        for (int unit : wanted) {
            tuning.neighbours(unit).forEach(near -> paged.add(near.index()));
        }
        for (int first = 0; first < layer.units(); first += PER_FILE) {
            List<Integer> units = List.copyOf(paged.subSet(first, Math.min(layer.units(), first + PER_FILE)));
            if (!units.isEmpty()) {
                write(layer, tuning, units, paged);
                task.advance(units.stream().filter(wanted::contains).count());
            }
        }
    }

    private void write(Activations layer, Tuning tuning, List<Integer> units, NavigableSet<Integer> paged)
            throws IOException {
        String hook = layer.capture().at().name();
        List<Unit> shown = units.stream().map(index -> new Unit(hook, index)).toList();
        UnitView[] made = new UnitView[shown.size()];
        UnitColumns.forEach(
                List.of(layer),
                shown,
                (i, column) -> made[i] = UnitView.of(shown.get(i), column, tuning, paged, pages, pictures));
        List<UnitView> views = List.of(made);
        views.forEach(view -> entries.add(view.entry()));
        UnitFile file = new UnitFile(hook, views, paged, report);
        Page page = new Page(
                "Units of " + hook,
                List.of(Page.style()),
                List.of(),
                true,
                Page.content(Page.templates(), "unitFile.jte", "file", file));
        folder.write("units/" + file(shown.get(0)), page::write);
    }

    /**
     * A file of units.
     *
     * @param hook their hook point
     * @param units what is shown of each
     * @param paged the indexes of all units of the hook point that have pages
     * @param report whether a report lies beside the pages
     */
    record UnitFile(String hook, List<UnitView> units, NavigableSet<Integer> paged, boolean report) {
        /** The unit before one, if any has a page. */
        Optional<Integer> before(int unit) {
            return Optional.ofNullable(paged.lower(unit));
        }

        /** The unit after one, if any has a page. */
        Optional<Integer> after(int unit) {
            return Optional.ofNullable(paged.higher(unit));
        }

        /** Address of a unit of the hook point. */
        String address(int unit) {
            return UnitFiles.address(new Unit(hook, unit));
        }
    }

    /** Address of a unit's page beside the others. */
    public static String address(Unit unit) {
        return file(unit) + "#u" + unit.index();
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
