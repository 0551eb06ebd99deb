package org.clipprobe.hub;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.clipprobe.model.ModelException;

/** Which of a repository's files make up the wanted model: its towers in one variant, their weights, their configs. */
final class ModelFiles {
    /** Pairs of towers first: a joint file holds the same weights again. {@code *} stands for the variant. */
    private static final List<List<String>> LAYOUTS = List.of(
            List.of("onnx/vision_model*.onnx", "onnx/text_model*.onnx"),
            List.of("vision_model*.onnx", "text_model*.onnx"),
            List.of("visual*.onnx", "textual*.onnx"),
            List.of("visual/model*.onnx", "textual/model*.onnx"),
            List.of("onnx/model*.onnx"),
            List.of("model*.onnx"),
            List.of("onnx/vision_model*.onnx"),
            List.of("vision_model*.onnx"),
            List.of("visual*.onnx"),
            List.of("visual/model*.onnx"),
            List.of("onnx/text_model*.onnx"),
            List.of("text_model*.onnx"),
            List.of("textual*.onnx"),
            List.of("textual/model*.onnx"),
            List.of("0_CLIPModel/onnx/vision_model*.onnx", "0_CLIPModel/onnx/text_model*.onnx"),
            List.of("0_CLIPModel/onnx/model*.onnx"));

    private static final List<String> CONFIGS = List.of(
            "config.json",
            "preprocessor_config.json",
            "processor_config.json",
            "preprocess_cfg.json",
            "open_clip_config.json",
            "tokenizer.json",
            "tokenizer_config.json",
            "special_tokens_map.json",
            "vocab.json",
            "merges.txt",
            "concepts.json");

    private static final Pattern GRAPH = Pattern.compile(
            "(?:0_CLIPModel/)?(?:onnx/)?(?:vision_|text_)?model(_\\w+)?\\.onnx|(?:visual|textual)(?:/model)?(_\\w+)?\\.onnx");

    private ModelFiles() {}

    /** The wanted files among all of a repository's: configs first, then the graphs' weights, the graphs last. */
    static List<String> select(HubName name, Collection<String> paths, Optional<String> variant) throws ModelException {
        Set<String> all = new LinkedHashSet<>(paths);
        String suffix = variant.map(text -> "_" + text).orElse("");
        for (List<String> layout : LAYOUTS) {
            List<String> graphs =
                    layout.stream().map(path -> path.replace("*", suffix)).toList();
            if (all.containsAll(graphs)) {
                Set<String> wanted = new LinkedHashSet<>(configs(all, graphs));
                graphs.forEach(graph -> wanted.addAll(weights(all, graph)));
                wanted.addAll(graphs);
                return List.copyOf(wanted);
            }
        }
        throw nothingThere(name, all, variant);
    }

    private static List<String> configs(Set<String> all, List<String> graphs) {
        Set<String> folders = new LinkedHashSet<>(List.of(""));
        for (String graph : graphs) {
            String folder = graph.substring(0, graph.lastIndexOf('/') + 1);
            folders.add(folder.replaceFirst("(^|/)onnx/$", "$1"));
            folders.add(folder);
        }
        return folders.stream()
                .flatMap(folder -> CONFIGS.stream().map(config -> folder + config))
                .filter(all::contains)
                .toList();
    }

    /** External data by the exporters' habits: {@code model.onnx_data}, {@code model.onnx_data_1}, {@code model.onnx.data}. */
    private static List<String> weights(Set<String> all, String graph) {
        Pattern habit = Pattern.compile(Pattern.quote(graph) + "[._]data(_\\d+)?");
        return all.stream().filter(path -> habit.matcher(path).matches()).toList();
    }

    private static ModelException nothingThere(HubName name, Set<String> all, Optional<String> variant) {
        Set<String> variants = new TreeSet<>();
        for (String path : all) {
            Matcher graph = GRAPH.matcher(path);
            if (graph.matches()) {
                String suffix = Optional.ofNullable(graph.group(1))
                        .or(() -> Optional.ofNullable(graph.group(2)))
                        .orElse("");
                variants.add(suffix.isEmpty() ? "the plain one" : suffix.substring(1));
            }
        }
        if (!variants.isEmpty()) {
            return new ModelException(name + ": has no "
                    + variant.map(text -> "variant '" + text + "'").orElse("plain variant") + "; it has "
                    + String.join(", ", variants) + "; choose one with --variant");
        }
        String found =
                all.stream().filter(path -> path.endsWith(".onnx")).limit(5).collect(Collectors.joining(", "));
        return new ModelException(
                name + ": expected ONNX towers such as onnx/vision_model.onnx and onnx/text_model.onnx,"
                        + " found " + (found.isEmpty() ? "no .onnx file" : found) + " among " + all.size()
                        + " files; take a repository with an ONNX export, such as hf:Xenova/clip-vit-base-patch32, or export"
                        + " the model yourself and give its folder");
    }
}
