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
import org.clipprobe.concept.NamingResult;
import org.clipprobe.concept.SearchResult;
import org.clipprobe.image.Pictures;
import org.clipprobe.image.Preprocessing;
import org.clipprobe.model.Capture;
import org.clipprobe.model.Captures;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.StoredModel;
import org.clipprobe.model.TextSession;
import org.clipprobe.model.Tokens;
import org.clipprobe.model.UnitChoice;
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
            Optional<ProbeRun> again = again(before.get(), provenance, folder.file(StudyRun.MATRICES), scratch);
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
        Collected collected = collect(set, captures, folder.file(StudyRun.MATRICES));
        timings.done("looking at pictures");
        MultimodalResult found = MultimodalProbe.run(
                        collected.set().labels(), collected.activations().all(), options.test(), settings.progress())
                .withFamilies(pictures.families());
        timings.done("testing");
        return new ProbeRun(new StudyRun.Parts<>(
                result(ProbeRun.STUDY, found, found.notes(), collected),
                collected.activations(),
                folder.file(StudyRun.MATRICES),
                new Origin.Fresh(collected, provenance, Optional.of(kept), options.unitPages()),
                scratch));
    }

    private <F> StudyResult<F> result(String study, F found, List<String> about, Collected collected)
            throws IOException {
        List<String> notes = new ArrayList<>(about);
        notes.addAll(model().notes());
        return new StudyResult<>(
                StudyResult.SCHEMA,
                study,
                stored.description(),
                found,
                ExampleRow.of(collected),
                ActivationRows.of(collected),
                collected.set().skipped(),
                notes);
    }

    /** A study that leaves a result and activations. */
    @FunctionalInterface
    private interface Study<R> {
        R in(RunFolder folder, Optional<RunFolder> scratch) throws IOException;
    }

    private <R extends StudyRun<?>> R inScratch(Study<R> study) throws IOException {
        RunFolder scratch = scratch();
        try {
            return study.in(scratch, Optional.of(scratch));
        } catch (IOException | RuntimeException e) {
            scratch.close();
            throw e;
        }
    }

    private <R extends StudyRun<?>> R inFolder(Study<R> study, RunFolder folder) throws IOException {
        R run = study.in(folder, Optional.empty());
        run.write(folder, settings.progress());
        return run;
    }

    /**
     * What do units respond to, in words? Names are chosen on half of the pictures' sources and judged on the other half.
     *
     * @throws IOException when the model lacks a tower or the units, or no picture can be read
     */
    public NamingRun name(ProbingSet pictures, NameOptions options) throws IOException {
        return inScratch((folder, scratch) -> name(pictures, options, folder, scratch));
    }

    /** The same, written into a run folder that the caller begins and commits. */
    public NamingRun name(ProbingSet pictures, NameOptions options, RunFolder folder) throws IOException {
        return inFolder((into, scratch) -> name(pictures, options, into, scratch), folder);
    }

    private NamingRun name(ProbingSet pictures, NameOptions options, RunFolder folder, Optional<RunFolder> scratch)
            throws IOException {
        Timings timings = new Timings();
        VisionTower tower = model().requireVision();
        UnitChoice choice = UnitChoice.of(tower, options.units());
        ProbingSet set =
                WordExamples.added(pictures, tower.preprocessing().geometry(), options.words(), 0, options.seed());
        Path matrices = folder.file(StudyRun.MATRICES);
        NamingGround ground = NamingGround.of(
                this, set, choice.captures(), options.concepts(), options.templates(), matrices, timings);
        NamingResult found = Naming.of(ground, choice.units(), options, model().logitScale(), settings.progress());
        timings.done("naming");
        return new NamingRun(parts(
                result(NamingRun.STUDY, found, ground.notes(), ground.collected()),
                ground.collected(),
                matrices,
                new Provenance(settings.command(), OptionValues.of(options), options.seed(), stored, timings),
                scratch));
    }

    private static <F> StudyRun.Parts<F> parts(
            StudyResult<F> result,
            Collected collected,
            Path matrices,
            Provenance provenance,
            Optional<RunFolder> scratch) {
        Origin origin = new Origin.Fresh(collected, provenance, Optional.empty(), false);
        return new StudyRun.Parts<>(result, collected.activations(), matrices, origin, scratch);
    }

    /**
     * Which units respond to a prompt's concept?
     *
     * @throws IllegalArgumentException when a prompt is empty, is there twice, or is longer than the text tower reads
     * @throws IOException when the model lacks a tower or the hook points, or no picture can be read
     */
    public ConceptRun search(ProbingSet pictures, SearchOptions options) throws IOException {
        return inScratch((folder, scratch) -> search(pictures, options, folder, scratch));
    }

    /** The same, written into a run folder that the caller begins and commits. */
    public ConceptRun search(ProbingSet pictures, SearchOptions options, RunFolder folder) throws IOException {
        return inFolder((into, scratch) -> search(pictures, options, into, scratch), folder);
    }

    private ConceptRun search(ProbingSet pictures, SearchOptions options, RunFolder folder, Optional<RunFolder> scratch)
            throws IOException {
        Timings timings = new Timings();
        VisionTower tower = model().requireVision();
        List<Capture> captures = Captures.of(tower, options.at(), options.pooling());
        Searching searching = Searching.of(model(), options, settings.progress());
        ProbingSet set =
                WordExamples.added(pictures, tower.preprocessing().geometry(), options.words(), 0, options.seed());
        Path matrices = folder.file(StudyRun.MATRICES);
        NamingGround ground =
                NamingGround.of(this, set, captures, options.concepts(), options.templates(), matrices, timings);
        SearchResult found = searching.in(ground, timings, settings.progress());
        return new ConceptRun(parts(
                result(ConceptRun.STUDY, found, ground.notes(), ground.collected()),
                ground.collected(),
                matrices,
                new Provenance(settings.command(), OptionValues.of(options), options.seed(), stored, timings),
                scratch));
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
        return Optional.of(new ProbeRun(new StudyRun.Parts<>(
                result,
                StudyRun.open(result, matrices),
                matrices,
                new Origin.Again(before.folder(), provenance),
                scratch)));
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
