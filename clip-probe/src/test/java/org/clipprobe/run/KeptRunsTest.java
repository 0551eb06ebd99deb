package org.clipprobe.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptRunsTest {
    private static final ContentKey QUESTION = ContentKey.of("question");
    private static final ContentKey CONTENTS = ContentKey.of("contents");

    @TempDir
    private Path temporary;

    private KeptRuns runs;

    @BeforeEach
    void begin() {
        runs = new KeptRuns(temporary.resolve("kept"));
    }

    private boolean keep(ContentKey question, ContentKey contents, String text) {
        return runs.keep(question, contents, folder -> {
            folder.write("units.csv", out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
            folder.write("units/a.html", out -> out.write('a'));
        });
    }

    @Test
    void aRunIsFoundByItsQuestionAndContentsAndByNothingElse() throws IOException {
        assertFalse(runs.knows(QUESTION));
        assertTrue(keep(QUESTION, CONTENTS, "u"));
        assertTrue(runs.knows(QUESTION));
        assertTrue(runs.find(QUESTION, ContentKey.of("other pictures")).isEmpty());
        assertTrue(runs.find(ContentKey.of("other options"), CONTENTS).isEmpty());
        KeptRuns.Kept kept = runs.find(QUESTION, CONTENTS).orElseThrow();
        assertArrayEquals(new byte[] {'u'}, Files.readAllBytes(kept.folder().resolve("units.csv")));
        try (RunFolder folder = RunFolder.begin(temporary.resolve("run"))) {
            kept.copyInto(folder, name -> name.startsWith("units/"));
            assertEquals(List.of("units/a.html"), folder.names());
        }
    }

    @Test
    void aRunThatWasChangedOrCutIsNotTaken() throws IOException {
        keep(QUESTION, CONTENTS, "units");
        Path file = only(temporary.resolve("kept"), "units.csv");
        Files.writeString(file, "unitz");
        assertTrue(runs.find(QUESTION, CONTENTS).isEmpty());
        Files.writeString(file, "uni");
        assertTrue(runs.find(QUESTION, CONTENTS).isEmpty());
        Files.delete(file);
        assertTrue(runs.find(QUESTION, CONTENTS).isEmpty());
        assertTrue(keep(QUESTION, CONTENTS, "units"));
        assertTrue(runs.find(QUESTION, CONTENTS).isPresent());
    }

    @Test
    void aWriterThatFailsLeavesNothing() throws IOException {
        boolean kept = runs.keep(QUESTION, CONTENTS, folder -> {
            folder.write("units.csv", out -> out.write('u'));
            throw new IOException("full");
        });
        assertFalse(kept);
        assertTrue(runs.find(QUESTION, CONTENTS).isEmpty());
        try (Stream<Path> files = Files.walk(temporary.resolve("kept"))) {
            assertEquals(0, files.filter(Files::isRegularFile).count());
        }
    }

    @Test
    void thoseUsedLongestAgoGo() throws IOException {
        for (int i = 0; i < 40; i++) {
            ContentKey question = ContentKey.of("question " + i);
            assertTrue(keep(question, CONTENTS, "u"));
            Path place = temporary.resolve("kept").resolve(question.hex()).resolve(CONTENTS.hex());
            Files.setLastModifiedTime(place, FileTime.from(Instant.now().minusSeconds(1000L - 10L * i)));
        }
        assertTrue(keep(QUESTION, CONTENTS, "u"));
        assertTrue(runs.find(QUESTION, CONTENTS).isPresent());
        assertTrue(runs.find(ContentKey.of("question 39"), CONTENTS).isPresent());
        assertFalse(runs.knows(ContentKey.of("question 0")));
        try (Stream<Path> kept = Files.list(temporary.resolve("kept"))) {
            assertEquals(32, kept.count());
        }
    }

    private static Path only(Path folder, String name) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.endsWith(name)).findFirst().orElseThrow();
        }
    }
}
