package org.clipprobe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code doctor} on this machine, on broken ones, and with models of which a part is broken. */
class DoctorCommandTest {
    private static final Path SAMPLE = Command.ROOT.resolve("samples/emoji-clip");

    @TempDir
    private Path folder;

    @Test
    void everySubjectHasALine() {
        Command doctor = Command.run("doctor");
        for (String subject :
                List.of("Java", "locale", "cache folder", "disk", "memory", "fonts", "ONNX Runtime", "GPU")) {
            assertTrue(doctor.out().contains(subject), subject + " is missing in\n" + doctor.out());
        }
        assertEquals(doctor.out().contains("failed") ? 1 : 0, doctor.code(), doctor.out());
    }

    @Test
    void theSampleOpens() throws IOException {
        Command doctor = Command.run("doctor", "--json", "--model", SAMPLE);
        JsonNode findings = new ObjectMapper().readTree(doctor.out());
        assertEquals("ok", status(findings, "model"));
        assertEquals("ok", status(findings, "vision tower"));
        assertEquals("ok", status(findings, "text tower"));
        assertEquals("ok", status(findings, "WebP"));
        assertEquals("ok", status(findings, "tokenizers"));
        findings.forEach(finding -> assertTrue(
                finding.get("status").asText().equals("ok") || finding.hasNonNull("cure"), finding.toString()));
    }

    @Test
    void aMissingModelFails() throws IOException {
        Command doctor = Command.run("doctor", "--json", "--model", folder.resolve("gone"));
        assertEquals(1, doctor.code(), doctor.out());
        JsonNode model = finding(new ObjectMapper().readTree(doctor.out()), "model");
        assertEquals("failed", model.get("status").asText());
        assertTrue(model.get("found").asText().contains("gone"), model.toString());
        assertTrue(model.get("cure").asText().contains("give a model's folder"), model.toString());
    }

    @Test
    void aBrokenTokenizerLeavesTheVisionTower() throws IOException {
        Path model = copy();
        Files.writeString(model.resolve("tokenizer.json"), "{\"version\": \"1.0\"}");
        Command doctor = Command.run("doctor", "--model", model);
        assertEquals(1, doctor.code(), doctor.out());
        assertTrue(doctor.out().contains("tokenizer.json"), doctor.out());
        assertTrue(doctor.out().contains("what to do: fetch tokenizer.json again"), doctor.out());
    }

    @Test
    void aTruncatedTowerIsNamed() throws IOException {
        Path model = copy();
        Path tower = model.resolve("onnx/vision_model.onnx");
        byte[] whole = Files.readAllBytes(tower);
        Files.write(tower, java.util.Arrays.copyOf(whole, whole.length / 2));
        Command doctor = Command.run("doctor", "--model", model);
        assertEquals(1, doctor.code(), doctor.out());
        assertTrue(doctor.out().contains("vision_model.onnx"), doctor.out());
    }

    @Test
    void aModelWithoutATextTowerIsAWarning() throws IOException {
        Path model = copy();
        Files.delete(model.resolve("onnx/text_model.onnx"));
        JsonNode findings = new ObjectMapper()
                .readTree(Command.run("doctor", "--json", "--model", model).out());
        assertEquals("ok", status(findings, "vision tower"));
        assertEquals("warning", status(findings, "text tower"));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aMachineWithoutALocaleFails() throws Exception {
        ChildProcess doctor =
                ChildProcess.start(folder.resolve("said"), List.of("env", "-u", "LANG", "LC_ALL=C"), List.of("doctor"));
        assertEquals(1, doctor.code(), doctor.said());
        assertTrue(doctor.said().contains("LC_ALL=C.UTF-8"), doctor.said());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aCacheWithoutCodeFailsOnceAndForWhatNeedsIt() throws Exception {
        Path cache = Files.createDirectories(folder.resolve("cache"));
        String mount = "mount -t tmpfs -o noexec tmpfs \"$XDG_CACHE_HOME\" && exec \"$@\"";
        List<String> apart = List.of("env", "XDG_CACHE_HOME=" + cache, "unshare", "-m", "sh", "-c", mount, "sh");
        List<String> trial = new ArrayList<>(apart);
        trial.add("true");
        assumeTrue(new ProcessBuilder(trial).start().waitFor() == 0, "mounting in a namespace of its own");
        ChildProcess doctor = ChildProcess.start(folder.resolve("said"), apart, List.of("doctor"));
        assertEquals(1, doctor.code(), doctor.said());
        assertTrue(
                doctor.said().contains("cache folder    " + cache.resolve("clip-probe") + " is mounted noexec"),
                doctor.said());
        assertTrue(doctor.said().contains("failed   ONNX Runtime"), doctor.said());
        assertTrue(doctor.said().contains("failed   tokenizers"), doctor.said());
        assertFalse(doctor.said().contains("\tat "), doctor.said());
    }

    private Path copy() throws IOException {
        Path model = folder.resolve("model");
        for (String part : List.of("onnx", "")) {
            Files.createDirectories(model.resolve(part));
            try (Stream<Path> files = Files.list(SAMPLE.resolve(part))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, model.resolve(SAMPLE.relativize(file).toString()));
                }
            }
        }
        return model;
    }

    private static JsonNode finding(JsonNode findings, String subject) {
        return StreamSupport.stream(findings.spliterator(), false)
                .filter(finding -> finding.get("subject").asText().equals(subject))
                .findFirst()
                .orElseThrow(() -> new AssertionError(subject + " is missing in " + findings));
    }

    private static String status(JsonNode findings, String subject) {
        return finding(findings, subject).get("status").asText();
    }
}
