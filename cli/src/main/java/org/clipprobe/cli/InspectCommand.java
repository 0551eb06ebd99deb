package org.clipprobe.cli;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.clipprobe.cli.argument.ModelArguments;
import org.clipprobe.cli.console.ConsoleProgress;
import org.clipprobe.image.Preprocessing;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.HookPoint;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.TextTower;
import org.clipprobe.model.VisionTower;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code clip-probe inspect}: what a model has. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "What a model has: towers, hook points, units, preprocessing.",
        description = {
            "",
            "A hook point is a named place in a tower whose values can be read, such as vision.3.mlp (the hidden MLP"
                    + " neurons of block 3). Its scalar channels are units: vision.3.mlp:117.",
            ""
        },
        footer = {"", "Examples:", "  clip-probe inspect", "  clip-probe inspect --model path/to/model --json"})
final class InspectCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelArguments model;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        try (ClipModel opened = model.open(ConsoleProgress.standard())) {
            Map<String, Object> facts = facts(opened);
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(JsonMapper.builder()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .build()
                        .writeValueAsString(facts));
            } else {
                print(facts, out);
            }
            out.flush();
            opened.notes().forEach(note -> spec.commandLine().getErr().println("note: " + note));
            return 0;
        }
    }

    private static Map<String, Object> facts(ClipModel model) throws ModelException {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("layout", model.description());
        facts.put("fingerprint", model.fingerprint());
        model.vision().ifPresent(tower -> facts.put("vision", vision(tower)));
        model.text().ifPresent(tower -> facts.put("text", text(tower)));
        return facts;
    }

    private static Map<String, Object> vision(VisionTower tower) {
        Preprocessing preprocessing = tower.preprocessing();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put(
                "input",
                preprocessing.geometry().width() + " × "
                        + preprocessing.geometry().height() + " pixels");
        facts.put("preprocessing", describe(preprocessing));
        embedding(facts, tower.embeddingDimensions());
        facts.put("hook_points", hookPoints(tower.hookPoints()));
        return facts;
    }

    private static Map<String, Object> text(TextTower tower) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("context_tokens", tower.contextLength());
        embedding(facts, tower.embeddingDimensions());
        facts.put("hook_points", hookPoints(tower.hookPoints()));
        return facts;
    }

    /** A tower without one has a note that says so. */
    private static void embedding(Map<String, Object> facts, int dimensions) {
        if (dimensions > 0) {
            facts.put("embedding_dimensions", dimensions);
        }
    }

    private static Map<String, Integer> hookPoints(List<HookPoint> hookPoints) {
        Map<String, Integer> units = new LinkedHashMap<>();
        hookPoints.forEach(hookPoint -> units.put(hookPoint.name(), hookPoint.units()));
        return units;
    }

    private static String describe(Preprocessing preprocessing) {
        Preprocessing.Geometry geometry = preprocessing.geometry();
        String shape;
        if (geometry instanceof Preprocessing.ShortestEdge edge) {
            shape = "shortest edge to " + edge.edge() + ", centre crop " + edge.width() + " × " + edge.height();
        } else if (geometry instanceof Preprocessing.LongestEdge) {
            shape = "longest edge to " + geometry.width() + " × " + geometry.height() + ", the rest filled";
        } else if (geometry instanceof Preprocessing.SquashThenCrop squash) {
            shape = "squashed to " + squash.fullWidth() + " × " + squash.fullHeight() + ", centre crop "
                    + squash.width() + " × " + squash.height();
        } else if (geometry instanceof Preprocessing.Cover || geometry instanceof Preprocessing.CentreCrop) {
            String before = geometry instanceof Preprocessing.Cover ? "resized to cover the input, " : "";
            shape = before + "centre crop " + geometry.width() + " × " + geometry.height();
        } else {
            shape = "squashed to " + geometry.width() + " × " + geometry.height();
        }
        return shape + ", " + preprocessing.resampling().name().toLowerCase(java.util.Locale.ROOT) + ", mean "
                + preprocessing.mean() + ", std " + preprocessing.std();
    }

    @SuppressWarnings("unchecked")
    private static void print(Map<String, Object> facts, PrintWriter out) {
        facts.forEach((name, value) -> {
            if (!(value instanceof Map)) {
                out.printf("%-24s %s%n", name.replace('_', ' '), value);
                return;
            }
            out.printf("%n%s tower%n", name);
            ((Map<String, Object>) value).forEach((key, inner) -> {
                if (inner instanceof Map<?, ?> units) {
                    out.printf("  %-22s %s%n", key.replace('_', ' '), "units");
                    units.forEach((hook, count) -> out.printf("    %-20s %5s%n", hook, count));
                } else {
                    out.printf("  %-22s %s%n", key.replace('_', ' '), inner);
                }
            });
        });
    }
}
