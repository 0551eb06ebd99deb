package org.clipprobe.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class RunTableTest {
    private static String table(List<String> header, Object... cells) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RunTable table = new RunTable(out, header, failure -> failure)) {
            table.row(cells);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void followsRfc4180() throws IOException {
        assertEquals(
                "unit,response (sd),concept\r\nvision.3.mlp:117,4.25,\"a \"\"b\"\",\nc\"\r\n",
                table(List.of("unit", "response (sd)", "concept"), "vision.3.mlp:117", 4.25, "a \"b\",\nc"));
    }

    @Test
    void writesNumbersTheSameEverywhere() throws IOException {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG"));
        try {
            assertEquals("0.333333333333", RunTable.format(1 / 3.0));
            assertEquals("0.3333333", RunTable.format(1 / 3f));
            assertEquals("2E-23", RunTable.format(2e-23));
            assertEquals("1234567", RunTable.format(1234567));
            assertEquals("0", RunTable.format(-0.0));
            assertEquals("", RunTable.format(Double.NaN));
            assertEquals("-inf", RunTable.format(Double.NEGATIVE_INFINITY));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void disarmsFormulas() throws IOException {
        assertEquals("'=HYPERLINK(\"http://x\")", RunTable.format("=HYPERLINK(\"http://x\")"));
        assertEquals("'-1+1|cmd", RunTable.format("-1+1|cmd"));
        assertEquals("'\tx", RunTable.format("\tx"));
        assertEquals("-1.5", RunTable.format(-1.5));
        assertEquals("a=b", RunTable.format("a=b"));
    }

    @Test
    void refusesARowOfAnotherLength() {
        assertThrows(IllegalArgumentException.class, () -> table(List.of("a", "b"), "x"));
    }
}
