package org.clipprobe.report;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.clipprobe.activation.Activations;
import org.clipprobe.activation.Labels;
import org.clipprobe.concept.UnitDossier;
import org.clipprobe.model.Unit;
import org.clipprobe.report.internal.UnitFiles;
import org.clipprobe.report.page.Illustration;
import org.clipprobe.run.Progress;
import org.clipprobe.run.RunFolder;

/**
 * A page for each of some units and of the units most like them, with a page to search them: the folder {@code units} of a
 * run folder.
 *
 * <p>Units share files of 64, and a file shows the one that its address names, so that a layer of thousands of units is
 * neither thousands of files nor one that no browser opens. Nothing but links and pictures inside the run folder is
 * loaded; the search page alone has a script, which its content security policy names by its hash.
 *
 * @param labels what each example is
 * @param examples how each example is shown, in the order of {@code labels}
 * @param layers one for each hook point, {@code [examples, units]} each
 * @param units those wanted, of these layers; each one's neighbours get pages too; the search lists them in
 *     this order, neighbours last
 * @param model the model as the reader knows it
 * @param concepts texts of the concept set that names are taken from; empty without names
 * @param answers what is known of each unit; asked from several threads
 */
public record UnitPages(
        Labels labels,
        List<Illustration> examples,
        List<Activations> layers,
        List<Unit> units,
        String model,
        List<String> concepts,
        Answers answers) {

    /** What is known of units. */
    @FunctionalInterface
    public interface Answers {
        /**
         * What is known of one unit.
         *
         * @param activations of the unit, one for each example; not to be changed
         */
        UnitDossier of(Unit unit, float[] activations);
    }

    /** Where the pages are in a run folder. */
    public static final String FOLDER = "units/";

    /** The search page, in a run folder. */
    public static final String SEARCH = UnitPages.FOLDER + "index.html";

    public UnitPages {
        examples = List.copyOf(examples);
        layers = List.copyOf(layers);
        units = List.copyOf(units);
        concepts = List.copyOf(concepts);
        if (examples.size() != labels.examples()) {
            throw new IllegalArgumentException(
                    "expected " + labels.examples() + " examples, one per label, found " + examples.size());
        }
    }

    /** Pages of units without names. */
    public static UnitPages unnamed(
            Labels labels, List<Illustration> examples, List<Activations> layers, List<Unit> units, String model) {
        return new UnitPages(
                labels, examples, layers, units, model, List.of(), (unit, activations) -> UnitDossier.none());
    }

    /** Every unit of some layers. */
    public static List<Unit> all(List<Activations> layers) {
        return layers.stream()
                .flatMap(layer -> IntStream.range(0, layer.units())
                        .mapToObj(i -> new Unit(layer.capture().at().name(), i)))
                .toList();
    }

    /** Writes the pages and the pictures that they show. */
    public void write(RunFolder folder, Progress progress) throws IOException {
        new UnitFiles(this, folder, progress).write();
    }

    /** The page of a unit, as an address relative to the run folder. */
    public static String address(Unit unit) {
        return "units/" + UnitFiles.address(unit);
    }
}
