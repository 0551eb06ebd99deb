package org.clipprobe.attack.run;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.clipprobe.attack.Attack;
import org.clipprobe.attack.Controls;
import org.clipprobe.attack.Protocol;
import org.clipprobe.attack.Seeds;
import org.clipprobe.attack.outcome.Trial;
import org.clipprobe.run.ContentKey;
import org.clipprobe.run.Progress;
import org.clipprobe.run.Skipped;

/**
 * Attacks pictures and asks a model what it sees before and after. Reading, painting and fitting overlap with the forward
 * pass, every picture is decoded and fitted once for all attacks on it, and memory does not grow with the number of
 * pictures or attacks. Pictures go through in shards whose batches are always the same, so that a run that was interrupted
 * and goes on from its journal gives the same numbers to the last digit.
 */
public final class AttackRun {
    /** Batches in a shard, so that its last, partly filled one costs little. */
    private static final int BATCHES_PER_SHARD = 16;

    private static final int MAX_PICTURES_PER_SHARD = 256;

    private final ImageEmbedder model;
    private final ZeroShot classes;
    private final Protocol protocol;
    private final Options options;
    /** Classes and attacked texts in lower case: no control writes one of them by chance. */
    private final Set<String> meaning;

    /**
     * A picture to attack.
     *
     * @param id its name in tables, also the seed of what is left to chance
     * @param trueClass what it shows; empty where nobody knows
     * @param file where it lies
     * @param source what exists once in the world and the picture is a variant of
     */
    public record Picture(String id, String trueClass, Path file, String source) {
        /** A picture that is its own source. */
        public Picture(String id, String trueClass, Path file) {
            this(id, trueClass, file, id);
        }
    }

    /**
     * How a run goes.
     *
     * @param batch pictures per forward pass
     * @param workers threads that read, paint and fit
     * @param seed of all that is left to chance
     * @param controls that each attack has
     * @param journal where finished shards are kept, so that an interrupted run can go on; without it nothing is kept
     */
    public record Options(int batch, int workers, long seed, Controls controls, Optional<Path> journal) {
        /** Without controls. */
        public Options(int batch, int workers, long seed, Optional<Path> journal) {
            this(batch, workers, seed, Controls.none(), journal);
        }

        public Options {
            if (batch < 1 || workers < 1) {
                throw new IllegalArgumentException(
                        "expected a batch and workers from 1, found " + batch + " and " + workers);
            }
        }
    }

    /**
     * The result of a run.
     *
     * @param trials how many trials the sink received
     * @param embedded pictures that went through the model in this run, attacked or not
     * @param skipped pictures that could not be read, and why
     */
    public record Result(long trials, long embedded, List<Skipped> skipped) {
        public Result {
            skipped = List.copyOf(skipped);
        }
    }

    public AttackRun(ImageEmbedder model, ZeroShot classes, Protocol protocol, Options options) {
        if (model.dimensions() != classes.dimensions()) {
            throw new IllegalArgumentException("expected class embeddings of " + model.dimensions()
                    + " dimensions, found " + classes.dimensions());
        }
        this.model = model;
        this.classes = classes;
        this.protocol = protocol;
        this.options = options;
        List<String> texts = new ArrayList<>(classes.classes());
        texts.addAll(classes.guests());
        protocol.texts().forEach(wording -> texts.add(wording.text()));
        this.meaning = Controls.lowerCase(texts);
    }

    /**
     * Attacks every picture in every way of the protocol.
     *
     * @param sink receives the trials, picture after picture and variant after variant
     * @throws IOException when the model fails or the journal cannot be written; a picture that cannot be read is skipped
     */
    public Result run(List<Picture> pictures, Progress progress, Consumer<Trial> sink) throws IOException {
        return run(pictures, progress, (trial, before, after) -> sink.accept(trial));
    }

    /** As the other {@code run}, for a sink that also wants what the model's captured units did. */
    public Result run(List<Picture> pictures, Progress progress, TrialSink sink) throws IOException {
        try (Journal journal = Journal.open(options.journal(), runKey());
                Progress.Task task = progress.begin("attacking pictures", pictures.size());
                AttackFeeder feeder = new AttackFeeder(model, protocol.stage(), options)) {
            Pass pass = new Pass(journal, feeder, task, sink);
            for (List<PictureWork> shard : shards(pictures)) {
                pass.take(shard);
            }
            pass.finish();
            return new Result(pass.trials, pass.embedded, pass.skipped);
        }
    }

    private ContentKey runKey() throws IOException {
        return ContentKey.of(
                "attack 2",
                model.fingerprint(),
                protocol.json(),
                options.controls().kinds().toString(),
                String.join("\n", classes.classes()),
                Long.toString(options.seed()),
                Integer.toString(options.batch()));
    }

