package org.clipprobe.cli.console;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Turns what the platform throws into a sentence. */
public final class Messages {
    private Messages() {}

    public static String of(Throwable problem) {
        if (problem instanceof AccessDeniedException denied) {
            return denied.getFile() + ": no permission to read or write it";
        }
        if (problem instanceof NoSuchFileException missing) {
            return missing.getFile() + ": not there";
        }
        if (problem instanceof FileSystemException other && other.getReason() != null) {
            return other.getFile() + ": " + other.getReason();
        }
        return problem.getMessage() == null ? problem.toString() : problem.getMessage();
    }
}
