package org.clipprobe.image;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a class of Hugging Face image processors does where its file says nothing.
 *
 * @param square whether a size of one number is a square; else it is the shorter edge's
 * @param height height, or the shorter edge
 * @param width width, or the shorter edge
 * @param crops whether a centre is cut out
 * @param crop edge of that centre
 * @param resample Pillow's number of the filter
 * @param pads whether pictures are filled up to a square first
 */
record ProcessorDefaults(
        boolean square,
        int height,
        int width,
        boolean crops,
        int crop,
        int resample,
        List<Double> mean,
        List<Double> std,
        boolean pads) {
    private static final List<Double> CLIP_MEAN = Preprocessing.clip(1).mean();
    private static final List<Double> CLIP_STD = Preprocessing.clip(1).std();
    private static final List<Double> HALF = List.of(0.5, 0.5, 0.5);
    private static final List<Double> IMAGENET_MEAN = List.of(0.485, 0.456, 0.406);
    private static final List<Double> IMAGENET_STD = List.of(0.229, 0.224, 0.225);

    private static final int BILINEAR = 2;
    private static final int BICUBIC = 3;

    private static final ProcessorDefaults CLIP = edge(224, 224, CLIP_MEAN, CLIP_STD);

    /** Of a class that is not known and says everything itself: a crop is made where it asks for one. */
    static final ProcessorDefaults PLAIN = CLIP.cropping(false, 224);

    /** By the class's name without {@code ImageProcessor} or {@code FeatureExtractor}; as transformers 5 has them. */
    private static final Map<String, ProcessorDefaults> KINDS = Map.ofEntries(
            Map.entry("CLIP", CLIP),
            Map.entry("ChineseCLIP", CLIP),
            Map.entry("Bit", CLIP),
            Map.entry("Llava", CLIP),
            Map.entry("Siglip", square(224, BICUBIC, HALF, HALF)),
            Map.entry("ViT", square(224, BILINEAR, HALF, HALF)),
            Map.entry("EfficientNet", square(346, BICUBIC, HALF, HALF).cropping(false, 289)),
            Map.entry("OwlViT", square(768, BICUBIC, CLIP_MEAN, CLIP_STD).cropping(false, 768)),
            Map.entry("Owlv2", square(960, BILINEAR, CLIP_MEAN, CLIP_STD).padding()),
            Map.entry("Blip", square(384, BICUBIC, CLIP_MEAN, CLIP_STD)),
            Map.entry("Flava", square(224, BICUBIC, CLIP_MEAN, CLIP_STD).cropping(true, 224)),
            Map.entry("DeiT", square(256, BICUBIC, HALF, HALF).cropping(true, 224)),
            Map.entry("Beit", square(224, BICUBIC, HALF, HALF)),
            Map.entry("DPT", square(384, BICUBIC, HALF, HALF)),
            Map.entry("Pvt", square(224, BICUBIC, IMAGENET_MEAN, IMAGENET_STD)),
            Map.entry(
                    "Perceiver",
                    square(224, BICUBIC, IMAGENET_MEAN, IMAGENET_STD).cropping(true, 256)),
            Map.entry("Levit", edge(224, 224, IMAGENET_MEAN, IMAGENET_STD)),
            Map.entry("MobileNetV1", edge(256, 224, HALF, HALF).filter(BILINEAR)),
            Map.entry("MobileNetV2", edge(256, 224, HALF, HALF).filter(BILINEAR)));

    /** The defaults of a class of this name; a file that names none is CLIP's. */
    static Optional<ProcessorDefaults> of(String processor) {
        return processor.isEmpty() ? Optional.of(CLIP) : Optional.ofNullable(KINDS.get(kind(processor)));
    }

    /** The class's name without its ending. */
    static String kind(String processor) {
        return processor.replaceFirst("(ImageProcessor|FeatureExtractor)(Fast|Pil)?$", "");
    }

    private static ProcessorDefaults square(int size, int resample, List<Double> mean, List<Double> std) {
        return new ProcessorDefaults(true, size, size, false, 224, resample, mean, std, false);
    }

    private static ProcessorDefaults edge(int size, int crop, List<Double> mean, List<Double> std) {
        return new ProcessorDefaults(false, size, size, true, crop, BICUBIC, mean, std, false);
    }

    private ProcessorDefaults cropping(boolean does, int size) {
        return new ProcessorDefaults(square, height, width, does, size, resample, mean, std, pads);
    }

    private ProcessorDefaults filter(int number) {
        return new ProcessorDefaults(square, height, width, crops, crop, number, mean, std, pads);
    }

    private ProcessorDefaults padding() {
        return new ProcessorDefaults(square, height, width, crops, crop, resample, mean, std, true);
    }
}
