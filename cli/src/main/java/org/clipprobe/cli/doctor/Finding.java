package org.clipprobe.cli.doctor;

import java.util.Locale;
import java.util.Optional;

/**
 * What a check found.
 *
 * @param subject what was looked at, in a word or two
 * @param status whether it is in order
 * @param found what there is, in one sentence
 * @param cure what to do; empty only where all is in order
 */
public record Finding(String subject, Status status, String found, Optional<String> cure) {
    /** Whether something is in order. */
    public enum Status {
        OK,
        /** clip-probe works, with less than there could be. */
        WARNING,
        /** Something does not work. */
        FAILED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Finding {
        if (status != Status.OK && cure.isEmpty()) {
            throw new IllegalArgumentException(subject + ": expected a cure for \"" + found + "\", found none");
        }
    }

    static Finding ok(String subject, String found) {
        return new Finding(subject, Status.OK, found, Optional.empty());
    }

    static Finding warning(String subject, String found, String cure) {
        return new Finding(subject, Status.WARNING, found, Optional.of(cure));
    }

    static Finding failed(String subject, String found, String cure) {
        return new Finding(subject, Status.FAILED, found, Optional.of(cure));
    }

    /** Of an exception whose message says what is wrong and, behind a semicolon, what to do. */
    static Finding failed(String subject, Throwable problem, String otherwise) {
        String message = problem.getMessage() == null ? problem.toString() : problem.getMessage();
        int end = message.lastIndexOf("; ");
        return end < 0
                ? failed(subject, message, otherwise)
                : failed(subject, message.substring(0, end), message.substring(end + 2));
    }
}
