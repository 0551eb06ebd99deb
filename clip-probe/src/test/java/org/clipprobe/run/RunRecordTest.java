package org.clipprobe.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunRecordTest {
    @Test
    void isPlainJson() throws IOException {
        RunRecord record = new RunRecord(
                List.of("clip-probe", "probe", "a \"b\""),
                Map.of("seed", "7", "at", "vision.*.mlp"),
                7,
                Versions.with(Map.of("ONNX Runtime", "1.2.3")),
                "samples/emoji-clip",
                Map.of(
                        "vision_model.onnx",
                        ContentKey.of("abc".getBytes(StandardCharsets.UTF_8)).hex()),
                List.of(new RunRecord.ExampleFile("cat/1.png", "00")),
                List.of(new Skipped("bad.png", "is truncated")),
                0,
                Instant.EPOCH,
                Map.of("reading pictures", 1.5));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Json.write(record, out);

        JsonNode json = new ObjectMapper().readTree(out.toByteArray());
        assertEquals("a \"b\"", json.at("/command/2").asText());
        assertEquals(7, json.at("/seed").asInt());
        assertEquals("1.2.3", json.at("/versions/ONNX Runtime").asText());
        assertEquals(
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                json.at("/model_files/vision_model.onnx").asText());
        assertEquals("cat/1.png", json.at("/examples/0/file").asText());
        assertEquals("is truncated", json.at("/skipped/0/reason").asText());
        assertEquals("1970-01-01T00:00:00Z", json.at("/started").asText());
        assertEquals(1.5, json.at("/seconds/reading pictures").asDouble());
        assertTrue(out.toString(StandardCharsets.UTF_8).endsWith("}\n"));
    }
}
