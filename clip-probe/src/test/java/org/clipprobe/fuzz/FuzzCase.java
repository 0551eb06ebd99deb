package org.clipprobe.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * What is tried out: a folder of files, one of them damaged. The same seed and number give the same bytes.
 *
 * @param name what was damaged, and how
 * @param files by path inside the folder
 * @param kind what is done with it
 */
record FuzzCase(String name, Map<String, byte[]> files, Kind kind) {
    /** What is done with the files. */
    enum Kind {
        /** The vision tower is opened and run. */
        VISION,
        /** The text tower is opened, a prompt tokenised where there is a tokenizer, and the tower run. */
        TEXT,
        /** The picture is decoded. */
        PICTURE
    }

    private static final Path ROOT = Path.of(System.getProperty("clipprobe.root"));
    private static final Path MODELS = ROOT.resolve("clip-probe/src/test/resources/models");
    private static final Path PICTURES = ROOT.resolve("image-io/src/test/resources/pictures");
    private static final Path SAMPLE = ROOT.resolve("samples/emoji-clip");

    private static final List<String> VISION = List.of(
            "siglip/onnx/vision_model.onnx",
            "hf-optimum/onnx/vision_model_quantized.onnx",
            "hf-optimum/onnx/vision_model_fp16.onnx",
            "hf-dynamo/vision_model.onnx",
            "ort-optimised/vision_model.onnx",
            "openai-rn/visual.onnx",
            "open_clip/visual/model.onnx");
    private static final List<String> TEXT = List.of(
            "siglip/onnx/text_model.onnx",
            "hf-optimum/onnx/text_model_quantized.onnx",
            "hf-optimum/onnx/text_model_fp16.onnx",
            "hf-dynamo/text_model.onnx",
            "ort-optimised/text_model.onnx",
            "openai-rn/textual.onnx");

    /** Case {@code number} of a seed. */
    static FuzzCase of(long seed, int number) throws IOException {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number);
        return switch (number % 10) {
            case 0, 1, 2 -> tower(Kind.VISION, VISION, true, random);
            case 3, 4 -> tower(Kind.TEXT, TEXT, true, random);
            case 5 ->
                random.nextBoolean()
                        ? tower(Kind.VISION, VISION, false, random)
                        : tower(Kind.TEXT, TEXT, false, random);
            case 6 -> beside(Kind.TEXT, SAMPLE.resolve("tokenizer.json"), "tokenizer.json", random);
            case 7 ->
                random.nextBoolean()
                        ? beside(Kind.TEXT, SAMPLE.resolve("config.json"), "config.json", random)
                        : beside(
                                random.nextBoolean() ? Kind.VISION : Kind.TEXT,
                                MODELS.resolve("siglip/config.json"),
                                "config.json",
                                random);
            case 8 -> preprocessing(random);
            default -> picture(random);
        };
    }

    private static FuzzCase tower(Kind kind, List<String> models, boolean aware, RandomGenerator random)
            throws IOException {
        String model = models.get(random.nextInt(models.size()));
        byte[] file = Files.readAllBytes(MODELS.resolve(model));
        byte[] damaged = aware ? Graphs.mutated(file, random) : Bytes.mutated(file, random);
        Map<String, byte[]> files = new TreeMap<>();
        files.put(kind == Kind.VISION ? "vision_model.onnx" : "text_model.onnx", damaged);
        return new FuzzCase(model + (aware ? ", as a graph" : ", as bytes"), files, kind);
    }

    private static FuzzCase beside(Kind kind, Path file, String name, RandomGenerator random) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        boolean aware = random.nextInt(4) > 0;
        Map<String, byte[]> files = new TreeMap<>();
        files.put("vision_model.onnx", Files.readAllBytes(MODELS.resolve("siglip/onnx/vision_model.onnx")));
        files.put("text_model.onnx", Files.readAllBytes(MODELS.resolve("siglip/onnx/text_model.onnx")));
        if (kind == Kind.TEXT) {
            files.put("tokenizer.json", Files.readAllBytes(SAMPLE.resolve("tokenizer.json")));
        }
        files.put(name, aware ? Jsons.mutated(whole, random) : Bytes.mutated(whole, random));
        return new FuzzCase(name + (aware ? ", as JSON" : ", as bytes"), files, kind);
    }

    private static FuzzCase preprocessing(RandomGenerator random) throws IOException {
        return switch (random.nextInt(3)) {
            case 0 ->
                beside(
                        Kind.VISION,
                        MODELS.resolve("siglip/preprocessor_config.json"),
                        "preprocessor_config.json",
                        random);
            case 1 ->
                beside(
                        Kind.VISION,
                        MODELS.resolve("open_clip/visual/preprocess_cfg.json"),
                        "preprocess_cfg.json",
                        random);
            default -> beside(Kind.VISION, MODELS.resolve("open_clip/config.json"), "open_clip_config.json", random);
        };
    }

    private static FuzzCase picture(RandomGenerator random) throws IOException {
        List<Path> pictures;
        try (Stream<Path> all = Files.list(PICTURES)) {
            pictures = all.filter(file -> !file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
        Path picture = pictures.get(random.nextInt(pictures.size()));
        String name = picture.getFileName().toString();
        byte[] damaged = Bytes.mutated(Files.readAllBytes(picture), random);
        return new FuzzCase(name + ", as bytes", Map.of(name, damaged), Kind.PICTURE);
    }
}
