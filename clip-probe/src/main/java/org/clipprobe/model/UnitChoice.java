package org.clipprobe.model;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The units that a user named.
 *
 * @param captures of the hook points they are at
 * @param units in order
 */
public record UnitChoice(List<Capture> captures, List<Unit> units) {
    private static final Pattern NUMBERED = Pattern.compile("(.+):(\\d+)(?:-(\\d+))?");
    private static final String TEXT = "text.";

    /**
     * Reads {@code HOOK}, {@code HOOK:N} or {@code HOOK:N-M}; an empty text stands for the usual hook points.
     *
     * @throws HookPointException when there is no such hook point or unit; the message says which there are
     */
    public static UnitChoice of(VisionTower tower, String text) throws ModelException {
        Matcher numbered = NUMBERED.matcher(text);
        boolean some = numbered.matches();
        if (!some && text.contains(":")) {
            throw new HookPointException(
                    text + ": expected a unit such as vision.3.mlp:117 or a range vision.3.mlp:10-20");
        }
        if (text.startsWith(TEXT)) {
            throw new HookPointException(
                    text + ": expected units of the vision tower, found the text tower's; a search for a prompt"
                            + " lists those that respond to a prompt");
        }
        List<Capture> captures = Captures.of(
                tower, text.isEmpty() ? List.of() : List.of(some ? numbered.group(1) : text), Optional.empty());
        List<Unit> units = new ArrayList<>();
        for (Capture capture : captures) {
            HookPoint hook = capture.at();
            int from = some ? index(numbered.group(2)) : 0;
            int to = !some ? hook.units() - 1 : numbered.group(3) == null ? from : index(numbered.group(3));
            if (Math.max(from, to) >= hook.units()) {
                throw new HookPointException(hook.name() + " has " + hook.units() + " units, 0 to " + (hook.units() - 1)
                        + "; asked for " + text.substring(text.lastIndexOf(':') + 1));
            }
            if (from > to) {
                throw new HookPointException(text + ": expected the smaller number first, found " + from + " before "
                        + to + "; turn them round");
            }
            IntStream.rangeClosed(from, to)
                    .mapToObj(i -> new Unit(hook.name(), i))
                    .forEach(units::add);
        }
        return new UnitChoice(captures, units);
    }

    /** A number of any length; one that no hook point has stays one that no hook point has. */
    private static int index(String digits) {
        return new BigInteger(digits).min(BigInteger.valueOf(Integer.MAX_VALUE)).intValue();
    }
}
