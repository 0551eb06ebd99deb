"""The towers as ONNX with the configs beside them, in the layout that Hugging Face exports have."""

import json
import pathlib

import numpy as np
import onnxruntime
import torch
import torch.nn.functional as F

import towers
from drawing import DEVIATION, MEAN, SIDE


class _Vision(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, pixel_values):
        out = self.model.vision_model(pixel_values=pixel_values)
        return self.model.visual_projection(out.pooler_output), out.last_hidden_state


class _Text(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, input_ids, attention_mask):
        out = self.model.text_model(input_ids=input_ids, attention_mask=attention_mask)
        return self.model.text_projection(out.pooler_output), out.last_hidden_state


def export(model, tokenizer, encode, names, folder):
    """Writes the model; fails when ONNX Runtime's embeddings differ from PyTorch's by more than 1e-4."""
    folder = pathlib.Path(folder)
    (folder / "onnx").mkdir(parents=True, exist_ok=True)
    model.eval()
    model.set_attn_implementation("sdpa")
    ids = encode(["a photo of a " + names[0], names[1]])
    pixels = torch.rand(2, 3, SIDE, SIDE, generator=torch.Generator().manual_seed(0))
    _tower(_Vision(model), dict(pixel_values=pixels), {0: "batch_size"}, "image_embeds", folder / "onnx/vision_model.onnx")
    _tower(
        _Text(model), dict(input_ids=ids, attention_mask=torch.ones_like(ids)), {0: "batch_size", 1: "sequence_length"},
        "text_embeds", folder / "onnx/text_model.onnx",
    )  # fmt: skip
    config = json.loads(model.config.to_json_string())
    config.update(architectures=["CLIPModel"], logit_scale_init_value=float(model.logit_scale))
    preprocessing = dict(
        image_processor_type="CLIPImageProcessor", do_convert_rgb=True, do_resize=True, size=dict(shortest_edge=SIDE),
        resample=3, do_center_crop=True, crop_size=dict(height=SIDE, width=SIDE), do_rescale=True,
        rescale_factor=1 / 255, do_normalize=True, image_mean=[MEAN] * 3, image_std=[DEVIATION] * 3,
    )  # fmt: skip
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(folder / "tokenizer.json"))
    write_json(config, folder / "config.json")
    write_json(preprocessing, folder / "preprocessor_config.json")
    write_json(dict(names=names, logit_scale=float(model.logit_scale.exp())), folder / "concepts.json")


def _tower(module, inputs, axes, embeddings, path):
    names = [embeddings, "last_hidden_state"]
    states = {axis: name for axis, name in axes.items()}
    torch.onnx.export(
        module.eval(), tuple(inputs.values()), str(path), input_names=list(inputs), output_names=names,
        dynamic_axes={**{name: axes for name in inputs}, embeddings: {0: "batch_size"}, "last_hidden_state": states},
        opset_version=17, dynamo=False,
    )  # fmt: skip
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    found = session.run([embeddings], {name: value.numpy() for name, value in inputs.items()})[0]
    with torch.no_grad():
        expected = module(**inputs)[0].numpy()
    difference = float(np.abs(found - expected).max())
    if not difference < 1e-4:
        raise SystemExit(f"{path}: expected PyTorch's embeddings, found them to differ by {difference:.2g}")


@torch.no_grad()
def goldens(model, encode, path):
    """What PyTorch computes of two made pictures and three prompts, for tests of other runtimes: the embeddings at length 1,
    and the read-out token's values behind the last block's non-linearity and in the head."""
    model.eval()
    count = 2 * 3 * SIDE * SIDE
    levels = (torch.arange(count) * 7919 % 65537 % 256).reshape(2, 3, SIDE, SIDE)  # the tests make the same
    pixels = (levels / 255 - MEAN) / DEVIATION
    prompts = ["a photo of a spider", "spider-man", "$$$"]
    seen = {}
    hooks = [
        model.vision_model.encoder.layers[3].mlp.activation_fn.register_forward_hook(
            lambda module, given, result: seen.update({"vision.3.mlp": result[:, 0]})
        ),
        model.visual_projection.fc2.register_forward_hook(
            lambda module, given, result: seen.update({"vision.4.mlp": given[0]})
        ),
    ]
    images, texts = towers.embed_pictures(model, pixels), towers.embed_prompts(model, encode(prompts))
    for hook in hooks:
        hook.remove()
    seen.update({"image_embeds": F.normalize(images), "text_embeds": F.normalize(texts)})
    values = {name: [[float(f"{v:.7g}") for v in row] for row in found.tolist()] for name, found in seen.items()}
    path.write_text(json.dumps(dict(prompts=prompts, **values)) + "\n", encoding="utf-8")


def write_json(value, path):
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