    /** The pictures in shards, made as they are needed. */
    private Iterable<List<PictureWork>> shards(List<Picture> pictures) {
        int variants = pictures.isEmpty() ? 0 : passes(pictures.get(0)) - 1;
        int wanted = (options.batch() * BATCHES_PER_SHARD + variants) / (1 + variants);
        int size = Math.max(1, Math.min(MAX_PICTURES_PER_SHARD, wanted));
        return () -> new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < pictures.size();
            }

            @Override
            public List<PictureWork> next() {
                int from = next;
                next = Math.min(pictures.size(), from + size);
                return pictures.subList(from, next).stream()
                        .map(picture -> work(picture))
                        .toList();
            }
        };
    }

    /** How many pictures will go through the model, with controls and unattacked ones. */
    public long passes(List<Picture> pictures) {
        return pictures.stream().mapToLong(this::passes).sum();
    }

    private int passes(Picture picture) {
        return 1
                + attacks(picture).size()
                        * (1 + options.controls().kinds(picture.trueClass()).size());
    }

    private PictureWork work(Picture picture) {
        List<Attack> attacks = attacks(picture);
        long seed = Seeds.of(options.seed(), picture.id(), 0);
        Map<List<Object>, List<Controls.Written>> written = new HashMap<>();
        List<List<Controls.Written>> controls = options.controls().kinds().isEmpty()
                ? List.of()
                : attacks.stream()
                        .map(attack -> written.computeIfAbsent(
                                List.of(attack.text(), attack.typeface(), attack.size(), attack.stroke()),
                                key -> options.controls().of(attack, picture.trueClass(), meaning, seed)))
                        .toList();
        return new PictureWork(picture, attacks, controls, model.dimensions(), model.units());
    }

    private List<Attack> attacks(Picture picture) {
        return protocol.attacksOn(picture.id(), picture.trueClass(), classes.classes(), options.seed());
    }

    /** One walk over the pictures. */
    private final class Pass {
        private final Journal journal;
        private final AttackFeeder feeder;
        private final Progress.Task task;
        private final TrialSink sink;
        private final List<Skipped> skipped = new ArrayList<>();
        private final List<AttackFeeder.Variant> batch = new ArrayList<>();
        private long trials;
        private long embedded;

        Pass(Journal journal, AttackFeeder feeder, Progress.Task task, TrialSink sink) {
            this.journal = journal;
            this.feeder = feeder;
            this.task = task;
            this.sink = sink;
        }

        void take(List<PictureWork> shard) throws IOException {
            ContentKey key = journal.isKept() ? shardKey(shard) : ContentKey.of("not kept");
            if (journal.isKept() && journal.read(key, shard)) {
                finish();
                emit(shard);
                task.skip(shard.size());
                return;
            }
            feeder.add(shard, key);
            while (feeder.isAhead()) {
                work();
            }
        }

        void finish() throws IOException {
            while (!feeder.isEmpty()) {
                work();
            }
        }

        private void work() throws IOException {
            AttackFeeder.Step step = feeder.next();
            for (AttackFeeder.Variant variant : step.variants()) {
                batch.add(variant);
                if (batch.size() == options.batch()) {
                    embed();
                }
            }
            if (step.endsShard().isPresent()) {
                embed();
                AttackFeeder.Shard shard = step.endsShard().get();
                journal.write(shard.key(), shard.pictures());
                emit(shard.pictures());
                task.advance(shard.pictures().size());
            }
        }

        private void embed() throws IOException {
            if (batch.isEmpty()) {
                return;
            }
            List<InterleavedU8> pictures =
                    batch.stream().map(AttackFeeder.Variant::fitted).toList();
            float[] values = model.embed(pictures);
            int columns = model.dimensions() + model.units();
            if (values.length < pictures.size() * columns) {
                throw new IOException("vision tower: expected " + pictures.size() + " × " + columns + " values, found "
                        + values.length);
            }
            for (int i = 0; i < batch.size(); i++) {
                AttackFeeder.Variant variant = batch.get(i);
                variant.work().set(variant, values, i * columns);
            }
            embedded += batch.size();
            batch.clear();
        }

        private void emit(List<PictureWork> shard) {
            for (PictureWork work : shard) {
                work.problem()
                        .ifPresent(
                                reason -> skipped.add(new Skipped(work.picture().id(), reason)));
                if (work.problem().isEmpty()) {
                    trials += work.trials(classes, sink);
                }
            }
        }

        private ContentKey shardKey(List<PictureWork> shard) {
            List<String> parts = new ArrayList<>();
            for (PictureWork work : shard) {
                parts.add(work.picture().id());
                parts.add(work.picture().trueClass());
                parts.add(content(work.picture().file()));
            }
            return ContentKey.of(parts.toArray(String[]::new));
        }

        private String content(Path file) {
            try {
                return ContentKey.of(Files.readAllBytes(file)).hex();
            } catch (IOException e) {
                return "cannot be read";
            }
        }
    }
}
