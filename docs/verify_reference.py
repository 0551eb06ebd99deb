"""Writes what a CLIP model in Python makes of clip-probe's verification set, for `clip-probe verify --reference`.

    pip install torch transformers open_clip_torch pillow
    python verify_reference.py transformers openai/clip-vit-base-patch32 reference.npz
    python verify_reference.py open_clip ViT-B-32/laion2b_s34b_b79k reference.npz

A folder is as good as a name: what from_pretrained() takes, or local-dir:FOLDER for open_clip.
"""

import re
import sys

import numpy as np
import torch
from PIL import Image

PROMPTS = [
    "a cat",
    "A photo of a Dog.",
    "two red circles on a blue table, seen from above",
    "na\u00efve caf\u00e9 \u2014 3\u00bd \u20ac",
    "\u732b and \u043a\u043e\u0442",
    "don't_stop: 100% \"real\" & (fake)!",
    "",
]

# The layer that reads the hidden neurons of block N's MLP, as transformers, open_clip and timm name it.
SECOND_LAYER = re.compile(r"(?:layers?|resblocks|blocks)\.(\d+)\.(?:mlp\.(?:fc2|c_proj)|output\.dense)$")


def pictures():
    """Whole numbers only, so that every program draws the same ones."""
    for number, (width, height) in enumerate([(256, 256), (320, 200), (200, 300), (224, 224), (160, 240), (640, 480)]):
        x, y, c = np.meshgrid(np.arange(width), np.arange(height), np.arange(3), indexing="xy")
        if number == 0:
            drawn = np.choose(c, [x * 255 // (width - 1), y * 255 // (height - 1), np.full_like(x, 128)])
        elif number == 1:
            drawn = np.where((x // 16 + y // 16) % 2 == 0, 250, np.where(c == 0, 230, 40))
        elif number == 2:
            inside = (2 * x - width) ** 2 + (2 * y - height) ** 2 < 140 * 140
            drawn = np.where(inside, np.where(c == 0, 220, 30), np.where(c == 2, 200, 20))
        elif number == 3:
            drawn = np.where((x + 2 * y) // 12 % 3 == c, 240, 15)
        elif number == 4:
            drawn = (x * 7919 + y * 10473 + c * 12997 + x * y % 251 * 31) % 256
        else:
            drawn = np.choose(c, [x * y // 64, x * x // 97, y * 3]) % 256
        yield Image.fromarray(drawn.astype(np.uint8))


def of_transformers(name):
    """The model, its token ids with padding, how many of each row are the prompt's own, the pixels, and both runs."""
    import transformers
    from transformers import AutoImageProcessor, AutoModel, AutoTokenizer

    model = AutoModel.from_pretrained(name, dtype=torch.float32)
    # Pillow's arithmetic, which models were trained with; torchvision's differs by about one level.
    pillow = {"backend": "pil"} if int(transformers.__version__.split(".")[0]) >= 5 else {"use_fast": False}
    processor = AutoImageProcessor.from_pretrained(name, **pillow)
    pixels = processor(images=list(pictures()), return_tensors="pt")["pixel_values"]
    tokenizer = AutoTokenizer.from_pretrained(name)
    siglip = model.config.model_type.startswith("siglip")
    text = tokenizer(
        PROMPTS, padding="max_length" if siglip else True, truncation=True, return_tensors="pt"
    )
    lengths = [len(tokenizer(prompt, truncation=True)["input_ids"]) for prompt in PROMPTS]
    mask = {} if siglip else {"attention_mask": text["attention_mask"]}
    return (
        model,
        text["input_ids"],
        lengths,
        pixels,
        lambda: model.get_image_features(pixel_values=pixels),
        lambda: model.get_text_features(input_ids=text["input_ids"], **mask),
    )


def of_open_clip(name):
    import open_clip

    if ":" in name:
        model, _, preprocess = open_clip.create_model_and_transforms(name)
        tokenizer = open_clip.get_tokenizer(name)
    else:
        architecture, _, weights = name.partition("/")
        model, _, preprocess = open_clip.create_model_and_transforms(architecture, pretrained=weights or None)
        tokenizer = open_clip.get_tokenizer(architecture)
    pixels = torch.stack([preprocess(picture) for picture in pictures()])
    ids = tokenizer(PROMPTS)
    if hasattr(tokenizer, "tokenizer"):
        own = [tokenizer.tokenizer(tokenizer.clean_fn(p), truncation=True, max_length=ids.shape[1]) for p in PROMPTS]
        lengths = [len(each["input_ids"]) for each in own]
    else:
        lengths = [int(row.argmax()) + 1 for row in ids]
    return model, ids, lengths, pixels, lambda: model.encode_image(pixels), lambda: model.encode_text(ids)


def main():
    library, name, target = sys.argv[1:]
    load = {"transformers": of_transformers, "open_clip": of_open_clip}[library]
    model, ids, lengths, pixels, image, text = load(name)
    model.eval().requires_grad_(False)
    arrays = {"pixels": pixels.numpy()}
    hidden = {}
    for path, module in model.named_modules():
        found = SECOND_LAYER.search(path)
        if found:
            tower = "vision" if path.startswith(("vision", "visual")) else "text"
            key = f"{tower}.{found.group(1)}.mlp"
            module.register_forward_pre_hook(lambda _, given, key=key: hidden.__setitem__(key, given[0]))
    for tower, run, rows in (("vision", image, len(pixels)), ("text", text, len(PROMPTS))):
        hidden.clear()
        embedding = run()
        embedding = getattr(embedding, "pooler_output", embedding)
        for key, values in hidden.items():
            values = values if values.shape[0] == rows else values.transpose(0, 1)
            own = lengths if tower == "text" else [values.shape[1]] * rows
            arrays[key] = torch.stack([row[:count].amax(0) for row, count in zip(values, own)]).numpy()
        arrays[tower + ".embed"] = torch.nn.functional.normalize(embedding, dim=-1).numpy()
    tokens = np.full((len(PROMPTS), max(lengths)), -1, np.int64)
    for row, (found, count) in enumerate(zip(ids, lengths)):
        tokens[row, :count] = found[:count]
    arrays["tokens"] = tokens
    np.savez(target, **{key: np.ascontiguousarray(value) for key, value in arrays.items()})
    print(target, {key: value.shape for key, value in arrays.items()})


if __name__ == "__main__":
    main()
