package org.clipprobe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.clipprobe.activation.Collected;
import org.clipprobe.activation.Example;
import org.clipprobe.activation.ProbingSet;
import org.clipprobe.report.UnitPages;
import org.clipprobe.report.page.Illustration;
import org.clipprobe.result.StudyResult;
import org.clipprobe.run.ContentKey;
import org.clipprobe.run.KeptRuns;
import org.clipprobe.run.RunFolder;

/**
 * Probes that were answered before: by the same program, about the same model and pictures, with the same options. Their
 * results and thumbnails are kept; tables and page are drawn from them again.
 */
final class KeptProbes {
    private final Optional<KeptRuns> runs;
    private final ContentKey question;
    private final ProbingSet read;

    /**
     * Answers to one question.
     *
     * @param store where they are kept; empty when nothing is
     * @param question what the answer depends on besides the pictures' contents
     * @param read the pictures
     */
    KeptProbes(Optional<Path> store, List<String> question, ProbingSet read) throws IOException {
        List<String> all = new ArrayList<>(List.of("probe 2", ProgramFiles.key().hex()));
        all.addAll(question);
        read.examples()
                .forEach(example -> all.addAll(List.of(
                        example.id(),
                        example.concept().orElse(""),
                        example.facet().name(),
                        example.source())));
        read.families().forEach((concept, family) -> all.addAll(List.of(concept, family)));
        all.add(Integer.toString(read.examples().size()));
        read.skipped().forEach(skipped -> all.addAll(List.of(skipped.file(), skipped.reason())));
        this.runs = store.map(KeptRuns::new);
        this.question = ContentKey.of(all.toArray(String[]::new));
        this.read = read;
    }

    /** What was answered to the same question about the same contents. */
    Optional<KeptRuns.Kept> find() {
        if (runs.isEmpty() || !runs.get().knows(question)) {
            return Optional.empty();
        }
        try {
            return runs.get().find(question, contents(KeptProbes::key));
        } catch (UncheckedIOException e) {
            // A picture that cannot be read: the run says so.
            return Optional.empty();
        }
    }

    /** Whether a file cannot be drawn from the result again. */
    static boolean copied(String name) {
        return name.startsWith(Illustration.THUMBNAILS) || name.startsWith(UnitPages.FOLDER);
    }

    /** Keeps a run that was written, unless a picture could not be read at all. */
    void keep(RunFolder folder, Collected collected) {
        if (runs.isEmpty() || !collected.contents().keySet().containsAll(read.examples())) {
            return;
        }
        ContentKey contents = contents(example -> collected.contents().get(example));
        runs.get().keep(question, contents, kept -> {
            for (String name : folder.names()) {
                if (copied(name) || name.equals(StudyResult.FILE)) {
                    kept.write(name, out -> Files.copy(folder.file(name), out));
                }
            }
        });
    }

    private ContentKey contents(Function<Example, ContentKey> key) {
        return ContentKey.of(read.examples().parallelStream()
                .map(example -> key.apply(example).hex())
                .toArray(String[]::new));
    }

    private static ContentKey key(Example example) {
        if (!(example.pixels() instanceof Example.PictureFile file)) {
            throw new IllegalArgumentException("expected a picture file, found " + example.pixels());
        }
        try {
            return ContentKey.of(Files.readAllBytes(file.path()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
