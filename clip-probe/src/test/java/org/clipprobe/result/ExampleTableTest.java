package org.clipprobe.result;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clipprobe.activation.ActivationSet;
import org.clipprobe.activation.Collected;
import org.clipprobe.activation.DrawnWords;
import org.clipprobe.activation.Example;
import org.clipprobe.activation.Facet;
import org.clipprobe.activation.ProbingSet;
import org.clipprobe.run.ContentKey;
import org.clipprobe.run.RunFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table next to activations says what each row is. */
class ExampleTableTest {
    @TempDir
    private Path folder;

    @Test
    void saysConceptFacetSourceAndWhatIsImitated() throws IOException {
        List<Example> examples = new ArrayList<>();
        examples.add(new Example(
                "a.png", Optional.of("ant"), Facet.PHOTO, "garden", new Example.PictureFile(Path.of("a.png"))));
        examples.add(new Example(
                "b.png", Optional.empty(), Facet.PHOTO, "b.png", new Example.PictureFile(Path.of("b.png"))));
        examples.addAll(new DrawnWords(32, 32, 0).examples("ant", Facet.SPELLING, "aunt", 1));
        ProbingSet set = new ProbingSet(examples, List.of());
        List<ContentKey> keys = List.of(key("1"), key("2"), key("3"));
        Path out = folder.resolve("run");
        try (RunFolder run = RunFolder.begin(out)) {
            ExampleTable.write(
                    run, ExampleRow.of(new Collected(set, keys, new ActivationSet(List.of()), List.of(), Map.of(), 0)));
            run.commit();
        }
        assertEquals(
                List.of(
                        "row,file,concept,facet,source,imitates,sha256",
                        "0,a.png,ant,photo,garden,," + key("1").hex(),
                        "1,b.png,,photo,b.png,," + key("2").hex(),
                        "2,spelling:aunt#0,,spelling,word:aunt,ant," + key("3").hex()),
                Files.readAllLines(out.resolve("activations/examples.csv")));
    }

    private static ContentKey key(String content) {
        return ContentKey.of(content);
    }
}
