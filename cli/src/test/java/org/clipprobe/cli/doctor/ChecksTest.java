package org.clipprobe.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.clipprobe.cli.doctor.Finding.Status;
import org.clipprobe.model.GpuState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each check with what it looks at in order, and with each thing broken. */
class ChecksTest {
    private static final long MIB = 1L << 20;
    private static final List<String> CUDA_12 = List.of(
            "libcublasLt.so.12",
            "libcublas.so.12",
            "libcurand.so.10",
            "libcufft.so.11",
            "libcudart.so.12",
            "libcudnn.so.9");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, OK",
        "Linux, aarch64, OK",
        "Mac OS X, aarch64, OK",
        "Windows Server 2022, amd64, OK",
        "Mac OS X, x86_64, FAILED",
        "Linux, x86, FAILED",
        "Linux, riscv64, FAILED",
        "FreeBSD, amd64, FAILED",
    })
    void platforms(String os, String architecture, Status expected) {
        assertEquals(expected, MachineChecks.java("17", os, architecture).status());
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-8, OK",
        "GB18030, OK",
        "ANSI_X3.4-1968, FAILED",
        "ISO-8859-1, FAILED",
        "no encoding, FAILED",
        "'', FAILED"
    })
    void locales(String encoding, Status expected) {
        Finding found = MachineChecks.locale(encoding);
        assertEquals(expected, found.status());
        assertEquals(expected == Status.FAILED, found.cure().orElse("").contains("LC_ALL=C.UTF-8"));
    }

    @Test
    void caches() {
        assertEquals(Status.OK, MachineChecks.cache(folder, false, true).status());
        assertEquals(Status.WARNING, MachineChecks.cache(folder, true, true).status());
        Finding noexec = MachineChecks.cache(folder, false, false);
        assertEquals(Status.FAILED, noexec.status());
        assertTrue(
                noexec.found().contains("noexec") && noexec.cure().orElseThrow().contains("XDG_CACHE_HOME"));
        assertTrue(MachineChecks.cache(folder, true, false).cure().orElseThrow().contains("TMPDIR"));
    }

    @Test
    void folders() {
        assertEquals(Status.OK, MachineChecks.writable("working folder", folder).status());
        assertEquals(
                Status.FAILED,
                MachineChecks.writable("working folder", folder.resolve("gone")).status());
    }

    @Test
    void disks() {
        assertEquals(Status.OK, MachineChecks.disk(folder, 4096 * MIB).status());
        assertEquals(Status.WARNING, MachineChecks.disk(folder, 500 * MIB).status());
        assertEquals(Status.FAILED, MachineChecks.disk(folder, MIB).status());
        assertEquals(Status.FAILED, MachineChecks.disk(folder.resolve("gone")).status());
    }

    @Test
    void memory() {
        assertEquals(Status.OK, MachineChecks.memory(4096 * MIB, 16384 * MIB).status());
        Finding small = MachineChecks.memory(128 * MIB, 512 * MIB);
        assertEquals(Status.WARNING, small.status());
        assertTrue(small.cure().orElseThrow().contains("CLIPPROBE_JAVA_OPTS"));
        assertEquals(
                Status.WARNING, MachineChecks.memory(8192 * MIB, 8192 * MIB).status());
    }

    /** Fonts and native libraries: what is missing throws. */
    @Test
    void trials() {
        assertEquals(Status.OK, Doctor.tried("fonts", () -> "all", "again").status());
        Finding fonts = Doctor.tried(
                "fonts",
                () -> {
                    throw new IllegalStateException("/roboto.ttf: not on the class path");
                },
                "unpack again");
        assertEquals(Optional.of("unpack again"), fonts.cure());
        Finding library = Doctor.tried(
                "ONNX Runtime",
                () -> {
                    throw new UnsatisfiedLinkError("no such library");
                },
                "unpack again");
        assertEquals(Status.FAILED, library.status());
        Finding cured = Doctor.tried(
                "tokenizers",
                () -> {
                    throw new IOException("x: expected this, found that; mend it");
                },
                "unpack again");
        assertEquals("x: expected this, found that", cured.found());
        assertEquals(Optional.of("mend it"), cured.cure());
    }

    @Test
    void aBuildForProcessorsIsInOrderUnlessThereIsACard() {
        assertEquals(List.of(Status.OK), statuses(gpu(false, false, "", List.of(), "no CUDA")));
        List<Finding> card = GpuCheck.of(gpu(false, true, "12.4", List.of(), "no CUDA"));
        assertEquals(Status.WARNING, card.get(0).status());
        assertTrue(card.get(0).cure().orElseThrow().contains("-Pgpu"));
    }

    @Test
    void aWholeGpuIsInOrder() {
        GpuState state = gpu(true, true, "12.8", List.of(), "");
        assertEquals(List.of(Status.OK, Status.OK, Status.OK, Status.OK), statuses(state));
    }

    @Test
    void eachMissingPartIsNamedWithItsVersion() {
        List<Finding> noDriver = GpuCheck.of(gpu(true, true, "", List.of(), "no driver"));
        assertTrue(noDriver.get(0).cure().orElseThrow().contains("525 or newer"), noDriver.toString());
        assertTrue(noDriver.get(0).cure().orElseThrow().contains("--gpus all"), noDriver.toString());
        List<Finding> old = GpuCheck.of(gpu(true, true, "11.8", List.of(), "old driver"));
        assertTrue(old.get(0).found().contains("runs CUDA 11.8, but this build needs CUDA 12"), old.toString());
        List<Finding> noCuda = GpuCheck.of(gpu(true, true, "12.4", List.of("libcublas.so.12"), "no cuBLAS"));
        assertEquals(Status.OK, noCuda.get(0).status());
        assertEquals(Status.FAILED, noCuda.get(1).status());
        assertTrue(noCuda.get(1).found().contains("of CUDA 12 the system does not find libcublas.so.12"));
        assertEquals(Status.OK, noCuda.get(2).status());
        List<Finding> noCudnn = GpuCheck.of(gpu(true, true, "12.4", List.of("libcudnn.so.9"), "no cuDNN"));
        assertEquals(Status.OK, noCudnn.get(1).status());
        assertEquals(Status.FAILED, noCudnn.get(2).status());
        assertTrue(noCudnn.get(2).cure().orElseThrow().contains("install cuDNN 9"));
        assertTrue(noCudnn.get(3).cure().orElseThrow().contains("mend what is said above"));
    }

    @Test
    void aGpuThatFailsForNoneOfTheseReasonsIsSaid() {
        List<Finding> busy = GpuCheck.of(gpu(true, true, "12.8", List.of(), "CUDA failure 46"));
        assertEquals(Status.FAILED, busy.get(3).status());
        assertTrue(busy.get(3).found().contains("CUDA failure 46"));
        assertTrue(busy.get(3).cure().orElseThrow().contains("nvidia-smi"));
    }

    private static List<Status> statuses(GpuState state) {
        return GpuCheck.of(state).stream().map(Finding::status).toList();
    }

    private static GpuState gpu(boolean build, boolean card, String driver, List<String> missing, String failure) {
        return new GpuState(
                build,
                card,
                Optional.of(driver).filter(text -> !text.isEmpty()),
                build ? CUDA_12 : List.of(),
                missing,
                Optional.of(failure).filter(text -> !text.isEmpty()));
    }
}
