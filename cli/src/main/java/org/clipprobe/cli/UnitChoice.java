package org.clipprobe.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.clipprobe.model.Capture;
import org.clipprobe.model.HookPoint;
import org.clipprobe.model.Unit;
import org.clipprobe.model.VisionTower;

/**
 * The units that a user named.
 *
 * @param captures of the hook points they are at
 * @param units in order
 */
record UnitChoice(List<Capture> captures, List<Unit> units) {
    private static final Pattern NUMBERED = Pattern.compile("(.+):(\\d{1,9})(?:-(\\d{1,9}))?");

    /**
     * Reads {@code HOOK}, {@code HOOK:N} or {@code HOOK:N-M}; an empty text stands for the usual hook points.
     *
     * @throws UsageException when there is no such hook point or unit; the message says which there are
     */
    static UnitChoice of(VisionTower tower, String text) throws UsageException {
        Matcher numbered = NUMBERED.matcher(text);
        boolean some = numbered.matches();
        if (!some && text.contains(":")) {
            throw new UsageException(text + ": expected a unit such as vision.3.mlp:117 or a range vision.3.mlp:10-20");
        }
        List<Capture> captures = HookArguments.captures(tower, some ? numbered.group(1) : text);
        List<Unit> units = new ArrayList<>();
        for (Capture capture : captures) {
            HookPoint hook = capture.at();
            int from = some ? Integer.parseInt(numbered.group(2)) : 0;
            int to = !some ? hook.units() - 1 : numbered.group(3) == null ? from : Integer.parseInt(numbered.group(3));
            if (to >= hook.units() || from > to) {
                throw new UsageException(hook.name() + " has " + hook.units() + " units, 0 to " + (hook.units() - 1)
                        + "; asked for " + text.substring(text.lastIndexOf(':') + 1));
            }
            IntStream.rangeClosed(from, to)
                    .mapToObj(i -> new Unit(hook.name(), i))
                    .forEach(units::add);
        }
        return new UnitChoice(captures, units);
    }
}
