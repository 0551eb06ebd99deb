package org.clipprobe.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.clipprobe.cli.argument.UsageException;
import org.clipprobe.cli.console.Interruption;
import org.clipprobe.cli.console.Messages;
import org.clipprobe.model.HookPointException;
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
                "Studies and audits CLIP models: units that respond to picture and word, names of units, typographic attacks.",
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
        })
public final class Main implements Callable<Integer> {
    static final int FAILED = 1;
    static final int WRONG_USAGE = 2;
    static final int LIMIT_EXCEEDED = 3;

    private static final Map<String, Class<?>> SUBCOMMANDS = subcommands();

    @Spec
    private CommandSpec spec;

    private Main() {}

    private static Map<String, Class<?>> subcommands() {
        Map<String, Class<?>> all = new LinkedHashMap<>();
        all.put("inspect", InspectCommand.class);
        all.put("verify", VerifyCommand.class);
        all.put("probe", ProbeCommand.class);
        all.put("activations", ActivationsCommand.class);
        all.put("unit", UnitCommand.class);
        all.put("concept", ConceptCommand.class);
        all.put("look", LookCommand.class);
        all.put("attack", AttackCommand.class);
        all.put("ablate", AblateCommand.class);
        all.put("defend", DefendCommand.class);
        all.put("doctor", DoctorCommand.class);
        return all;
    }

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
            if (lostLetters(arguments)) {
                System.err.println(
                        "clip-probe: expected arguments in a UTF-8 locale, found letters that Java cannot read as "
                                + System.getProperty("sun.jnu.encoding")
                                + "; set LC_ALL=C.UTF-8, or another UTF-8 locale that this"
                                + " machine has, before Java starts");
                Runtime.getRuntime().exit(FAILED);
            }
            code = commandLine(arguments).execute(arguments);
        } catch (OutOfMemoryError e) {
            System.err.println("clip-probe: needs more memory than there is (" + e.getMessage()
                    + "); set CLIPPROBE_JAVA_OPTS=-Xmx8g, or ask for less at once with a smaller --batch");
            code = FAILED;
        }
        System.out.flush();
        Runtime.getRuntime().exit(code);
    }

    /** Java puts this letter in the place of bytes that the locale's encoding does not have. */
    private static boolean lostLetters(String... arguments) {
        return !System.getProperty("sun.jnu.encoding", "").equalsIgnoreCase("UTF-8")
                && Arrays.stream(arguments).anyMatch(argument -> argument.contains("\uFFFD"));
    }

    /** The command with the subcommand that is called, or with all: reading the options of each takes a tenth of a second. */
    static CommandLine commandLine(String... arguments) {
        CommandLine command = new CommandLine(new Main());
        Class<?> called = arguments.length == 0 ? null : SUBCOMMANDS.get(arguments[0]);
        if (called == null) {
            SUBCOMMANDS.forEach(command::addSubcommand);
            command.addSubcommand("generate-completion", hidden(new CommandLine(new GenerateCompletion())));
        } else {
            command.addSubcommand(arguments[0], called);
        }
        command.setUsageHelpAutoWidth(true);
        command.setCaseInsensitiveEnumValuesAllowed(true);
        command.setParameterExceptionHandler(Main::wrongUsage);
        command.setExecutionExceptionHandler((problem, line, parsed) -> failed(problem, line.getErr()));
        return command;
    }

    private static CommandLine hidden(CommandLine command) {
        command.getCommandSpec().usageMessage().hidden(true);
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
        if (cause instanceof UsageException || cause instanceof HookPointException) {
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
