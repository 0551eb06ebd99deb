"""Writes what transformers' PIL processors make of one picture, for every kind of processor file in processors/.

    python make_processors.py src/test/resources/processors picture.png
"""

import json
import sys
from pathlib import Path

import numpy
from PIL import Image
from transformers import (
    CLIPImageProcessorPil,
    DeiTImageProcessorPil,
    EfficientNetImageProcessorPil,
    SiglipImageProcessorPil,
    ViTImageProcessorPil,
)

EDGE = {"height": 20, "width": 20}
CASES = {
    "efficientnet-offset": (EfficientNetImageProcessorPil, {
        "image_processor_type": "EfficientNetImageProcessor", "rescale_offset": True, "rescale_factor": 2 / 255,
        "resample": 0, "size": EDGE, "do_normalize": False}),
    "efficientnet-offset-and-mean": (EfficientNetImageProcessorPil, {
        "image_processor_type": "EfficientNetImageProcessor", "rescale_offset": True, "size": EDGE,
        "image_mean": [0.1, 0.2, 0.3]}),
    "efficientnet-crop": (EfficientNetImageProcessorPil, {
        "image_processor_type": "EfficientNetImageProcessorFast", "do_center_crop": True,
        "size": {"height": 24, "width": 28}, "crop_size": EDGE}),
    "vit-without-mean": (ViTImageProcessorPil, {"image_processor_type": "ViTImageProcessor", "size": EDGE}),
    "vit-size-of-one-number": (ViTImageProcessorPil, {
        "feature_extractor_type": "ViTFeatureExtractor", "size": 20, "image_mean": [0.4, 0.5, 0.6]}),
    "clip-size-of-one-number": (CLIPImageProcessorPil, {
        "feature_extractor_type": "CLIPFeatureExtractor", "size": 22, "crop_size": 20}),
    "clip-height-width-crop": (CLIPImageProcessorPil, {
        "image_processor_type": "CLIPImageProcessor", "size": {"height": 26, "width": 23}, "crop_size": EDGE}),
    "clip-height-width": (CLIPImageProcessorPil, {
        "image_processor_type": "CLIPImageProcessor", "size": EDGE, "do_center_crop": False}),
    "deit": (DeiTImageProcessorPil, {
        "image_processor_type": "DeiTImageProcessor", "size": {"height": 24, "width": 24}, "crop_size": EDGE}),
    "siglip-nested": (SiglipImageProcessorPil, {
        "image_processor_type": "SiglipImageProcessor", "size": EDGE}),
}

folder = Path(sys.argv[1])
picture = Image.open(sys.argv[2]).convert("RGB").resize((37, 31))
picture.save(folder / "picture.png")
for name, (kind, config) in CASES.items():
    (folder / name).mkdir(exist_ok=True)
    nested = name.endswith("nested")
    written = {"image_processor": config, "processor_class": "SiglipProcessor"} if nested else config
    file = "processor_config.json" if nested else "preprocessor_config.json"
    (folder / name / file).write_text(json.dumps(written, indent=1) + "\n")
    settings = {key: value for key, value in config.items() if not key.endswith("_type")}
    values = kind(**settings)(picture, return_tensors="np")["pixel_values"]
    numpy.save(folder / name / "pixel_values.npy", values.astype(numpy.float32))
    print(name, values.shape, values.dtype)
