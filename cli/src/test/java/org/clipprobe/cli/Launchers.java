package org.clipprobe.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;

/** Copies of the launcher, in a checkout and in an unpacked release, that start what a test wants. */
enum Launchers {
    CHECKOUT("cli/target/app"),
    RELEASE("app");

    private static final String LAUNCHER = "bin/clip-probe";

    private final String app;

    Launchers(String app) {
        this.app = app;
    }

    /** A launcher that starts a single class, which needs no other. */
    Path starting(Class<?> program, Path folder) throws IOException {
        Path jar = install(folder);
        String entry = program.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest(program));
                InputStream in = program.getClassLoader().getResourceAsStream(entry)) {
            out.putNextEntry(new ZipEntry(entry));
            in.transferTo(out);
        }
        return folder.resolve(LAUNCHER);
    }

    /** A launcher that starts the command with the class path of the test. */
    Path startingTheCommand(Path folder) throws IOException {
        Path jar = install(folder);
        Manifest manifest = manifest(Main.class);
        String classes = Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toUri().toString())
                .collect(Collectors.joining(" "));
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classes);
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        return folder.resolve(LAUNCHER);
    }

    private Path install(Path folder) throws IOException {
        Path launcher = folder.resolve(LAUNCHER);
        Files.createDirectories(launcher.getParent());
        Files.copy(Command.ROOT.resolve(LAUNCHER), launcher);
        Path files = Files.createDirectories(folder.resolve(app));
        Files.createFile(files.resolve("built"));
        return files.resolve("clip-probe.jar");
    }

    private static Manifest manifest(Class<?> program) {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, program.getName());
        return manifest;
    }
}
