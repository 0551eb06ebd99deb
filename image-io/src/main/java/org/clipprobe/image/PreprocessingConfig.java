package org.clipprobe.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.clipprobe.image.Preprocessing.CentreCrop;
import org.clipprobe.image.Preprocessing.Cover;
import org.clipprobe.image.Preprocessing.CropRounding;
import org.clipprobe.image.Preprocessing.Geometry;
import org.clipprobe.image.Preprocessing.LongestEdge;
import org.clipprobe.image.Preprocessing.ShortestEdge;
import org.clipprobe.image.Preprocessing.Squash;
import org.clipprobe.image.Preprocessing.SquashThenCrop;

/** Understands the preprocessing files of Hugging Face and of open_clip, with the defaults of their classes. */
final class PreprocessingConfig {
    private static final int LONGEST = 400;
    private static final long MOST_BYTES = 8L << 20;

    /** As transformers 5 has it: an image processor inside processor_config.json goes before a file of its own. */
    private static final List<String> PLACES = List.of(
            "processor_config.json",
            "preprocessor_config.json",
            "preprocess_cfg.json",
            "visual/preprocess_cfg.json",
            "visual/processor_config.json",
            "visual/preprocessor_config.json",
            "open_clip_config.json");

    private static final List<Double> CLIP_MEAN = Preprocessing.clip(1).mean();
    private static final List<Double> CLIP_STD = Preprocessing.clip(1).std();
    private static final String NESTED = "image_processor";

    private final Path file;
    private final JsonNode root;

    private PreprocessingConfig(Path file, JsonNode root) {
        this.file = file;
        this.root = root;
    }

