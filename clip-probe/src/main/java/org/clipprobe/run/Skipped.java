package org.clipprobe.run;

import java.util.Comparator;
import java.util.List;

/**
 * A file or folder that was left out.
 *
 * @param file its path relative to the probing set's folder, with {@code /}
 * @param reason why, a phrase
 */
public record Skipped(String file, String reason) {
    public static final String HIDDEN = "hidden file";

    /** How many were left out, and the first of them, to end a message with; a hidden file last, as it says least. */
    public static String summary(List<Skipped> skipped) {
        return skipped.stream()
                .min(Comparator.comparing((Skipped each) -> each.reason.equals(HIDDEN)))
                .map(first -> " (" + skipped.size() + " left out; the first: " + first.file + ": " + first.reason + ")")
                .orElse("");
    }
}
