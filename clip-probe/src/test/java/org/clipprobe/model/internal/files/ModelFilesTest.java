package org.clipprobe.model.internal.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.clipprobe.model.ModelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which files of a folder are taken for the towers, and what is said when there are none or too many. */
class ModelFilesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "Hugging Face, vision_model.onnx + text_model.onnx",
        "Hugging Face, onnx/vision_model.onnx + onnx/text_model.onnx",
        "'Hugging Face, joint', model.onnx",
        "'Hugging Face, joint', onnx/model.onnx",
        "OpenAI, visual.onnx + textual.onnx",
        "open_clip, visual/model.onnx + textual/model.onnx",
        "OpenAI, visual.onnx",
        "Hugging Face, text_model.onnx",
        "one file, clip-vit-b-32-vision.onnx",
        "one file, onnx/something.onnx"
    })
    void layouts(String layout, String names) throws IOException {
        touch(names.split(" \\+ "));
        ModelFiles files = ModelFiles.find(folder, Optional.empty());
        assertEquals(layout, files.layout());
        assertEquals(names, files.names());
    }

    @Test
    void separateTowersBeforeTheJointFile() throws IOException {
        touch("onnx/model.onnx", "onnx/vision_model.onnx", "onnx/text_model.onnx", "onnx/model_fp16.onnx");
        assertEquals(
                "onnx/vision_model.onnx + onnx/text_model.onnx",
                ModelFiles.find(folder, Optional.empty()).names());
        assertEquals(
                "onnx/model_fp16.onnx",
                ModelFiles.find(folder, Optional.of("fp16")).names());
    }

    @Test
    void jointFileWhenATowerIsMissing() throws IOException {
        touch("model.onnx", "vision_model.onnx");
        assertEquals("model.onnx", ModelFiles.find(folder, Optional.empty()).names());
    }

    @Test
    void onlyVariantIsTakenAndNoted() throws IOException {
        touch("vision_model_q4f16.onnx", "text_model_q4f16.onnx");
        ModelFiles files = ModelFiles.find(folder, Optional.empty());
        assertEquals("vision_model_q4f16.onnx + text_model_q4f16.onnx", files.names());
        assertTrue(files.notes().get(0).contains("q4f16"));
    }

    @Test
    void missingVariantNamesThoseThatAreThere() throws IOException {
        touch("onnx/vision_model.onnx", "onnx/vision_model_fp16.onnx", "onnx/vision_model_int8.onnx");
        String told = told(Optional.of("q4"));
        assertTrue(told.contains("the plain one, fp16, int8"), told);
    }

    @Test
    void severalVariantsAreNotChosenFrom() throws IOException {
        touch("vision_model_fp16.onnx", "vision_model_int8.onnx");
        assertTrue(told(Optional.empty()).contains("fp16, int8"));
    }

    @Test
    void twoModelsAreNotChosenFrom() throws IOException {
        touch("vision_model.onnx", "text_model.onnx", "visual.onnx", "textual.onnx");
        String told = told(Optional.empty());
        assertTrue(told.contains("vision_model.onnx") && told.contains("visual.onnx"), told);
        assertTrue(told.contains("open one"), told);
    }

    @Test
    void filesOfOtherNamesAreListed() throws IOException {
        touch("a.onnx", "b.onnx");
        assertTrue(told(Optional.empty()).contains("a.onnx, b.onnx"));
    }

    @Test
    void emptyFolder() {
        String told = told(Optional.empty());
        assertTrue(told.startsWith(folder.toString()) && told.contains("no .onnx file"), told);
    }

    @Test
    void noFolder() {
        Path missing = folder.resolve("missing");
        ModelException told = assertThrows(ModelException.class, () -> ModelFiles.find(missing, Optional.empty()));
        assertTrue(told.getMessage().contains("no such folder or file"), told.getMessage());
    }

    private String told(Optional<String> variant) {
        String message = assertThrows(ModelException.class, () -> ModelFiles.find(folder, variant))
                .getMessage();
        assertTrue(message.startsWith(folder.toString()), message);
        return message;
    }

    private void touch(String... names) throws IOException {
        for (String name : names) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, new byte[0]);
        }
    }
}
