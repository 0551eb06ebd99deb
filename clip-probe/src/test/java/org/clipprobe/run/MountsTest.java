package org.clipprobe.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A folder for caches from which no code may be run is named as that. */
@EnabledOnOs(OS.LINUX)
class MountsTest {
    private static final List<String> TABLE = List.of(
            "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw",
            "30 22 0:26 / /home rw,nosuid,nodev,noexec,relatime shared:2 - ext4 /dev/sda2 rw",
            "31 30 0:27 / /home/u/with\\040space rw,relatime - tmpfs tmpfs rw",
            "32 22 0:28 / /tmp rw,noexec - tmpfs tmpfs rw",
            "33 32 0:29 / /tmp rw,nosuid - tmpfs tmpfs rw",
            "broken");

    @TempDir
    private Path folder;

    @Test
    void theNearestMountCounts() {
        assertFalse(Mounts.forbidCode(Path.of("/srv/cache"), TABLE));
        assertTrue(Mounts.forbidCode(Path.of("/home/u/.cache"), TABLE));
        assertFalse(Mounts.forbidCode(Path.of("/home/u/with space/cache"), TABLE));
        assertFalse(Mounts.forbidCode(Path.of("/homes/u"), TABLE));
        assertFalse(Mounts.forbidCode(Path.of("/tmp/x"), TABLE), "of two mounts at one place the later counts");
        assertFalse(Mounts.forbidCode(folder));
    }

    @Test
    void aCacheFolderWithoutCodeIsSaid() throws Exception {
        String mount = "mount -t tmpfs -o noexec tmpfs \"$1\" && shift && exec \"$@\"";
        Path cache = Files.createDirectories(folder.resolve("cache"));
        List<String> trial = List.of("unshare", "-m", "sh", "-c", mount, "sh", cache.toString(), "true");
        assumeTrue(allowed(trial), "mounting in a namespace of its own");
        UserFoldersTest.Run run = UserFoldersTest.Run.of(
                trial.subList(0, trial.size() - 1), folder, List.of(), Map.of("XDG_CACHE_HOME", cache.toString()));
        assertEquals(1, run.code(), run.said());
        assertTrue(run.said().contains(cache.resolve("clip-probe") + ": expected a folder"), run.said());
        assertTrue(run.said().contains("noexec") && run.said().contains("XDG_CACHE_HOME"), run.said());
        assertFalse(run.said().contains("tokenizer.json"), run.said());
    }

    private static boolean allowed(List<String> trial) throws InterruptedException {
        try {
            return new ProcessBuilder(trial).start().waitFor() == 0;
        } catch (java.io.IOException e) {
            return false;
        }
    }
}
