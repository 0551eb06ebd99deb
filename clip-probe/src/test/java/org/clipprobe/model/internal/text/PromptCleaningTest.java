package org.clipprobe.model.internal.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.clipprobe.model.Fixtures;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Prompts are cleaned as open_clip cleans them. */
class PromptCleaningTest {
    @ParameterizedTest
    @ValueSource(strings = {"whitespace", "lower", "canonicalize"})
    void equalsOpenClips(String name) throws IOException {
        PromptCleaning cleaning = PromptCleaning.named(name).orElseThrow();
        JsonNode goldens = new ObjectMapper()
                .readTree(Fixtures.ROOT
                        .resolve("clip-probe/src/test/resources/tokenizer/cleaning-golden.json")
                        .toFile());
        assertEquals(18, goldens.size());
        for (JsonNode golden : goldens) {
            assertEquals(
                    golden.path(name).asText(),
                    cleaning.clean(golden.path("text").asText()));
        }
    }
}