    static Optional<Preprocessing> find(Path folder) throws IOException {
        for (String place : PLACES) {
            Path file = folder.resolve(place);
            if (Files.isRegularFile(file)) {
                Optional<Preprocessing> found = read(file);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /** Empty for a processor_config.json that says nothing of pictures, as transformers 4 wrote it. */
    private static Optional<Preprocessing> read(Path file) throws IOException {
        long size = Files.size(file);
        if (size > MOST_BYTES) {
            throw new IOException(
                    file + ": expected a few kilobytes of JSON, found " + size + " bytes; fetch the file again");
        }
        JsonNode root;
        try {
            root = new ObjectMapper().readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            String problem = e.getOriginalMessage().replaceFirst("(?s)\\s*\\(start marker.*", "");
            throw new IOException(file + ": expected JSON, found " + problem + "; fetch the file again", e);
        }
        PreprocessingConfig config = new PreprocessingConfig(file, root);
        if (root == null || !root.isObject()) {
            throw config.wrong("expected a JSON object, found something else");
        }
        if (file.endsWith("processor_config.json")) {
            if (!root.path(NESTED).isObject()) {
                return Optional.empty();
            }
            config = new PreprocessingConfig(file, root.get(NESTED));
        }
        try {
            return Optional.of(config.isOpenClip() ? config.openClip() : config.huggingFace());
        } catch (IllegalArgumentException e) {
            throw config.wrong(e.getMessage());
        }
    }

    private boolean isOpenClip() {
        return root.has("preprocess_cfg") || root.has("resize_mode") || (root.has("mean") && !root.has("image_mean"));
    }

    private Preprocessing huggingFace() throws IOException {
        String processor = root.path("image_processor_type")
                .asText(root.path("feature_extractor_type").asText(""));
        ProcessorDefaults defaults = defaults(processor);
        boolean crops = flag("do_center_crop", defaults.crops());
        boolean rescales = flag("do_rescale", true);
        boolean normalises = flag("do_normalize", true);
        List<Double> std = triple(root, "image_std", defaults.std());
        boolean again = ProcessorDefaults.kind(processor).equals("EfficientNet") && flag("include_top", true);
        return new Preprocessing(
                flag("do_resize", true) ? resized(crops, defaults) : unresized(crops, defaults),
                resampling(present(root, "resample"), defaults.resample()),
                rescales
                        ? present(root, "rescale_factor")
                                .map(JsonNode::asDouble)
                                .orElse(1 / 255.0)
                        : 1,
                rescales && flag("rescale_offset", false) ? 1 : 0,
                normalises ? triple(root, "image_mean", defaults.mean()) : List.of(0.0, 0.0, 0.0),
                divisor(std, (normalises ? 1 : 0) + (again ? 1 : 0)));
    }

    /** EfficientNet's processor divides by the deviation once more for a classifier. */
    private static List<Double> divisor(List<Double> std, int times) {
        return std.stream().map(deviation -> Math.pow(deviation, times)).toList();
    }

    /** A class that is not known must say everything itself; then CLIP's defaults are not used. */
    private ProcessorDefaults defaults(String processor) throws IOException {
        if (ProcessorDefaults.kind(processor).equals("Siglip2")) {
            throw wrong("expected pictures of one size, found " + processor + ", which cuts pictures of any shape into"
                    + " patches (SigLIP 2 NaFlex); use a SigLIP 2 model of fixed resolution");
        }
        Optional<ProcessorDefaults> known = ProcessorDefaults.of(processor);
        if (known.isEmpty()) {
            checkComplete(processor);
        }
        ProcessorDefaults defaults = known.orElse(ProcessorDefaults.PLAIN);
        if (flag("do_pad", defaults.pads())) {
            throw wrong("expected pictures that are resized or cropped, found do_pad, which fills them up to a square"
                    + " first and is not supported; set it to false where the model was trained without");
        }
        if (has(root, "crop_pct")) {
            throw wrong("expected a centre crop with a crop_size, found crop_pct, which is not supported; write"
                    + " do_center_crop, crop_size and the shortest_edge that crop_pct makes of the size");
        }
        return defaults;
    }

    private void checkComplete(String processor) throws IOException {
        List<String> needed = new ArrayList<>(List.of("size", "resample"));
        if (flag("do_normalize", true)) {
            needed.addAll(List.of("image_mean", "image_std"));
        }
        for (String name : needed) {
            if (!has(root, name) || (name.equals("size") && root.get(name).isNumber())) {
                throw wrong("expected " + name + (has(root, name) ? " with height and width, or shortest_edge" : "")
                        + ", since what " + processor + " does without it is not known here; write it into the file");
            }
        }
    }

    private Geometry resized(boolean crops, ProcessorDefaults defaults) throws IOException {
        JsonNode size = present(root, "size").orElse(null);
        boolean named = size != null && size.isObject();
        if (named && !size.has("height") && (!size.has("shortest_edge") || has(size, "longest_edge"))) {
            throw wrong("expected a size with shortest_edge alone, or with height and width, found " + size);
        }
        boolean edge = named ? !size.has("height") : !defaults.square() && (size == null || size.isNumber());
        int[] whole = size == null ? new int[] {defaults.height(), defaults.width()} : pair(size, "size");
        if (!edge) {
            int[] crop = crops ? cropSize(defaults) : whole;
            return crop[0] == whole[0] && crop[1] == whole[1]
                    ? new Squash(whole[1], whole[0])
                    : new SquashThenCrop(whole[1], whole[0], crop[1], crop[0]);
        }
        if (!crops) {
            throw wrong("expected do_center_crop, without which pictures keep their proportions and no batch can be"
                    + " formed, found size " + size);
        }
        int[] crop = cropSize(defaults);
        return new ShortestEdge(whole[0], crop[1], crop[0], CropRounding.FLOOR);
    }

    private Geometry unresized(boolean crops, ProcessorDefaults defaults) throws IOException {
        if (!crops) {
            throw wrong("expected do_resize or do_center_crop, found neither, so that pictures keep any size");
        }
        int[] crop = cropSize(defaults);
        return new CentreCrop(crop[1], crop[0]);
    }

    private int[] cropSize(ProcessorDefaults defaults) throws IOException {
        Optional<JsonNode> crop = present(root, "crop_size");
        return crop.isPresent() ? pair(crop.get(), "crop_size") : new int[] {defaults.crop(), defaults.crop()};
    }

    private Preprocessing openClip() throws IOException {
        JsonNode cfg = root.has("preprocess_cfg") ? root.get("preprocess_cfg") : root;
        JsonNode inModel = root.path("model_cfg").path("vision_cfg").path("image_size");
        JsonNode size = present(cfg, "size").orElse(inModel);
        int[] input = size.isMissingNode() ? new int[] {224, 224} : pair(size, "size");
        String filter = cfg.path("interpolation").asText("bicubic");
        return new Preprocessing(
                openClipGeometry(cfg, input),
                filter.equals("bilinear") ? Resampling.BILINEAR : Resampling.BICUBIC,
                1 / 255.0,
                triple(cfg, "mean", CLIP_MEAN),
                triple(cfg, "std", CLIP_STD));
    }

    private Geometry openClipGeometry(JsonNode cfg, int[] input) throws IOException {
        String mode = cfg.path("resize_mode").asText("shortest");
        return switch (mode.toLowerCase(Locale.ROOT)) {
            case "squash" -> new Squash(input[1], input[0]);
            case "longest" ->
                new LongestEdge(input[1], input[0], cfg.path("fill_color").asInt(0));
            case "shortest" ->
                input[0] == input[1]
                        ? new ShortestEdge(input[0], input[1], input[0], CropRounding.HALF_EVEN)
                        : new Cover(input[1], input[0]);
            default -> throw wrong("expected resize_mode shortest, longest or squash, found " + mode);
        };
    }

    /** Pillow's numbers of the filters. */
    private Resampling resampling(Optional<JsonNode> number, int otherwise) throws IOException {
        return switch (number.map(n -> n.asInt(-1)).orElse(otherwise)) {
            case 0 -> Resampling.NEAREST;
            case 1 -> Resampling.LANCZOS;
            case 2 -> Resampling.BILINEAR;
            case 3 -> Resampling.BICUBIC;
            case 4 -> Resampling.BOX;
            case 5 -> Resampling.HAMMING;
            default -> throw wrong("expected a resample number from 0 to 5, found " + number.get());
        };
    }

    /** Height and width, from an object, an array or one number for both. */
    private int[] pair(JsonNode node, String name) throws IOException {
        if (node.isArray() && (node.size() == 1 || node.size() == 2)) {
            return new int[] {positive(node.get(0), name), positive(node.get(node.size() - 1), name)};
        }
        if (node.has("height") && node.has("width")) {
            return new int[] {positive(node.get("height"), name), positive(node.get("width"), name)};
        }
        int side = positive(node.has("shortest_edge") ? node.get("shortest_edge") : node, name);
        return new int[] {side, side};
    }

    private int positive(JsonNode node, String name) throws IOException {
        if (!node.canConvertToInt() || node.asInt() < 1 || node.asInt() > 16384) {
            throw wrong("expected " + name + " in pixels, from 1 to 16384, found " + node);
        }
        return node.asInt();
    }

    private List<Double> triple(JsonNode node, String name, List<Double> otherwise) throws IOException {
        JsonNode values = present(node, name).orElse(null);
        if (values == null) {
            return otherwise;
        }
        List<Double> three = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            JsonNode value = values.isNumber() ? values : values.path(i);
            if (!value.isNumber() || values.size() > 3) {
                throw wrong("expected 3 numbers for " + name + ", found " + values);
            }
            three.add(value.asDouble());
        }
        return three;
    }

    private boolean flag(String name, boolean otherwise) {
        return present(root, name).map(JsonNode::asBoolean).orElse(otherwise);
    }

    private static Optional<JsonNode> present(JsonNode node, String name) {
        return has(node, name) ? Optional.of(node.get(name)) : Optional.empty();
    }

    private static boolean has(JsonNode node, String name) {
        return node.hasNonNull(name);
    }

    /** What was found may be as long as the file, and hold line breaks. */
    private IOException wrong(String reason) {
        String line = reason.replaceAll("[\\s\\p{Cntrl}]+", " ");
        String told = line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
        return new IOException(file + ": " + told);
    }
}
