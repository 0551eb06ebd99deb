package org.clipprobe.model;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OrtEnvironment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.clipprobe.model.internal.engine.GpuLibraries;
import org.clipprobe.model.internal.engine.NativeLibraries;
import org.clipprobe.model.internal.engine.OnnxSession;
import org.clipprobe.model.internal.text.PromptTokenizer;
import org.clipprobe.run.UserFolders;

/** Tries the native libraries that models run on, without a model. */
public final class NativeEngines {
    private static final String SMALLEST_TOKENIZER =
            "{\"version\":\"1.0\",\"model\":{\"type\":\"WordLevel\",\"vocab\":{\"a\":0},\"unk_token\":\"a\"}}";

    private NativeEngines() {}

    /**
     * Starts ONNX Runtime and runs nothing.
     *
     * @return its version
     * @throws ModelException when its library cannot be loaded; says why and what to do
     */
    public static String onnxRuntime() throws ModelException {
        OnnxSession.engine();
        return OrtEnvironment.getEnvironment().getVersion();
    }

    /**
     * Reads the smallest tokenizer there can be.
     *
     * @throws ModelException when the tokenizers' library cannot be loaded; says why and what to do
     */
    public static void tokenizers() throws ModelException {
        NativeLibraries.prepare();
        byte[] json = SMALLEST_TOKENIZER.getBytes(StandardCharsets.UTF_8);
        try {
            HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), Map.of())
                    .close();
        } catch (LinkageError e) {
            throw PromptTokenizer.unloadable(e);
        } catch (IOException | RuntimeException e) {
            throw new ModelException(
                    "the tokenizers' native library: cannot read the smallest tokenizer (" + OnnxSession.reason(e)
                            + "); remove " + UserFolders.cache() + ", so that it is unpacked again",
                    e);
        }
    }

    /**
     * Looks for what a GPU needs.
     *
     * @throws ModelException when ONNX Runtime cannot be started at all
     */
    public static GpuState gpu() throws ModelException {
        return GpuLibraries.state();
    }
}
