package org.clipprobe.cli.console;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.clipprobe.run.RunFolder;
import org.jline.utils.Signals;

/**
 * What happens on Ctrl-C: the unfinished run folder is removed and the process ends at once. The JVM's own way out is not
 * taken, since it closes ONNX Runtime while a forward pass is still running in it.
 */
public final class Interruption {
    private static final Map<String, Integer> EXIT_CODES = Map.of("INT", 130, "TERM", 143);
    private static final AtomicReference<Optional<RunFolder>> UNFINISHED = new AtomicReference<>(Optional.empty());

    private static final AtomicBoolean BEGAN = new AtomicBoolean();

    private Interruption() {}

    /** Whether the process is ending; what fails from now on fails because of it. */
    public static boolean began() {
        return BEGAN.get();
    }

    /** Takes over from the JVM. */
    public static void install() {
        EXIT_CODES.forEach((signal, code) -> Signals.register(signal, () -> end(code)));
    }

    /** Removes this folder when the process is interrupted before it is committed. */
    public static RunFolder watch(RunFolder folder) {
        UNFINISHED.set(Optional.of(folder));
        return folder;
    }

    private static void end(int code) {
        BEGAN.set(true);
        UNFINISHED.get().ifPresent(RunFolder::close);
        System.err.println();
        System.err.println("clip-probe: interrupted; nothing half-written is left, and what was computed is kept");
        Runtime.getRuntime().halt(code);
    }
}
