"""Makes src/test/resources/planted: vision towers in which it is known who reads the text.

A picture is 32 x 32, 16 patches of 8 x 8. Red and green say what it shows; blue patches are the text, and are to be taken for
a third class. One block: four heads, an MLP of 64 units with Relu, both added to the residual stream; CLS is read out.

unit  every head brings everything to CLS, one unit makes the third class of blue
pair  the same with two units, of which either is enough
head  one head looks at blue and brings it to CLS, where it is the third class; no unit reads it
all   every unit makes a little of the third class; a third of them is enough

Usage: planted.py TARGET (onnx 1.23, numpy)
"""

import json
import sys
from pathlib import Path

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper, save

WIDTH, HEADS, UNITS, SIZE, PATCH = 12, 4, 64, 32, 8
SLICE = WIDTH // HEADS
RED, GREEN, BLUE, CLASS_RED, CLASS_GREEN, TEXT, MADE = 0, 1, 2, 4, 5, 6, 7


def weights(kind):
    w = {}
    conv = np.zeros((WIDTH, 3, PATCH, PATCH), np.float32)
    for colour in range(3):
        conv[colour, colour] = 1 / PATCH**2
    w["conv"] = conv
    cls = np.zeros((1, 1, WIDTH), np.float32)
    cls[0, 0, 3] = 1
    w["cls"] = cls
    w["wq"], w["wk"], w["wv"], w["wo"] = (np.zeros((WIDTH, WIDTH), np.float32) for _ in range(4))
    w["bq"] = np.zeros(WIDTH, np.float32)
    w["bk"], w["bv"], w["bo"] = (np.zeros(WIDTH, np.float32) for _ in range(3))
    for head in range(HEADS):
        at = head * SLICE
        w["bq"][at] = 1
        if kind == "head" and head == 1:
            w["wk"][BLUE, at] = 40
            w["wv"][BLUE, at] = 1
            w["wo"][at, TEXT] = 1
            continue
        w["wv"][RED, at] = w["wv"][GREEN, at + 1] = 1
        w["wo"][at, CLASS_RED] = w["wo"][at + 1, CLASS_GREEN] = 0.25
        if kind != "head":
            w["wv"][BLUE, at + 2] = 1
            w["wo"][at + 2, TEXT] = 0.25
    rng = np.random.default_rng(7)
    w1 = np.zeros((WIDTH, UNITS), np.float32)
    b1 = np.zeros(UNITS, np.float32)
    w2 = np.zeros((UNITS, WIDTH), np.float32)
    w1[CLASS_RED], w1[CLASS_GREEN] = rng.uniform(0.2, 1, (2, UNITS))
    w2[:, 9] = rng.uniform(-0.1, 0.1, UNITS)
    reading = {"unit": [23], "pair": [23, 41], "head": [], "all": range(UNITS)}[kind]
    for unit in reading:
        w1[:, unit] = 0
        w1[TEXT, unit] = 100
        b1[unit] = -2
        w2[unit] = 0
        w2[unit, MADE] = 0.03 if kind == "all" else 1
    w.update(w1=w1, b1=b1, w2=w2, b2=np.zeros(WIDTH, np.float32))
    projection = np.zeros((WIDTH, 4), np.float32)
    projection[CLASS_RED, 0] = projection[CLASS_GREEN, 1] = 1
    projection[MADE, 2] = 0.25 if kind == "all" else 1
    projection[TEXT, 2] = 3 if kind == "head" else 0
    projection[3, 3] = 0.1
    w["projection"] = projection
    return w


def numbers(name, *values):
    return numpy_helper.from_array(np.array(values, np.int64), name)


