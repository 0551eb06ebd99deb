package org.clipprobe.test;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process without a network, all of whose calls to the system that open files for writing, make folders or touch the
 * network are written down by strace.
 *
 * @param code that it ended with
 * @param said to standard output and error
 * @param calls as strace writes them, one a line
 */
public record Traced(int code, String said, List<String> calls) {
    private static final String REQUIRED = "CLIPPROBE_REQUIRE_STRACE";
    private static final List<List<String>> APART = List.of(List.of("unshare", "-n"), List.of("unshare", "-r", "-n"));
    private static final String TRACE = "trace=network,open,openat,creat,mkdir,mkdirat,execve";
    private static final Pattern FILE = Pattern.compile("\\b(open|openat|creat|mkdir|mkdirat)\\((.*)\\) += (\\d+)(.*)");
    private static final Pattern NAME = Pattern.compile("\"([^\"]*)\"");
    private static final Pattern RESULT = Pattern.compile("^<(/.*)>$");

    /** What asks for the addresses of names reads one of these. */
    private static final Pattern LOOK_UP = Pattern.compile("\"/etc/(resolv\\.conf|hosts|gai\\.conf|host\\.conf)\"");

    /** The C library asks this socket for users, not for names of machines; it is there on few machines. */
    private static final String USERS = "/var/run/nscd/socket";

    /**
     * Runs a command to its end, with these variables and no others.
     *
     * @param folder the working folder
     * @param trace where the calls are kept
     */
    public static Traced run(List<String> command, Map<String, String> variables, Path folder, Path trace)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(apart());
        line.addAll(List.of("strace", "-f", "-qq", "-y", "-s", "400", "-e", TRACE, "-o", trace.toString()));
        line.addAll(command);
        Path said = trace.resolveSibling(trace.getFileName() + ".said");
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", System.getenv("PATH"));
        builder.environment().putAll(variables);
        Process process = builder.start();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly().waitFor();
            fail(command + ": did not end within five minutes: " + Files.readString(said));
        }
        return new Traced(process.exitValue(), Files.readString(said), Files.readAllLines(trace));
    }

    /** The words that start a process without a network; skips the test where there are none, unless it must not be. */
    private static List<String> apart() throws IOException, InterruptedException {
        for (List<String> words : APART) {
            List<String> trial = new ArrayList<>(words);
            trial.addAll(List.of("strace", "-f", "-qq", "-o", "/dev/null", "true"));
            try {
                Process process = new ProcessBuilder(trial)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                if (process.waitFor() == 0) {
                    return words;
                }
            } catch (IOException e) {
                // No unshare on this machine: not Linux.
            }
        }
        String reason = "strace in a network namespace of its own (strace and unshare installed, and allowed)";
        if ("1".equals(System.getenv(REQUIRED))) {
            fail(REQUIRED + "=1, but this machine has no " + reason);
        }
        assumeTrue(false, reason);
        return List.of();
    }

    /**
     * What should not have happened: look-ups, traffic, and files outside of what is allowed.
     *
     * @param allowed folders in which files may be written, and beginnings of names
     */
    public List<String> noise(List<String> allowed, Path folder) {
        List<String> noise = new ArrayList<>();
        for (String call : calls) {
            if (isNetwork(call) || LOOK_UP.matcher(call).find()) {
                noise.add(call);
            } else {
                String written = written(call, folder);
                if (!written.isEmpty() && allowed.stream().noneMatch(written::startsWith)) {
                    noise.add(call);
                }
            }
        }
        return noise;
    }

    /** Java makes stream sockets when it starts, to see whether the machine has IPv6, and sends nothing. */
    private static boolean isNetwork(String call) {
        boolean socket = call.contains(" socket(") && (call.contains("SOCK_DGRAM") || call.contains("AF_NETLINK"));
        boolean traffic = call.matches(".* (connect|bind|sendto|sendmsg|sendmmsg|recvfrom|recvmsg)\\(.*")
                && !call.contains(USERS);
        return socket || traffic;
    }

    /** The file that a call opened for writing, or the folder that it made; empty when it did neither. */
    private static String written(String call, Path folder) {
        Matcher matcher = FILE.matcher(call);
        if (!matcher.find()) {
            return "";
        }
        boolean made = matcher.group(1).startsWith("mkdir");
        if (!made && !matcher.group(2).matches(".*\\b(O_WRONLY|O_RDWR|O_CREAT)\\b.*")) {
            return "";
        }
        Matcher opened = RESULT.matcher(matcher.group(4));
        if (opened.matches()) {
            return opened.group(1);
        }
        Matcher name = NAME.matcher(matcher.group(2));
        return name.find() ? folder.resolve(name.group(1)).normalize().toString() : call;
    }
}
