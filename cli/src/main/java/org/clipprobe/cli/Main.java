package org.clipprobe.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import org.clipprobe.probe.ProbeException;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code clip-probe}. */
@Command(
        name = "clip-probe",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        header =
                "Studies and audits CLIP models: units that answer to picture and word, names of units, typographic attacks.",
        description = {
            "",
            "Without --model the embedded sample model is used, and without PICTURES its sample pictures, so that"
                    + " @|bold clip-probe probe|@ alone does something worth seeing.",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0    done",
            "  1    failed; the message says why and what to do",
            "  2    wrong usage",
            "  3    a limit that you set was exceeded",
            "  130  interrupted; nothing half-written is left",
            "",
            "Shell completion:  source <(clip-probe generate-completion)"
        },
        subcommands = {
            InspectCommand.class,
            ProbeCommand.class,
            ActivationsCommand.class,
            UnitCommand.class,
            ConceptCommand.class,
            AttackCommand.class,
            GenerateCompletion.class
        })
public final class Main implements Callable<Integer> {
    static final int FAILED = 1;
    static final int WRONG_USAGE = 2;
    static final int LIMIT_EXCEEDED = 3;

    @Spec
    private CommandSpec spec;

    private Main() {}

    /** Without a command there is nothing to do but to say which there are. */
    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return WRONG_USAGE;
    }

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        Interruption.install();
        int code;
        try {
            code = commandLine().execute(arguments);
        } catch (OutOfMemoryError e) {
            System.err.println("clip-probe: needs more memory than there is (" + e.getMessage()
                    + "); set CLIPPROBE_JAVA_OPTS=-Xmx8g, or ask for less at once with a smaller --batch");
            code = FAILED;
        }
        System.out.flush();
        Runtime.getRuntime().exit(code);
    }

    static CommandLine commandLine() {
        CommandLine command = new CommandLine(new Main());
        command.setUsageHelpAutoWidth(true);
        command.setCaseInsensitiveEnumValuesAllowed(true);
        command.getSubcommands()
                .get("generate-completion")
                .getCommandSpec()
                .usageMessage()
                .hidden(true);
        command.setParameterExceptionHandler(Main::wrongUsage);
        command.setExecutionExceptionHandler((problem, line, parsed) -> failed(problem, line.getErr()));
        return command;
    }

    private static int wrongUsage(ParameterException problem, String[] arguments) {
        CommandLine line = problem.getCommandLine();
        PrintWriter err = line.getErr();
        err.println("clip-probe: " + problem.getMessage());
        UnmatchedArgumentException.printSuggestions(problem, err);
        err.println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
        return WRONG_USAGE;
    }

    private static int failed(Exception problem, PrintWriter err) {
        if (Interruption.began()) {
            return FAILED;
        }
        Throwable cause = problem instanceof UncheckedIOException ? problem.getCause() : problem;
        if (cause instanceof UsageException) {
            err.println("clip-probe: " + cause.getMessage());
            return WRONG_USAGE;
        }
        boolean expected = cause instanceof IOException
                || cause instanceof ProbeException
                || cause instanceof IllegalArgumentException;
        err.println("clip-probe: " + (expected ? Messages.of(cause) : "unexpected " + cause + "; please report it"));
        if (!expected && Boolean.getBoolean("clipprobe.debug")) {
            cause.printStackTrace(err);
        }
        return FAILED;
    }
}
