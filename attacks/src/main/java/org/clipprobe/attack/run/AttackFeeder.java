package org.clipprobe.attack.run;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.clipprobe.attack.Attack;
import org.clipprobe.attack.AttackedPicture;
import org.clipprobe.attack.Attacker;
import org.clipprobe.attack.Controls;
import org.clipprobe.attack.Seeds;
import org.clipprobe.attack.Stage;
import org.clipprobe.image.Pictures;
import org.clipprobe.image.text.TextPainter;
import org.clipprobe.run.ContentKey;

/**
 * Reads and attacks pictures on workers, a bounded number of them ahead of the model, and hands the fitted pictures over in
 * order.
 */
final class AttackFeeder implements AutoCloseable {
    private static final int VARIANTS_PER_JOB = 8;

    private final ImageEmbedder model;
    private final Stage stage;
    private final AttackRun.Options options;
    private final Attacker attacker = new Attacker(new TextPainter());
    private final ExecutorService workers;
    private final Deque<Job> waiting = new ArrayDeque<>();
    private final Deque<Running> underWay = new ArrayDeque<>();
    private final int window;

    /** A shard's key and pictures. */
    record Shard(ContentKey key, List<PictureWork> pictures) {}

    /**
     * A picture at the model's input size.
     *
     * @param index 0 for the unattacked picture, otherwise the attack's or control's number from 1
     */
    record Variant(PictureWork work, int index, InterleavedU8 fitted, double coverShare, double drawnSize) {}

    /** Some variants in order; the last of a shard says so. */
    record Step(List<Variant> variants, Optional<Shard> endsShard) {}

    /** The attacks {@code from} to {@code to} with their controls; the first job has the unattacked picture as well. */
    private record Job(PictureWork work, Base base, int from, int to, Optional<Shard> endsShard) {}

    private record Running(Job job, Future<List<Variant>> result) {}

    AttackFeeder(ImageEmbedder model, Stage stage, AttackRun.Options options) {
        this.model = model;
        this.stage = stage;
        this.options = options;
        this.window = options.batch() / VARIANTS_PER_JOB + 2 * options.workers() + 1;
        this.workers = Executors.newFixedThreadPool(options.workers(), task -> {
            Thread thread = new Thread(task, "clip-probe-attacker");
            thread.setDaemon(true);
            return thread;
        });
    }

    void add(List<PictureWork> pictures, ContentKey key) {
        for (int i = 0; i < pictures.size(); i++) {
            PictureWork work = pictures.get(i);
            Base base = new Base(work);
            int attacks = work.attacks().size();
            int step = Math.max(1, VARIANTS_PER_JOB / work.perAttack());
            for (int from = 0; from < Math.max(1, attacks); from += step) {
                int to = Math.min(attacks, from + step);
                boolean last = i == pictures.size() - 1 && to == attacks;
                waiting.add(
                        new Job(work, base, from, to, last ? Optional.of(new Shard(key, pictures)) : Optional.empty()));
            }
        }
        start();
    }

    /** Whether enough waits already, so that the model should work before more is added. */
    boolean isAhead() {
        return waiting.size() + underWay.size() > window;
    }

    boolean isEmpty() {
        return waiting.isEmpty() && underWay.isEmpty();
    }

    /** The next variants; none where the picture could not be read. */
    Step next() throws IOException {
        start();
        Running running = underWay.remove();
        Job job = running.job;
        try {
            return new Step(running.result.get(), job.endsShard);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof IOException || e.getCause() instanceof OutOfMemoryError)) {
                throw new IllegalStateException(job.work.picture().id() + ": " + e.getCause(), e.getCause());
            }
            job.work.fail(reason(job.work.picture(), e.getCause()));
            return new Step(List.of(), job.endsShard);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private static String reason(AttackRun.Picture picture, Throwable problem) {
        if (problem instanceof OutOfMemoryError) {
            return "too large for the memory that is left";
        }
        String message = String.valueOf(problem.getMessage());
        for (String name : List.of(picture.file() + ": ", picture.id() + ": ")) {
            message = message.startsWith(name) ? message.substring(name.length()) : message;
        }
        return problem instanceof java.nio.file.NoSuchFileException ? "is not there" : message;
    }

    private void start() {
        while (underWay.size() < window && !waiting.isEmpty()) {
            Job job = waiting.remove();
            underWay.add(new Running(job, workers.submit(() -> attack(job))));
        }
    }

    private List<Variant> attack(Job job) throws IOException {
        InterleavedU8 base = job.base.get();
        List<Variant> variants = new ArrayList<>();
        if (job.from == 0) {
            variants.add(new Variant(job.work, 0, fitted(base), 0, 0));
        }
        for (int i = job.from; i < job.to; i++) {
            Attack attack = job.work.attacks().get(i);
            int index = 1 + i * job.work.perAttack();
            long seed = Seeds.of(options.seed(), job.work.picture().id(), i + 1);
            Attacker.Pasted pasted = attacker.paste(base, attack, seed);
            variants.add(variant(job.work, index++, pasted.attacked()));
            for (Controls.Written written : job.work.controls(i)) {
                variants.add(variant(job.work, index++, attacker.control(base, attack, written, pasted)));
            }
        }
        return variants;
    }

    private Variant variant(PictureWork work, int index, AttackedPicture attacked) {
        return new Variant(work, index, fitted(attacked.picture()), attacked.coverShare(), attacked.drawnSize());
    }

    private InterleavedU8 fitted(InterleavedU8 picture) {
        return stage == Stage.PICTURE ? model.fit(picture) : picture;
    }

    /** The picture that attacks start from, read by the first job that needs it. */
    private final class Base {
        private final PictureWork work;
        private Optional<InterleavedU8> picture = Optional.empty();
        private Optional<IOException> problem = Optional.empty();

        Base(PictureWork work) {
            this.work = work;
        }

        synchronized InterleavedU8 get() throws IOException {
            if (problem.isPresent()) {
                throw problem.get();
            }
            if (picture.isEmpty()) {
                try {
                    InterleavedU8 read = Pictures.read(work.picture().file());
                    picture = Optional.of(stage == Stage.PICTURE ? read : model.fit(read));
                } catch (IOException e) {
                    problem = Optional.of(e);
                    throw e;
                }
            }
            return picture.get();
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
