package org.clipprobe.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.clipprobe.cli.argument.UsageException;
import org.clipprobe.model.Tokens;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunTable;

/** Prompts, one on a line, and the tables that say what became of them. */
final class PromptFile {
    private static final long LARGEST = 64L << 20;

    private PromptFile() {}

    /** The lines that are not blank, as they are. */
    static List<String> read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new UsageException(
                    "--prompts: expected a text file with a prompt on each line, found no file " + file);
        }
        if (Files.size(file) > LARGEST) {
            throw new UsageException("--prompts " + file + ": expected at most 64 MiB, found " + Files.size(file)
                    + " bytes; split the file");
        }
        List<String> prompts = lines(file).stream()
                .map(line -> line.startsWith("\ufeff") ? line.substring(1) : line)
                .filter(line -> !line.isBlank())
                .toList();
        if (prompts.isEmpty()) {
            throw new UsageException("--prompts " + file + ": expected a prompt on each line, found none");
        }
        return prompts;
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw new UsageException(
                    "--prompts " + file + ": expected text in UTF-8, found other bytes; store the file as UTF-8");
        }
    }

    /** {@code activations/tokens.csv}: special tokens included, padding not. */
    static void writeTokens(RunFolder folder, List<Tokens> prompts) throws IOException {
        try (RunTable table =
                folder.table("activations/tokens.csv", List.of("row", "prompt", "tokens", "cut", "ids"))) {
            for (int row = 0; row < prompts.size(); row++) {
                int[] ids = prompts.get(row).ids();
                String listed = Arrays.stream(ids).mapToObj(Integer::toString).collect(Collectors.joining(" "));
                table.row(
                        row,
                        prompts.get(row).prompt(),
                        ids.length,
                        prompts.get(row).cut(),
                        listed);
            }
        }
    }
}
