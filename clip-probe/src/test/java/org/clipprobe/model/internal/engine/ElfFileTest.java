package org.clipprobe.model.internal.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.clipprobe.model.NativeEngines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a shared library needs, read from the library: Java's own, and ONNX Runtime's. */
@EnabledOnOs(OS.LINUX)
class ElfFileTest {
    @TempDir
    private Path folder;

    @Test
    void namesWhatItIsLinkedWith() throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "lib");
        List<String> nio = ElfFile.needed(java.resolve("libnio.so"));
        assertTrue(nio.containsAll(List.of("libjava.so", "libnet.so")), nio.toString());
        NativeEngines.onnxRuntime();
        List<String> binding = ElfFile.needed(NativeLibraries.runtimeFolder().resolve("libonnxruntime4j_jni.so"));
        assertTrue(binding.contains("libonnxruntime.so.1"), binding.toString());
        assertEquals(List.of(), GpuLibraries.needed(NativeLibraries.runtimeFolder()), "the build for processors");
    }

    @Test
    void damagedFilesAreRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("text.so"), "no library at all, ".repeat(10));
        assertThrows(IOException.class, () -> ElfFile.needed(text));
        byte[] whole = Files.readAllBytes(Path.of(System.getProperty("java.home"), "lib", "libnio.so"));
        for (int bytes : new int[] {0, 3, 63, 200, whole.length / 2}) {
            Path cut = Files.write(folder.resolve("cut.so"), java.util.Arrays.copyOf(whole, bytes));
            assertThrows(IOException.class, () -> ElfFile.needed(cut));
        }
    }
}
