package org.clipprobe.run;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the numbers of a run come from; written as {@value RunFolder#RECORD}.
 *
 * @param command the command line as it was given, word by word
 * @param options every option with the value it had, given or not
 * @param seed what everything random was drawn from
 * @param versions of clip-probe, Java, the operating system and the libraries that compute; see {@link Versions}
 * @param model the model as the reader knows it, such as its folder
 * @param modelFiles SHA-256 in hexadecimal of every model file that was read
 * @param examples every example that was used
 * @param skipped every file that was not used, and why
 * @param computed how many examples went through a tower; the others were kept from earlier runs
 * @param started when the run began
 * @param seconds how long each part took, in seconds
 */
public record RunRecord(
        List<String> command,
        Map<String, String> options,
        long seed,
        Map<String, String> versions,
        String model,
        Map<String, String> modelFiles,
        List<ExampleFile> examples,
        List<Skipped> skipped,
        int computed,
        Instant started,
        Map<String, Double> seconds) {

    /**
     * An example and what it was.
     *
     * @param file its name as the reader knows it
     * @param sha256 of its bytes, in hexadecimal
     */
    public record ExampleFile(String file, String sha256) {}

    public RunRecord {
        command = List.copyOf(command);
        options = sorted(options);
        versions = sorted(versions);
        modelFiles = sorted(modelFiles);
        examples = List.copyOf(examples);
        skipped = List.copyOf(skipped);
        seconds = sorted(seconds);
    }

    private static <V> Map<String, V> sorted(Map<String, V> map) {
        return Collections.unmodifiableMap(new TreeMap<>(map));
    }
}
