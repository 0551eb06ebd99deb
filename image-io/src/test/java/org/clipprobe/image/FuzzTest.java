package org.clipprobe.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.clipprobe.test.BoundedProcess;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Damaged files end in a picture or in a {@link PictureException}: never in the end of the JVM, in a hang, or in more memory
 * than there may be.
 */
class FuzzTest {
    /** What the process may have in memory, in MiB. */
    private static final int RESIDENT = 768;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"jpeg-", "png-", "webp-", "gif-", "bmp-", "tiff-"})
    void damagedFilesEndInAPictureOrInOneSentence(String format) throws Exception {
        BoundedProcess child = BoundedProcess.start(folder, FuzzChild.class, format);
        String ended = child.watch(RESIDENT, () -> Files.size(child.output()));
        List<String> said = child.said();
        assertEquals("", ended, () -> last(said));
        assertEquals(0, child.process().exitValue(), () -> last(said));
        long refused = said.stream().filter("refused"::equals).count();
        long decoded = said.stream().filter("decoded"::equals).count();
        assertEquals(said.size(), 2 * (refused + decoded));
        assertTrue(refused > 0 && decoded > 0, refused + " refused, " + decoded + " decoded");
    }

    private static String last(List<String> lines) {
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }
}
