package org.clipprobe.run;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a run was computed with. */
public final class Versions {
    private Versions() {}

    /**
     * The versions of clip-probe, Java and the operating system.
     *
     * @param libraries versions of what computes, such as {@code ONNX Runtime} to {@code 1.29.0}; added to the others
     */
    public static Map<String, String> with(Map<String, String> libraries) {
        Map<String, String> versions = new TreeMap<>(libraries);
        versions.put(
                "clip-probe",
                Optional.ofNullable(Versions.class.getPackage().getImplementationVersion())
                        .orElse("development"));
        versions.put("Java", System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")");
        versions.put(
                "operating system",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"));
        return versions;
    }
}