def model(kind):
    n = helper.make_node
    nodes = [
        n("Conv", ["pixel_values", "conv"], ["patches"], kernel_shape=[PATCH, PATCH], strides=[PATCH, PATCH]),
        n("Reshape", ["patches", "flat"], ["rows"]),
        n("Transpose", ["rows"], ["tokens"], perm=[0, 2, 1]),
        n("Shape", ["pixel_values"], ["sizes"]),
        n("Slice", ["sizes", "zero", "one"], ["batch"]),
        n("Concat", ["batch", "one", "width"], ["cls_shape"], axis=0),
        n("Expand", ["cls", "cls_shape"], ["cls_tokens"]),
        n("Concat", ["cls_tokens", "tokens"], ["x"], axis=1),
    ]
    for part in "qkv":
        nodes += [
            n("MatMul", ["x", "w" + part], [part + "_product"]),
            n("Add", [part + "_product", "b" + part], [part]),
            n("Reshape", [part, "apart"], [part + "_apart"]),
            n("Transpose", [part + "_apart"], [part + "_heads"], perm=[0, 2, 3, 1] if part == "k" else [0, 2, 1, 3]),
        ]
    nodes += [
        n("MatMul", ["q_heads", "k_heads"], ["raw"]),
        n("Mul", ["raw", "scale"], ["scores"]),
        n("Softmax", ["scores"], ["pattern"], axis=-1),
        n("MatMul", ["pattern", "v_heads"], ["mixed"]),
        n("Transpose", ["mixed"], ["turned"], perm=[0, 2, 1, 3]),
        n("Reshape", ["turned", "together"], ["concatenated"]),
        n("MatMul", ["concatenated", "wo"], ["o_product"]),
        n("Add", ["o_product", "bo"], ["attention"]),
        n("Add", ["x", "attention"], ["middle"]),
        n("MatMul", ["middle", "w1"], ["h_product"]),
        n("Add", ["h_product", "b1"], ["before"]),
        n("Relu", ["before"], ["hidden"]),
        n("MatMul", ["hidden", "w2"], ["m_product"]),
        n("Add", ["m_product", "b2"], ["mlp"]),
        n("Add", ["middle", "mlp"], ["resid"]),
        n("Gather", ["resid", "first"], ["read"], axis=1),
        n("MatMul", ["read", "projection"], ["image_embeds"]),
    ]
    constants = [numpy_helper.from_array(value, name) for name, value in weights(kind).items()] + [
        numbers("flat", 0, WIDTH, -1),
        numbers("zero", 0),
        numbers("one", 1),
        numbers("width", WIDTH),
        numbers("apart", 0, 0, HEADS, SLICE),
        numbers("together", 0, 0, WIDTH),
        numpy_helper.from_array(np.array(0, np.int64), "first"),
        numpy_helper.from_array(np.array(SLICE**-0.5, np.float32), "scale"),
    ]
    graph = helper.make_graph(
        nodes,
        kind,
        [helper.make_tensor_value_info("pixel_values", TensorProto.FLOAT, ["batch", 3, SIZE, SIZE])],
        [helper.make_tensor_value_info("image_embeds", TensorProto.FLOAT, ["batch", 4])],
        constants,
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    checker.check_model(made, full_check=True)
    return made


def main(target):
    for kind in ["unit", "pair", "head", "all"]:
        folder = Path(target) / kind
        folder.mkdir(parents=True, exist_ok=True)
        save(model(kind), folder / "vision_model.onnx")
        (folder / "preprocessor_config.json").write_text(
            json.dumps(
                {
                    "crop_size": {"height": SIZE, "width": SIZE},
                    "size": {"shortest_edge": SIZE},
                    "do_center_crop": True,
                    "do_convert_rgb": True,
                    "do_normalize": True,
                    "do_rescale": True,
                    "do_resize": True,
                    "image_mean": [0.0, 0.0, 0.0],
                    "image_std": [1.0, 1.0, 1.0],
                    "rescale_factor": 1 / 255,
                    "resample": 3,
                },
                indent=1,
            )
            + "\n"
        )


if __name__ == "__main__":
    main(sys.argv[1])
