package org.clipprobe.report;

/**
 * A file that a run was pointed at and did not use.
 *
 * @param file its name as the reader knows it
 * @param reason why, a phrase without a full stop
 */
public record Skipped(String file, String reason) {}
