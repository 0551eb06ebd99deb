package org.clipprobe.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How the file systems of this machine were mounted, as Linux says in {@code /proc/self/mountinfo}. */
public final class Mounts {
    private static final Path TABLE = Path.of("/proc/self/mountinfo");
    private static final int PLACE = 4;
    private static final int OPTIONS = 5;

    private Mounts() {}

    /** Whether no code may be run from a folder; {@code false} where the system does not say. */
    public static boolean forbidCode(Path folder) {
        if (!Files.isReadable(TABLE)) {
            return false;
        }
        try {
            return forbidCode(folder.toRealPath(), Files.readAllLines(TABLE));
        } catch (IOException e) {
            return false;
        }
    }

    /** The mount with the longest place above the folder holds it; of two at one place, the later. */
    public static boolean forbidCode(Path folder, List<String> table) {
        int longest = -1;
        boolean forbidden = false;
        for (String line : table) {
            String[] fields = line.split(" ", -1);
            if (fields.length <= OPTIONS) {
                continue;
            }
            Path place = Path.of(unescaped(fields[PLACE]));
            if (folder.startsWith(place) && place.getNameCount() >= longest) {
                longest = place.getNameCount();
                forbidden = List.of(fields[OPTIONS].split(",", -1)).contains("noexec");
            }
        }
        return forbidden;
    }

    private static String unescaped(String place) {
        return place.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }
}
