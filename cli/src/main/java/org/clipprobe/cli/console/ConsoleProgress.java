package org.clipprobe.cli.console;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.clipprobe.run.Progress;

/**
 * Progress on standard error: on a terminal a bar with speed and time left once a task has taken a second, elsewhere (a
 * log file, a pipeline) a plain line every ten seconds.
 */
public final class ConsoleProgress implements Progress {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);
    private static final int WIDTH = 100;

    private final PrintStream err;
    private final boolean terminal;

    ConsoleProgress(PrintStream err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    public static ConsoleProgress standard() {
        return new ConsoleProgress(System.err, Boolean.getBoolean("clipprobe.terminal"));
    }

    @Override
    public Task begin(String what, long total) {
        return terminal ? new Bar(what, total) : new Lines(what, total);
    }

    /**
     * What a line says; of a task that does more than was planned there is no time left to tell.
     *
     * @param skipped how many of those done an earlier run did, so that the {@code seconds} are those of the others
     */
    static String line(String what, long done, long skipped, long total, double seconds) {
        double rate = (done - skipped) / seconds;
        boolean slow = rate < 0.1;
        String line = String.format(
                Locale.ROOT,
                "%s: %d of %d, %.1f per %s",
                what,
                done,
                total,
                slow ? 60 * rate : rate,
                slow ? "minute" : "second");
        return done > total ? line : line + String.format(Locale.ROOT, ", %.0f s left", (total - done) / rate);
    }

    /** A bar that appears only when the task is not over at once. */
    private final class Bar implements Task {
        private final String what;
        private final long total;
        private final long begun = System.nanoTime();
        private long done;
        private ProgressBar bar;

        Bar(String what, long total) {
            this.what = what;
            this.total = total;
        }

        @Override
        public synchronized void advance(long steps) {
            done += steps;
            if (bar == null && System.nanoTime() - begun > PATIENCE.toNanos()) {
                bar = new ProgressBarBuilder()
                        .setTaskName(what)
                        .setInitialMax(total)
                        .startsFrom(done - steps, Duration.ofNanos(System.nanoTime() - begun))
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(200)
                        .setMaxRenderedLength(WIDTH)
                        .showSpeed()
                        .clearDisplayOnFinish()
                        .setConsumer(new ConsoleProgressBarConsumer(err, WIDTH))
                        .build();
            }
            if (bar != null) {
                bar.maxHint(Math.max(total, done));
                bar.stepTo(done);
            }
        }

        @Override
        public synchronized void skip(long steps) {
            done += steps;
            if (bar != null) {
                bar.stepTo(done);
            }
        }

        @Override
        public synchronized void close() {
            if (bar != null) {
                bar.close();
            }
        }
    }

    /** A line now and then. */
    private final class Lines implements Task {
        private final String what;
        private final long total;
        private long begun = System.nanoTime();
        private long nextLine = begun + BETWEEN_LINES.toNanos();
        private long done;
        private long skipped;

        Lines(String what, long total) {
            this.what = what;
            this.total = total;
        }

        @Override
        public synchronized void advance(long steps) {
            done += steps;
            long now = System.nanoTime();
            if (now > nextLine && done > 0) {
                nextLine = now + BETWEEN_LINES.toNanos();
                err.println(line(what, done, skipped, total, (now - begun) / 1e9));
            }
        }

        @Override
        public synchronized void skip(long steps) {
            begun = done == skipped ? System.nanoTime() : begun;
            done += steps;
            skipped += steps;
        }

        @Override
        public void close() {}
    }
}
