package org.clipprobe.cli.argument;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.clipprobe.activation.CollectorOptions;
import org.clipprobe.activation.ProbingSet;
import org.clipprobe.cli.console.Messages;
import org.clipprobe.run.UserFolders;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How pictures go through the tower. */
public final class PictureArguments {
    /** The help text of the positional parameter that names the pictures. */
    public static final String PICTURES =
            "A folder: CONCEPT/FACET/*.png, CONCEPT/*.png, a flat folder, or any of these with a"
                    + " metadata.csv or .jsonl (file_name, concept, facet, source). Default: the sample pictures.";

    private static final int MOST_AT_ONCE = 4096;

    @Option(names = "--batch", paramLabel = "N", description = "Pictures per forward pass. Default: ${DEFAULT-VALUE}.")
    private int batch = 16;

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description = "Where finished work is kept between runs, under the hash of its input; 'none' keeps none."
                    + " Default: clip-probe in the user's cache folder.")
    private String cache = "";

    @Option(
            names = "--variants-by-name",
            description =
                    "NAME-1.png, NAME-2.png, … are variants of one drawing or photograph, no independent examples."
                            + " A column source in metadata.csv says it better.")
    private boolean variantsByName;

    public ProbingSet read(Path pictures) throws IOException {
        ProbingSet set = ProbingSet.read(pictures == null ? Samples.pictures() : pictures);
        return variantsByName ? set.variantsByName() : set;
    }

    /** As {@link #read}, and says what was assumed. */
    public ProbingSet read(Path pictures, CommandSpec spec) throws IOException {
        ProbingSet set = read(pictures);
        say(set.notes(), spec);
        return set;
    }

    /** Only those pictures whose concept is known, of which there must be some. */
    public ProbingSet labelled(Path pictures) throws IOException {
        ProbingSet set = read(pictures).labelled();
        if (set.examples().isEmpty()) {
            throw new IOException(
                    pictures + ": expected pictures in folders named by what they show, CONCEPT/*.png, or a"
                            + " metadata.csv with a column concept, found pictures without either");
        }
        return set;
    }

    public static void say(List<String> notes, CommandSpec spec) {
        notes.forEach(note -> spec.commandLine().getErr().println("note: " + note.replaceAll("\\p{Cntrl}", "?")));
        spec.commandLine().getErr().flush();
    }

    /** Pictures per forward pass. */
    public int batch() throws UsageException {
        if (batch < 1 || batch > MOST_AT_ONCE) {
            throw new UsageException("--batch: expected 1 to " + MOST_AT_ONCE + ", found " + batch);
        }
        return batch;
    }

    /** Where finished work is kept; empty when none is. */
    public Optional<Path> cache() throws IOException {
        if (cache.equals("none")) {
            return Optional.empty();
        }
        Path folder = cache.isEmpty() ? UserFolders.cache() : Path.of(cache);
        try {
            return Optional.of(Files.createDirectories(folder));
        } catch (IOException e) {
            throw new IOException(
                    folder + ": the cache folder cannot be made (" + Messages.of(e)
                            + "); name another with --cache DIR, or none with --cache none",
                    e);
        }
    }

    public CollectorOptions collectorOptions(int threads) throws IOException {
        return new CollectorOptions(batch(), threads, store("activations"));
    }

    /** Where what was computed of a kind is kept between runs; empty when nothing is. */
    public Optional<Path> store(String what) throws IOException {
        Optional<Path> folder = cache().map(root -> root.resolve(what));
        if (folder.isPresent()) {
            Files.createDirectories(folder.get());
        }
        return folder;
    }
}
