package org.clipprobe.model.internal.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.clipprobe.model.ModelException;

/**
 * Which files of a folder are a model's towers.
 *
 * @param root the folder
 * @param layout how the files are laid out, in words
 * @param vision the file with the vision tower
 * @param text the file with the text tower; the same file for a joint model
 * @param notes what a reader of results should know about the choice
 */
public record ModelFiles(Path root, String layout, Optional<Path> vision, Optional<Path> text, List<String> notes) {
    private record Layout(String name, String vision, String text) {}

    private static final List<Layout> PAIRS = List.of(
            new Layout("Hugging Face", "vision_model", "text_model"),
            new Layout("OpenAI", "visual", "textual"),
            new Layout("open_clip", "visual/model", "textual/model"));
    private static final Layout JOINT = new Layout("Hugging Face, joint", "model", "model");
    private static final List<String> PLACES = List.of("", "onnx/");
    private static final Pattern VARIANT =
            Pattern.compile("(?:vision_model|text_model|visual|textual|model)_(\\w+)\\.onnx");
    private static final Pattern SENTENCE_TRANSFORMERS = Pattern.compile("\\d+_CLIPModel");
    private static final int LISTED = 8;

    /** A file alone, or a folder in one of the known layouts. */
    public static ModelFiles find(Path path, Optional<String> variant) throws ModelException {
        if (Files.isRegularFile(path)) {
            Path root = Optional.ofNullable(path.toAbsolutePath().getParent()).orElse(path);
            return new ModelFiles(root, "one file", Optional.of(path), Optional.of(path), List.of());
        }
        if (!Files.isDirectory(path)) {
            throw new ModelException(path + ": no such folder or file; give a model's folder or its .onnx file");
        }
        String wanted = variant.orElse("");
        Optional<ModelFiles> found = named(path, wanted);
        if (found.isPresent()) {
            return found.get();
        }
        List<String> onnx = onnxFiles(path);
        Optional<Path> module = onnx.isEmpty() ? module(path) : Optional.empty();
        if (module.isPresent()) {
            return find(module.get(), variant).within(path);
        }
        TreeSet<String> variants = variants(onnx);
        if (variant.isPresent()) {
            throw noVariant(path, wanted, variants, named(path, "").isPresent());
        }
        return unnamed(path, onnx, variants);
    }

    /** Where sentence-transformers keeps the CLIP model of a pipeline: {@code 0_CLIPModel}. */
    private static Optional<Path> module(Path root) throws ModelException {
        try (Stream<Path> entries = Files.list(root)) {
            return entries.filter(Files::isDirectory)
                    .filter(folder -> SENTENCE_TRANSFORMERS
                            .matcher(folder.getFileName().toString())
                            .matches())
                    .min(java.util.Comparator.naturalOrder());
        } catch (IOException e) {
            throw new ModelException(root + ": cannot be listed (" + e.getMessage() + "); check its rights", e);
        }
    }

    private ModelFiles within(Path folder) {
        return new ModelFiles(folder, "sentence-transformers", vision, text, notes);
    }

    private static Optional<ModelFiles> named(Path root, String variant) throws ModelException {
        String suffix = (variant.isEmpty() ? "" : "_" + variant) + ".onnx";
        List<ModelFiles> found = new ArrayList<>();
        for (Layout layout : PAIRS) {
            found.addAll(inPlaces(root, layout, suffix));
        }
        if (found.isEmpty() || (found.size() == 1 && !found.get(0).complete())) {
            List<ModelFiles> joint = inPlaces(root, JOINT, suffix);
            found = joint.isEmpty() ? found : joint;
        }
        if (found.size() > 1) {
            throw new ModelException(root + ": expected one model, found "
                    + String.join(" and ", found.stream().map(ModelFiles::names).toList())
                    + "; open one of these files, or a folder with one of the models");
        }
        return found.stream().findFirst();
    }

