package org.clipprobe.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.clipprobe.report.ProbeReport;
import org.clipprobe.result.StudyResult;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.Skipped;
import picocli.CommandLine.Model.CommandSpec;

/** Prints results to standard output, as text or as JSON, and warnings to standard error. */
final class Answer {
    private static final int NAMED = 3;
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean asJson;

    Answer(CommandSpec spec, boolean asJson) {
        this.out = spec.commandLine().getOut();
        this.err = spec.commandLine().getErr();
        this.asJson = asJson;
    }

    /** How facts become JSON. */
    static JsonMapper json() {
        return JSON;
    }

    /** A line of text; nothing when JSON was asked for. */
    void line(String text) {
        if (!asJson) {
            out.println(text);
        }
    }

    /** The whole answer as JSON, or the last line of the text. */
    void finish(Map<String, ?> answer, String lastLine) throws JsonProcessingException {
        if (asJson) {
            out.println(json().writer(SerializationFeature.INDENT_OUTPUT).writeValueAsString(answer));
        } else {
            out.println(lastLine);
        }
        out.flush();
    }

    /**
     * Says what a study found: its lines, or {@code result.json} as it is.
     *
     * @param folder where it was written
     */
    void say(RunFolder folder, StudyResult<?> result, List<String> lines) throws IOException {
        Path report = folder.target().resolve(ProbeReport.PAGE);
        if (asJson) {
            out.print(Files.readString(folder.target().resolve(StudyResult.FILE)));
        } else {
            lines.forEach(out::println);
        }
        warn(result.notes(), result.skipped());
        (asJson ? err : out).println("report: " + report);
        err.flush();
        out.flush();
    }

    /** Says what the model's notes are and what was skipped. */
    void warn(List<String> notes, List<Skipped> skipped) {
        notes.forEach(note -> err.println("note: " + note));
        if (!skipped.isEmpty()) {
            err.println("skipped " + skipped.size() + (skipped.size() == 1 ? " file:" : " files:"));
            skipped.stream()
                    .limit(NAMED)
                    .forEach(each -> err.println("  " + shown(each.file()) + ": " + each.reason()));
            if (skipped.size() > NAMED) {
                err.println("  … and " + (skipped.size() - NAMED) + " more, all named in skipped.csv");
            }
        }
        err.flush();
    }

    /** A file name that cannot move the cursor or colour the terminal. */
    private static String shown(String name) {
        return name.replaceAll("\\p{Cntrl}", "?");
    }
}
