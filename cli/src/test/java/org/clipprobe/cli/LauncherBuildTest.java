package org.clipprobe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** In a checkout, two launchers may want to build at the same time. */
@DisabledOnOs(OS.WINDOWS)
class LauncherBuildTest {
    @TempDir
    private Path folder;

    @Test
    @Timeout(60)
    void aBuildThatWasWaitedForAndFailedIsDoneAgainAndItsFailureSaid() throws Exception {
        Path script = folder.resolve("bin/clip-probe");
        Files.createDirectories(script.getParent());
        Files.copy(Command.ROOT.resolve("bin/clip-probe"), script);
        Path maven = Files.writeString(folder.resolve("mvnw"), "#!/bin/sh\necho what Maven says\nexit 1\n");
        assertTrue(maven.toFile().setExecutable(true));
        Path lock = Files.createDirectories(folder.resolve("cli/target/.building"));

        Path errors = folder.resolve("errors");
        ProcessBuilder builder =
                new ProcessBuilder("sh", script.toString(), "--version").redirectError(errors.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        while (!Files.readString(errors).contains("waiting for it")) {
            assertTrue(process.isAlive(), () -> "no word of waiting");
            Thread.sleep(50);
        }
        Files.delete(lock);

        assertEquals(1, process.waitFor());
        String said = Files.readString(errors);
        assertTrue(said.contains("what Maven says") && said.contains("the build failed"), said);
    }
}
