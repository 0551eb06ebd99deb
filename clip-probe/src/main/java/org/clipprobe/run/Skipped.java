package org.clipprobe.run;

/**
 * A file or folder that was left out.
 *
 * @param file its path relative to the probing set's folder, with {@code /}
 * @param reason why, a phrase
 */
public record Skipped(String file, String reason) {}
