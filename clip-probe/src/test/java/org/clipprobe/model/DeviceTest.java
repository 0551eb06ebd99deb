package org.clipprobe.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Devices are read as they are written, and a missing GPU is told or fallen back from. */
class DeviceTest {
    @Test
    void parsed() {
        assertEquals(new Device.Cpu(), Device.parse("cpu"));
        assertEquals(new Device.Cuda(0), Device.parse("CUDA"));
        assertEquals(new Device.Cuda(12), Device.parse(" cuda:12 "));
        assertEquals(new Device.Auto(), Device.parse("auto"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gpu", "cuda:", "cuda:-1", "cuda:x", "cuda:99999999999", "cpu:0"})
    void notParsed(String text) {
        String told = assertThrows(IllegalArgumentException.class, () -> Device.parse(text))
                .getMessage();
        assertTrue(told.contains("expected cpu, cuda, cuda:N or auto"), told);
    }

    @Test
    void missingGpuSaysWhatToDo() {
        assumeNoGpu();
        ModelOptions cuda = new ModelOptions(new Device.Cuda(0), 0, Optional.empty());
        String told = assertThrows(ModelException.class, () -> ClipModel.open(Fixtures.SAMPLE, cuda))
                .getMessage();
        assertTrue(told.startsWith("cuda:0: ") && told.contains("-Pgpu") && told.contains("--device cpu"), told);
    }

    @Test
    void autoFallsBackAndSaysSo() throws IOException {
        assumeNoGpu();
        ModelOptions auto = new ModelOptions(new Device.Auto(), 0, Optional.empty());
        try (ClipModel model = ClipModel.open(Fixtures.SAMPLE, auto)) {
            assertTrue(model.notes().stream().anyMatch(note -> note.contains("no GPU is used")));
            assertFalse(model.vision().isEmpty());
        }
    }

    private static void assumeNoGpu() {
        assumeTrue(
                !OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA),
                "this build of ONNX Runtime has CUDA");
    }
}
