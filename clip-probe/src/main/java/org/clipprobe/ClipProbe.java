package org.clipprobe;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.clipprobe.activation.Collected;
import org.clipprobe.activation.Collector;
import org.clipprobe.activation.CollectorOptions;
import org.clipprobe.activation.ProbingSet;
import org.clipprobe.activation.StoredCapture;
import org.clipprobe.image.Pictures;
import org.clipprobe.image.Preprocessing;
import org.clipprobe.model.Capture;
import org.clipprobe.model.Captures;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.StoredModel;
import org.clipprobe.model.TextSession;
import org.clipprobe.model.Tokens;
import org.clipprobe.model.VisionSession;
import org.clipprobe.model.VisionTower;
import org.clipprobe.probe.MultimodalProbe;
import org.clipprobe.probe.MultimodalResult;
import org.clipprobe.probe.ProbeException;
import org.clipprobe.result.ActivationRows;
import org.clipprobe.result.ExampleRow;
import org.clipprobe.result.Provenance;
import org.clipprobe.result.StudyResult;
import org.clipprobe.run.ContentKey;
import org.clipprobe.run.KeptRuns;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.Timings;

/**
 * The door: a model to ask, one call for each question.
 *
 * <pre>{@code
 * try (ClipProbe clip = ClipProbe.open(Path.of("my-clip"));
 *         ProbeRun found = clip.probe(ProbingSet.read(Path.of("pictures")), ProbeOptions.defaults())) {
 *     found.findings();                        // records
 *     found.activations().at("vision.3.mlp");  // a matrix, examples × units
 *     found.write(Path.of("spiders"));         // the run folder, provenance included
 * }
 * }</pre>
 *
 * <p>Its files are found when it is opened, and its graphs read when a question needs them.
 */
public final class ClipProbe implements AutoCloseable {
    private final StoredModel stored;
    private final Settings settings;
    private Optional<ClipModel> opened = Optional.empty();
    private Optional<Seeing> seeing = Optional.empty();
    private Optional<TextSession> reading = Optional.empty();

    private ClipProbe(StoredModel stored, Settings settings) {
        this.stored = stored;
        this.settings = settings;
    }

    /** Opens a model's folder, or one {@code .onnx} file, with {@link Settings#defaults()}. */
    public static ClipProbe open(Path folderOrFile) throws IOException {
        return open(folderOrFile, Settings.defaults());
    }

    /**
     * Opens a model's folder, or one {@code .onnx} file; see {@link ClipModel#open} for the layouts that are known.
     *
     * @throws org.clipprobe.model.ModelException when there is no such model or device; the message says what to do
     */
    public static ClipProbe open(Path folderOrFile, Settings settings) throws IOException {
        return new ClipProbe(StoredModel.find(folderOrFile, settings.model()), settings);
    }

    /** The model's towers, opened when this is first asked for. */
    public ClipModel model() throws IOException {
        if (opened.isEmpty()) {
            opened = Optional.of(stored.open());
        }
        return opened.get();
    }

    /** The settings that it was opened with. */
    public Settings settings() {
        return settings;
    }

    /**
     * Which units respond to both the pictures of and the words for the same concept? Pictures of no known concept take no
     * part.
     *
     * @throws ProbeException when the pictures cannot answer: fewer than two facets or concepts
     * @throws IOException when the model has no vision tower or no such hook point, or no picture can be read
     */
    public ProbeRun probe(ProbingSet pictures, ProbeOptions options) throws IOException, ProbeException {
        RunFolder scratch = scratch();
        try {
            return probe(pictures, options, scratch, Optional.of(scratch), new Timings());
        } catch (IOException | ProbeException | RuntimeException e) {
            scratch.close();
            throw e;
        }
    }

    /**
     * The same, written into a run folder that the caller begins and commits. The result's activations are those of the
     * folder.
     */
    public ProbeRun probe(ProbingSet pictures, ProbeOptions options, RunFolder folder)
            throws IOException, ProbeException {
        ProbeRun run = probe(pictures, options, folder, Optional.empty(), new Timings());
        run.write(folder, settings.progress());
        return run;
    }

    private static RunFolder scratch() throws IOException {
        return RunFolder.begin(Path.of(System.getProperty("java.io.tmpdir"), "clip-probe-" + UUID.randomUUID()));
    }

    private ProbeRun probe(
            ProbingSet pictures, ProbeOptions options, RunFolder folder, Optional<RunFolder> scratch, Timings timings)
            throws IOException, ProbeException {
        ProbingSet labelled = labelled(pictures);
        Provenance provenance = new Provenance(
                settings.command(), OptionValues.of(options), options.test().seed(), stored, timings);
        KeptProbes kept = new KeptProbes(store("probes"), question(options), labelled);
        Optional<KeptRuns.Kept> before = kept.find();
        if (before.isPresent()) {
            Optional<ProbeRun> again = again(before.get(), provenance, folder.file(ProbeRun.MATRICES), scratch);
            if (again.isPresent()) {
                return again.get();
            }
        }
        VisionTower tower = model().requireVision();
        ProbingSet set = WordExamples.added(
                labelled,
                tower.preprocessing().geometry(),
                options.words(),
                options.spellings(),
                options.test().seed());
        timings.done("opening");
        List<Capture> captures = Captures.of(tower, options.at(), options.pooling());
        Collected collected = collect(set, captures, folder.file(ProbeRun.MATRICES));
        timings.done("looking at pictures");
        MultimodalResult found = MultimodalProbe.run(
                collected.set().labels(), collected.activations().all(), options.test(), settings.progress());
        timings.done("testing");
        return new ProbeRun(
                result(collected, found),
                collected.activations(),
                folder.file(ProbeRun.MATRICES),
                new ProbeRun.Fresh(collected, provenance, kept, options.unitPages()),
                scratch);
    }

