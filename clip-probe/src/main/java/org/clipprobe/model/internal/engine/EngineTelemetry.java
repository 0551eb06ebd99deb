package org.clipprobe.model.internal.engine;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import org.clipprobe.model.ModelException;

/**
 * Keeps ONNX Runtime from writing a device id and a database of events into the user's cache folder, and from looking for
 * the collector of its maker. It reads one variable for that, once, when its library is loaded; Java cannot change the
 * variables of its own process, so that the C library has to.
 */
final class EngineTelemetry {
    /** ONNX Runtime 1.29 takes no other value than 1 for an order. */
    private static final String VARIABLE = "ORT_DISABLE_TELEMETRY";

    private static final String ON = "1";

    private EngineTelemetry() {}

    /**
     * To be called before ONNX Runtime's library is loaded.
     *
     * @throws ModelException when the variable can be set neither by us nor was by who started the process
     */
    static void disable() throws ModelException {
        if (ON.equals(System.getenv(VARIABLE))) {
            return;
        }
        try {
            int failed = Platform.isWindows()
                    ? of(NativeLibrary.getInstance("ucrtbase"), "_putenv_s").invokeInt(new Object[] {VARIABLE, ON})
                    : of(NativeLibrary.getProcess(), "setenv").invokeInt(new Object[] {VARIABLE, ON, 1});
            if (failed != 0) {
                throw unset("the C library answered " + failed, null);
            }
        } catch (LinkageError | RuntimeException e) {
            throw unset(OnnxSession.reason(e), e);
        }
    }

    private static Function of(NativeLibrary library, String name) {
        return library.getFunction(name);
    }

    private static ModelException unset(String reason, Throwable cause) {
        return new ModelException(
                "ONNX Runtime: its telemetry cannot be turned off from within this process (" + reason
                        + "), so it is not started; set the variable " + VARIABLE + "=" + ON + " before Java starts",
                cause);
    }
}
