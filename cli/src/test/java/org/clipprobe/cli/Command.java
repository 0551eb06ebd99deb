package org.clipprobe.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** Runs the command inside the test, as a user would type it. */
record Command(int code, String out, String err) {
    static final Path ROOT = Path.of(System.getProperty("clipprobe.root"));

    static Command run(Object... words) {
        System.setProperty("clipprobe.home", ROOT.toString());
        List<String> arguments = new ArrayList<>();
        for (Object word : words) {
            arguments.add(word.toString());
        }
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine(arguments.toArray(String[]::new));
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        int code = line.execute(arguments.toArray(String[]::new));
        return new Command(code, out.toString(), err.toString());
    }
}
