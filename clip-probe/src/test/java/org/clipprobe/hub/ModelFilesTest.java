package org.clipprobe.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.clipprobe.model.ModelException;
import org.junit.jupiter.api.Test;

/** The layouts of real repositories, as their file lists show them. */
class ModelFilesTest {
    private static List<String> select(String variant, String... paths) throws ModelException {
        return ModelFiles.select(
                HubName.parse("hf:owner/name"),
                Arrays.asList(paths),
                variant.isEmpty() ? Optional.empty() : Optional.of(variant));
    }

    @Test
    void transformersJsExports() throws ModelException {
        String[] files = {
            "README.md",
            "config.json",
            "merges.txt",
            "onnx/model.onnx",
            "onnx/model_fp16.onnx",
            "onnx/text_model.onnx",
            "onnx/text_model_fp16.onnx",
            "onnx/vision_model.onnx",
            "preprocessor_config.json",
            "tokenizer.json"
        };
        assertEquals(
                List.of(
                        "config.json",
                        "preprocessor_config.json",
                        "tokenizer.json",
                        "merges.txt",
                        "onnx/vision_model.onnx",
                        "onnx/text_model.onnx"),
                select("", files));
        assertEquals(
                List.of(
                        "config.json",
                        "preprocessor_config.json",
                        "tokenizer.json",
                        "merges.txt",
                        "onnx/model_fp16.onnx"),
                select("fp16", files),
                "half a pair is none; the joint file has both towers");
    }

    @Test
    void openClipExportsInTwoFolders() throws ModelException {
        assertEquals(
                List.of(
                        "config.json",
                        "visual/preprocess_cfg.json",
                        "textual/tokenizer.json",
                        "visual/model.onnx",
                        "textual/model.onnx"),
                select(
                        "",
                        "config.json",
                        "textual/fp16/model.armnn",
                        "textual/model.armnn",
                        "textual/model.onnx",
                        "textual/tokenizer.json",
                        "visual/model.onnx",
                        "visual/preprocess_cfg.json"));
    }

    @Test
    void oneTowerAtTheRoot() throws ModelException {
        assertEquals(
                List.of("config.json", "preprocessor_config.json", "model.onnx"),
                select("", ".gitattributes", "README.md", "config.json", "model.onnx", "preprocessor_config.json"));
    }

    /** transformers 5 writes one processor file; sentence-transformers keeps everything in a folder of its own. */
    @Test
    void processorsOfTransformers5InsideAPipeline() throws ModelException {
        assertEquals(
                List.of(
                        "0_CLIPModel/config.json",
                        "0_CLIPModel/processor_config.json",
                        "0_CLIPModel/onnx/vision_model.onnx",
                        "0_CLIPModel/onnx/text_model.onnx"),
                select(
                        "",
                        "modules.json",
                        "0_CLIPModel/config.json",
                        "0_CLIPModel/model.safetensors",
                        "0_CLIPModel/onnx/text_model.onnx",
                        "0_CLIPModel/onnx/vision_model.onnx",
                        "0_CLIPModel/processor_config.json"));
    }

    @Test
    void jointFileWithWeightsBeside() throws ModelException {
        assertEquals(
                List.of("config.json", "onnx/model.onnx_data", "onnx/model.onnx_data_1", "onnx/model.onnx"),
                select(
                        "",
                        "config.json",
                        "onnx/model.onnx",
                        "onnx/model.onnx_data",
                        "onnx/model.onnx_data_1",
                        "onnx/model_fp16.onnx",
                        "onnx/model_fp16.onnx_data"));
    }
}