    private static List<ModelFiles> inPlaces(Path root, Layout layout, String suffix) {
        List<ModelFiles> found = new ArrayList<>();
        for (String place : PLACES) {
            Optional<Path> vision = file(root, place + layout.vision() + suffix);
            Optional<Path> text = file(root, place + layout.text() + suffix);
            if (vision.isPresent() || text.isPresent()) {
                found.add(new ModelFiles(root, layout.name(), vision, text, List.of()));
            }
        }
        return found;
    }

    private static ModelFiles unnamed(Path root, List<String> onnx, TreeSet<String> variants) throws ModelException {
        if (variants.size() == 1) {
            String only = variants.first();
            Optional<ModelFiles> found = named(root, only);
            if (found.isPresent()) {
                return found.get().noting("only the variant \"" + only + "\" is in the folder and is used");
            }
        }
        if (!variants.isEmpty()) {
            throw new ModelException(root + ": expected a model without a suffix, found only the variants "
                    + String.join(", ", variants) + "; ask for one of them");
        }
        if (onnx.isEmpty()) {
            throw new ModelException(root + ": expected a model (vision_model.onnx and text_model.onnx, model.onnx,"
                    + " visual.onnx and textual.onnx, or visual/model.onnx and textual/model.onnx), found no .onnx"
                    + " file; export the model to ONNX first");
        }
        if (onnx.size() > 1) {
            throw new ModelException(root + ": expected one model, found " + onnx.size() + " files of other names ("
                    + shortened(onnx) + "); open one of them, or name them vision_model.onnx and text_model.onnx");
        }
        Optional<Path> only = file(root, onnx.get(0));
        return new ModelFiles(root, "one file", only, only, List.of());
    }

    private static ModelException noVariant(Path root, String wanted, TreeSet<String> variants, boolean plain) {
        List<String> there = new ArrayList<>();
        if (plain) {
            there.add("the plain one");
        }
        there.addAll(variants);
        return new ModelException(root + ": expected files ending in _" + wanted + ".onnx, found "
                + (there.isEmpty()
                        ? "no variant; ask for none"
                        : "the variants: " + String.join(", ", there) + "; ask for one of these"));
    }

    private static TreeSet<String> variants(List<String> onnx) {
        TreeSet<String> variants = new TreeSet<>();
        for (String file : onnx) {
            Matcher name = VARIANT.matcher(file.substring(file.lastIndexOf('/') + 1));
            if (name.matches()) {
                variants.add(name.group(1));
            }
        }
        // text_model and vision_model end in _model: what follows it is the variant.
        return variants;
    }

    private static List<String> onnxFiles(Path root) throws ModelException {
        List<String> found = new ArrayList<>();
        for (String place : List.of("", "onnx", "visual", "textual")) {
            Path folder = root.resolve(place);
            if (!Files.isDirectory(folder)) {
                continue;
            }
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> file.getFileName().toString().endsWith(".onnx") && Files.isRegularFile(file))
                        .map(file -> root.relativize(file).toString().replace('\\', '/'))
                        .sorted()
                        .forEach(found::add);
            } catch (IOException e) {
                throw new ModelException(folder + ": cannot be listed (" + e.getMessage() + "); check its rights", e);
            }
        }
        return found;
    }

    private static Optional<Path> file(Path root, String name) {
        return Optional.of(root.resolve(name)).filter(Files::isRegularFile);
    }

    private static String shortened(List<String> names) {
        return names.size() <= LISTED ? String.join(", ", names) : String.join(", ", names.subList(0, LISTED)) + ", …";
    }

    private boolean complete() {
        return vision.isPresent() && text.isPresent();
    }

    private ModelFiles noting(String note) {
        return new ModelFiles(root, layout, vision, text, List.of(root + ": " + note));
    }

    /** The files' names seen from the root, each once. */
    public String names() {
        Map<Path, String> names = new LinkedHashMap<>();
        for (Path file : files()) {
            names.put(
                    file,
                    root.toAbsolutePath().relativize(file.toAbsolutePath()).toString());
        }
        return String.join(" + ", names.values());
    }

    /** The files, vision before text, each once. */
    public List<Path> files() {
        return Stream.concat(vision.stream(), text.stream()).distinct().toList();
    }
}
