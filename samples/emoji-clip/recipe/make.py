"""Makes a model like emoji-clip: data, training, export, measuring. See README.md.

    python make.py --out DIR --node-modules node_modules      the whole thing, hours
    python make.py --out DIR --short                          twelve shapes, about a minute
"""

import argparse
import json
import pathlib
import random
import sys

import torch

import drawing
import exporting
import icons
import measuring
import pictures
import shapes
import tokens
import towers
import training

FONT_FOLDERS = ["/usr/share/fonts", "/Library/Fonts", "/System/Library/Fonts", "C:/Windows/Fonts"]
WHOLE = dict(vision_steps=60_000, rate=1e-3, text_steps=6_000, batch=64, vocabulary=3_072, draws=3)
SHORT = dict(vision_steps=1_200, rate=3e-4, text_steps=150, batch=24, vocabulary=640, draws=4)


def main():
    options = parse()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    size = SHORT if options.short else WHOLE
    concepts = shapes.load(options.seed) if options.short else icons.load(options.node_modules, drawing.SIDE)
    fonts, held_fonts = drawing.find_fonts(options.fonts or [f for f in FONT_FOLDERS if pathlib.Path(f).is_dir()])
    say(f"{len(concepts.names)} concepts in {len(concepts.styles)} styles, {len(fonts)} fonts and {len(held_fonts)} held back")

    tokenizer = tokens.train(corpus(concepts), size["vocabulary"])
    encode = tokens.encoder(tokenizer)
    model = towers.build(tokenizer)
    seen = list(range(len(concepts.styles) - 1))
    vectors = training.train_vision(
        model, painter(concepts, fonts, options.seed), concepts, seen,
        steps=size["vision_steps"], rate=size["rate"], batch=size["batch"], seed=options.seed, say=say,
    )  # fmt: skip
    training.train_text(
        model, encode, concepts, vectors, steps=size["text_steps"], batch=3 * size["batch"], seed=options.seed, say=say
    )
    measured = measuring.measure(
        model, encode, painter(concepts, held_fonts, options.seed + 1), concepts, draws=size["draws"]
    )
    out = pathlib.Path(options.out)
    exporting.export(model, tokenizer, encode, concepts, out)
    exporting.write_json(measured, out / "measured.json")
    if options.pictures:
        pictures.write(concepts, options.pictures, most=150, seed=options.seed)
    print(json.dumps(measured, indent=1))


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", required=True, help="folder for the model")
    parser.add_argument("--node-modules", default="node_modules", help="where npm put the icon sets")
    parser.add_argument("--fonts", nargs="*", help="folders with .ttf files; default: the system's")
    parser.add_argument("--pictures", help="folder for a probing set drawn from the same concepts")
    parser.add_argument("--short", action="store_true", help="twelve drawn shapes, few steps: to try the recipe out")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2, help="the result depends on it in the last digits")
    return parser.parse_args()


def painter(concepts, fonts, seed):
    rng = random.Random(seed)
    return drawing.Painter(concepts, drawing.Words(fonts, rng), rng, torch.Generator().manual_seed(seed))


def corpus(concepts):
    prompts = training.PICTURE_PROMPTS + training.WORD_PROMPTS
    yield from (prompt.format(name) for name in concepts.names for prompt in prompts)
    yield from (prompt.format(tag) for tags in concepts.tags for tag in tags for prompt in training.TAG_PROMPTS)


def say(text):
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
