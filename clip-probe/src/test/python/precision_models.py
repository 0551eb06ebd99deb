"""Half-precision and int8 files of the small SigLIP fixture, and what Python's onnxruntime makes of them.

Run in the project's folder: python clip-probe/src/test/python/precision_models.py
(onnx 1.23, onnxruntime 1.32). The half-precision files take and give 16-bit numbers.
"""
import pathlib

import numpy as np
import onnx
import onnxruntime
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers.float16 import convert_float_to_float16

SOURCE = pathlib.Path("clip-probe/src/test/resources/models/siglip")
TARGET = pathlib.Path("clip-probe/src/test/resources/precision")

for tower, given, embeds in (("vision", "pixel_values", "image_embeds"), ("text", "input_ids", "text_embeds")):
    plain = SOURCE / "onnx" / f"{tower}_model.onnx"
    (TARGET / "onnx").mkdir(parents=True, exist_ok=True)
    half = TARGET / "onnx" / f"{tower}_model_fp16.onnx"
    onnx.save(convert_float_to_float16(onnx.load(plain), keep_io_types=False), half)
    small = TARGET / "onnx" / f"{tower}_model_int8.onnx"
    quantize_dynamic(plain, small, weight_type=QuantType.QInt8, per_channel=True)
    values = np.load(SOURCE / "golden" / f"{given}.npy")
    exact = np.load(SOURCE / "golden" / f"{embeds}.npy")
    for variant, file in (("fp16", half), ("int8", small)):
        session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
        feed = values.astype(np.float16) if "float16" in session.get_inputs()[0].type else values
        found = session.run(["pooler_output"], {given: feed})[0].astype(np.float64)
        found = (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)
        np.save(TARGET / f"{embeds}_{variant}.npy", found)
        print(tower, variant, "largest difference to full precision", np.abs(found - exact).max())

for name in ("config.json", "preprocessor_config.json"):
    (TARGET / name).write_bytes((SOURCE / name).read_bytes())