    private StudyResult<MultimodalResult> result(Collected collected, MultimodalResult found) throws IOException {
        List<String> notes = new ArrayList<>(found.notes());
        notes.addAll(model().notes());
        return new StudyResult<>(
                StudyResult.SCHEMA,
                ProbeRun.STUDY,
                stored.description(),
                found,
                ExampleRow.of(collected),
                ActivationRows.of(collected),
                collected.set().skipped(),
                notes);
    }

    /** What an earlier run found, without opening the model; empty when its activations are gone. */
    private Optional<ProbeRun> again(
            KeptRuns.Kept before, Provenance provenance, Path matrices, Optional<RunFolder> scratch)
            throws IOException {
        StudyResult<MultimodalResult> result =
                StudyResult.read(before.folder(), ProbeRun.STUDY, MultimodalResult.class);
        List<ContentKey> keys = result.examples().stream()
                .map(example -> new ContentKey(example.sha256()))
                .toList();
        List<StoredCapture> captures =
                result.activations().stream().map(ActivationRows::stored).toList();
        Optional<Path> store = store("activations");
        if (store.isEmpty() || !StoredCapture.restore(store.get(), captures, keys, matrices)) {
            return Optional.empty();
        }
        provenance.timings().done("taking an earlier answer");
        return Optional.of(new ProbeRun(
                result,
                ProbeRun.open(result, matrices),
                matrices,
                new ProbeRun.Again(before.folder(), provenance),
                scratch));
    }

    private static ProbingSet labelled(ProbingSet pictures) throws IOException {
        ProbingSet set = pictures.labelled();
        if (set.examples().isEmpty()) {
            throw new IOException(
                    "expected pictures in folders named by what they show, CONCEPT/*.png, or a metadata.csv"
                            + " with a column concept, found pictures without either");
        }
        return set;
    }

    /** What the answer depends on, besides the program, the pictures and the words, which follow from the others. */
    private List<String> question(ProbeOptions options) throws IOException {
        return List.of(
                stored.fingerprint(),
                stored.settings(),
                stored.description(),
                stored.device().toString(),
                options.toString(),
                Integer.toString(settings.batch()));
    }

    /**
     * Takes the activations of examples; what every study of pictures begins with.
     *
     * @param captures pooled ones, of the vision tower
     * @param matrices receives one NumPy file per capture
     */
    public Collected collect(ProbingSet set, List<Capture> captures, Path matrices) throws IOException {
        CollectorOptions options = new CollectorOptions(settings.batch(), settings.workers(), store("activations"));
        return Collector.of(model(), captures, options).collect(set, matrices, settings.progress());
    }

    /** Where finished work of a kind is kept between runs; empty when nothing is. */
    public Optional<Path> store(String what) throws IOException {
        if (settings.cache().isEmpty()) {
            return Optional.empty();
        }
        Path folder = settings.cache().get().resolve(what);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new IOException(
                    folder + ": the cache folder cannot be made (" + e.getMessage()
                            + "); name another, or keep nothing between runs",
                    e);
        }
        return Optional.of(folder);
    }

    /**
     * What the vision tower makes of one picture.
     *
     * @param at hook points, {@code *} stands for any letters; none for the hidden MLP neurons of every block, or a
     *     ResNet's stages
     */
    public Seen see(InterleavedU8 picture, String... at) throws IOException {
        VisionTower tower = model().requireVision();
        List<Capture> captures = Captures.of(tower, List.of(at), Optional.empty());
        if (seeing.isEmpty() || !seeing.get().captures().equals(captures)) {
            seeing.ifPresent(open -> open.session().close());
            seeing = Optional.of(new Seeing(captures, tower.open(captures)));
        }
        Preprocessing preprocessing = tower.preprocessing();
        Preprocessing.Geometry input = preprocessing.geometry();
        float[] pixels = new float[3 * input.width() * input.height()];
        preprocessing.normalise(preprocessing.fit(picture), pixels, 0);
        return Seen.of(captures, seeing.get().session().run(pixels, 1));
    }

    /** What the vision tower makes of a picture file. */
    public Seen see(Path picture, String... at) throws IOException {
        return see(Pictures.read(picture), at);
    }

    /**
     * Where a prompt is in the joint embedding, at length 1.
     *
     * @throws IOException when the model has no text tower or no tokenizer
     */
    public float[] embed(String prompt) throws IOException {
        if (reading.isEmpty()) {
            reading = Optional.of(model().requireText().open());
        }
        List<Tokens> tokens = model().requireText().tokenize(List.of(prompt));
        return reading.get().run(tokens).embeddings();
    }

    /** Sessions that are open for single pictures. */
    private record Seeing(List<Capture> captures, VisionSession session) {}

    @Override
    public void close() {
        seeing.ifPresent(open -> open.session().close());
        reading.ifPresent(TextSession::close);
        opened.ifPresent(ClipModel::close);
    }
}
