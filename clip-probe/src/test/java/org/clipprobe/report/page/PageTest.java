package org.clipprobe.report.page;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageTest {
    @Test
    void theTemplatesAreFoundWhereTheBuildPutsThem() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Page("A <title>", List.of(Page.style()), List.of(), false, output -> output.writeContent("<p>body</p>"))
                .write(out);
        String page = out.toString(StandardCharsets.UTF_8);
        assertTrue(page.contains("<title>A &lt;title&gt;</title>"), page);
        assertTrue(page.contains("<p>body</p>"), page);
    }
}
