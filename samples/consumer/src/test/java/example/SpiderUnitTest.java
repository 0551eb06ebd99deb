package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpiderUnitTest {
    private static final Path SAMPLES = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    @Test
    void runsWhereTheReadmeSaysItsFilesAre() throws IOException, InterruptedException {
        copy(SAMPLES.resolve("emoji-clip"), folder.resolve("samples/emoji-clip"));
        copy(SAMPLES.resolve("pictures"), folder.resolve("samples/pictures"));
        Files.copy(SAMPLES.resolve("pictures/spider/render/fluent-emoji.png"), folder.resolve("spider.png"));
        Path output = folder.resolve("output.txt");
        // In the environment, since ONNX Runtime 1.29 does not survive a command line of more than 4,096 bytes.
        ProcessBuilder process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), SpiderUnit.class.getName());
        process.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        process.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        int code = process.directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        List<String> lines = Files.readAllLines(output);
        assertEquals(0, code, lines::toString);
        assertTrue(lines.size() > 2, lines::toString);
        assertTrue(lines.get(0).matches("vision\\.\\d+\\.mlp:\\d+ .+ [0-9.]+"), lines::toString);
        assertTrue(lines.get(lines.size() - 2).matches("a picture: -?[0-9].*"), lines::toString);
        assertTrue(Files.exists(folder.resolve("spiders/result.json")), lines::toString);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    @Test
    void theReadmeShowsThisCode() throws IOException {
        String source = Files.readString(Path.of("src/main/java/example/SpiderUnit.java"));
        String shown = source.substring(
                        source.indexOf("// README begins\n") + 17, source.indexOf("\n        // README ends"))
                .stripIndent();
        String readme = Files.readString(SAMPLES.resolveSibling("README.md"));
        assertTrue(readme.contains(shown), () -> "README.md does not have these lines:\n" + shown);
    }
}
