package org.clipprobe.result;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.clipprobe.run.Json;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.Skipped;

/**
 * What a study found, and on what: {@value #FILE}. The same inputs, options and seed give the same file, byte by byte;
 * docs/results.md describes it, and {@code result.schema.json} next to this class is its JSON Schema.
 *
 * @param schema the version of this form
 * @param study the question that was asked: {@code probe}, {@code unit}, {@code concept}, {@code attack}, …
 * @param model the model as the reader knows it
 * @param found the answer
 * @param examples what it rests on; the rows of the activations
 * @param activations the matrices in the run folder
 * @param skipped what was not used, and why
 * @param notes what was assumed, for people
 * @param <F> what this study finds
 */
public record StudyResult<F>(
        int schema,
        String study,
        String model,
        F found,
        List<ExampleRow> examples,
        List<ActivationRows> activations,
        List<Skipped> skipped,
        List<String> notes) {
    /** Its name in a run folder. */
    public static final String FILE = "result.json";

    /** The version that this program writes and reads. */
    public static final int SCHEMA = 1;

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Head(int schema, String study) {}

    public StudyResult {
        examples = List.copyOf(examples);
        activations = List.copyOf(activations);
        skipped = List.copyOf(skipped);
        notes = List.copyOf(notes);
    }

    /** Writes {@value #FILE}. */
    public void write(RunFolder folder) throws IOException {
        folder.json(FILE, this);
    }

    /**
     * Reads the result of a run, equal to what was written.
     *
     * @param runOrFile a run folder or its {@value #FILE}
     * @param study the study that is expected
     * @param found what it finds
     * @throws IOException when there is none, or it is another study's or version's; the message says what to do
     */
    public static <F> StudyResult<F> read(Path runOrFile, String study, Class<F> found) throws IOException {
        Path file = Files.isDirectory(runOrFile) ? runOrFile.resolve(FILE) : runOrFile;
        if (!Files.isRegularFile(file)) {
            throw new IOException(runOrFile + ": expected a run folder with a " + FILE + ", found none; name the folder"
                    + " that a run wrote");
        }
        Head head = Json.read(file, Head.class);
        if (head.schema() != SCHEMA || !head.study().equals(study)) {
            throw new IOException(file + ": expected a result of " + study + " in form " + SCHEMA + ", found one of "
                    + head.study() + " in form " + head.schema() + "; run the study again or name another folder");
        }
        @SuppressWarnings("unchecked")
        StudyResult<F> result = Json.read(file, StudyResult.class, found);
        return result;
    }
}
