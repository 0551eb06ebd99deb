package org.clipprobe.activation;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.clipprobe.run.ContentKey;
import org.clipprobe.run.Progress;

/**
 * Prepares examples on workers, hands them over in the examples' order as batches. At most a window of examples is
 * under way, and their pixel buffers are used again, so that memory does not grow with the number of examples.
 */
final class Feeder implements AutoCloseable {
    /** Reads one example into {@code pixels}. */
    interface Preparation {
        Collector.Prepared prepare(Example example, float[] pixels) throws IOException;
    }

    /** Told what became of each example, in order; says whether it belongs into a batch. */
    interface Outcome {
        boolean note(Example example, Collector.Prepared prepared, String problem);
    }

    /** Pixels of up to a batch's pictures, {@code [pictures, 3, height, width]}. */
    record Batch(float[] pixels, List<ContentKey> keys) {}

    private record Job(Example example, float[] pixels, Future<Collector.Prepared> result) {}

    private final Iterator<Example> examples;
    private final Preparation preparation;
    private final Outcome outcome;
    private final int batch;
    private final int pictureSize;
    private final int window;
    private final ExecutorService workers;
    private final Deque<Job> underWay = new ArrayDeque<>();
    private final BlockingQueue<float[]> buffers;
    private float[] batchBuffer;

    Feeder(List<Example> examples, Preparation preparation, int workers, int batch, Outcome outcome, int pictureSize) {
        this.examples = examples.iterator();
        this.preparation = preparation;
        this.outcome = outcome;
        this.batch = batch;
        this.pictureSize = pictureSize;
        this.window = batch + 2 * workers;
        this.buffers = new ArrayBlockingQueue<>(window);
        this.batchBuffer = new float[batch * pictureSize];
        this.workers = Executors.newFixedThreadPool(workers, task -> {
            Thread thread = new Thread(task, "clip-probe-reader");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * The next batch, filled in the examples' order; null when there is none left. Examples that need no forward pass
     * advance {@code task} here.
     */
    Batch next(Progress.Task task) {
        List<ContentKey> keys = new ArrayList<>(batch);
        while (keys.size() < batch) {
            fillWindow();
            Job job = underWay.poll();
            if (job == null) {
                break;
            }
            Collector.Prepared prepared = null;
            String problem = null;
            try {
                prepared = job.result().get();
            } catch (ExecutionException e) {
                problem = reason(job.example(), e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
            if (outcome.note(job.example(), prepared, problem)) {
                System.arraycopy(job.pixels(), 0, batchBuffer, keys.size() * pictureSize, pictureSize);
                keys.add(prepared.key());
            } else {
                task.advance(1);
            }
            buffers.add(job.pixels());
        }
        fillWindow();
        return keys.isEmpty() ? null : new Batch(batchBuffer, keys);
    }

    /** Gives a batch's buffer back once the tower is done with it. */
    void recycle(Batch done) {
        batchBuffer = done.pixels();
    }

    private void fillWindow() {
        while (underWay.size() < window && examples.hasNext()) {
            Example example = examples.next();
            float[] free = buffers.poll();
            float[] pixels = free == null ? new float[pictureSize] : free;
            underWay.add(new Job(example, pixels, workers.submit(() -> preparation.prepare(example, pixels))));
        }
    }

    private static String reason(Example example, Throwable problem) {
        if (problem instanceof OutOfMemoryError) {
            return "too large for the memory that is left";
        }
        if (problem instanceof java.nio.file.AccessDeniedException) {
            return "cannot be read; check its permissions";
        }
        if (problem instanceof IOException) {
            String message = String.valueOf(problem.getMessage());
            String name = example.id() + ": ";
            return message.startsWith(name) ? message.substring(name.length()) : message;
        }
        throw new IllegalStateException(example.id() + ": " + problem, problem);
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
