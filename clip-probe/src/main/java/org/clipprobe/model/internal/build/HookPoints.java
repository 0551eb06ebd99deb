package org.clipprobe.model.internal.build;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.clipprobe.model.HookPoint;
import org.clipprobe.model.HookPointException;

/** Finds a tower's hook points by name. */
public final class HookPoints {
    private static final int NEAR = 5;

    private HookPoints() {}

    /** The hook point of this name; a message names those near it where there is none. */
    public static HookPoint named(Path file, List<HookPoint> all, String name) throws HookPointException {
        for (HookPoint point : all) {
            if (point.name().equals(name)) {
                return point;
            }
        }
        throw new HookPointException(file + ": expected one of its hook points, found " + name + "; near it: "
                + near(all, name) + " (clip-probe inspect lists all)");
    }

    /** {@code *} stands for any letters, {@code ?} for one. */
    public static List<HookPoint> matching(Path file, List<HookPoint> all, String glob) throws HookPointException {
        String regex = glob.replaceAll("\\*+", "*")
                .chars()
                .mapToObj(c -> c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c)))
                .collect(Collectors.joining());
        Pattern pattern = Pattern.compile(regex);
        List<HookPoint> found = all.stream()
                .filter(point -> pattern.matcher(point.name()).matches())
                .toList();
        if (found.isEmpty()) {
            throw new HookPointException(file + ": expected hook points called " + glob + ", found none; near it: "
                    + near(all, glob) + " (clip-probe inspect lists all)");
        }
        return found;
    }

    private static String near(List<HookPoint> all, String name) {
        if (all.isEmpty()) {
            return "nothing, since no hook point was found in the graph";
        }
        return all.stream()
                .map(HookPoint::name)
                .sorted(Comparator.comparingInt(other -> edits(name, other)))
                .limit(NEAR)
                .collect(Collectors.joining(", "));
    }

    /** Levenshtein's distance. */
    private static int edits(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[b.length()];
    }
}
