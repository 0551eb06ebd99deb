package org.clipprobe.cli.doctor;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** Checks of what the machine gives: Java, letters, folders, disk and memory. */
final class MachineChecks {
    private static final Set<String> PLATFORMS = Set.of("linux x64", "linux aarch64", "mac aarch64", "windows x64");
    private static final String NOT_ASCII = "é蜘";
    private static final long MIB = 1L << 20;
    private static final long DISK_NEEDED = 64 * MIB;
    private static final long DISK_WISHED = 1024 * MIB;
    private static final long HEAP_WISHED = 256 * MIB;

    private MachineChecks() {}

    /**
     * The platform that native libraries are built for.
     *
     * @param version of Java
     * @param os as Java names it
     * @param architecture as Java names it
     */
    static Finding java(String version, String os, String architecture) {
        String system = os.toLowerCase(Locale.ROOT);
        String kind = (system.startsWith("windows") ? "windows" : system.startsWith("mac") ? "mac" : system) + " "
                + (Set.of("amd64", "x86_64").contains(architecture) ? "x64" : architecture);
        String found = version + " on " + os + ", " + architecture;
        return PLATFORMS.contains(kind)
                ? Finding.ok("Java", found)
                : Finding.failed(
                        "Java",
                        found + ", for which there are no native libraries",
                        "use a 64-bit Java on Linux (x86-64 or ARM), macOS (Apple silicon) or Windows (x86-64)");
    }

    /**
     * Whether words and file names keep their letters.
     *
     * @param encoding in which Java reads them
     */
    static Finding locale(String encoding) {
        try {
            if (Charset.forName(encoding).newEncoder().canEncode(NOT_ASCII)) {
                return Finding.ok("locale", "words and file names are read as " + encoding);
            }
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            // Said below: what Java does not know it cannot read.
        }
        return Finding.failed(
                "locale",
                "words and file names are read as " + encoding + ", which lacks most letters beyond ASCII",
                "set LC_ALL=C.UTF-8, or another UTF-8 locale that this machine has, before Java starts");
    }

    /**
     * The folder for what is kept between runs.
     *
     * @param temporary whether it is removed at the end
     * @param code whether native libraries may be loaded from it
     */
    static Finding cache(Path folder, boolean temporary, boolean code) {
        if (!code) {
            return Finding.failed(
                    "cache folder",
                    folder + " is mounted noexec, so that native libraries cannot be loaded from it",
                    "name another folder in the variable " + (temporary ? "XDG_CACHE_HOME or TMPDIR" : "XDG_CACHE_HOME")
                            + ", or mount this one without noexec");
        }
        return temporary
                ? Finding.warning(
                        "cache folder",
                        "nothing is kept between runs: the user's folder for caches cannot be written",
                        "name a folder that can be written in the variable XDG_CACHE_HOME")
                : Finding.ok("cache folder", folder.toString());
    }

    /** Whether a folder can be written. */
    static Finding writable(String subject, Path folder) {
        return Files.isWritable(folder)
                ? Finding.ok(subject, folder + " can be written")
                : Finding.failed(
                        subject,
                        folder + " cannot be written",
                        "start in a folder of your own, or name a place for each run with --out");
    }

    /**
     * Room for a run and for what is kept of it.
     *
     * @param bytes that are free
     */
    static Finding disk(Path folder, long bytes) {
        String found = bytes / MIB + " MiB free for " + folder;
        if (bytes >= DISK_WISHED) {
            return Finding.ok("disk", found);
        }
        String cure = "make room, or choose another place (runs: --out; what is kept: --cache, XDG_CACHE_HOME)";
        return bytes < DISK_NEEDED
                ? Finding.failed("disk", found, cure)
                : Finding.warning("disk", found + "; activations of many pictures may need more", cure);
    }

    static Finding disk(Path folder) {
        try {
            return disk(folder, Files.getFileStore(folder).getUsableSpace());
        } catch (IOException e) {
            return Finding.failed("disk", e, "make sure that " + folder + " is there");
        }
    }

    /**
     * Memory for Java's objects, and for models next to them.
     *
     * @param heap the most that Java takes
     * @param all of the machine or its container
     */
    static Finding memory(long heap, long all) {
        String found = heap / MIB + " MiB for Java of " + all / MIB + " MiB";
        if (heap < HEAP_WISHED) {
            return Finding.warning(
                    "memory",
                    found + ", which is little for large pictures",
                    "set CLIPPROBE_JAVA_OPTS=-Xmx1g, or give the container more");
        }
        return heap > all - HEAP_WISHED
                ? Finding.warning(
                        "memory",
                        found + ", which leaves little for the model",
                        "lower -Xmx in CLIPPROBE_JAVA_OPTS, or give the container more")
                : Finding.ok("memory", found);
    }
}
