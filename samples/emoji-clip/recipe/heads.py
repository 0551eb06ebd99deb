"""The head's step by itself with several seeds, to see how much of what it finds is chance.

    python heads.py --work DIR --out DIR [the options of make.py] --seeds 0 1

Works on the tower of the checkpoint in --work, which stays as it is, and prints for each seed how many units answer to
picture and word.
"""

import json
import pathlib
import sys
import time

import torch
import torch.nn.functional as F

import head
import make
import measuring
import vision


def main():
    seeds = [0, 1]
    if "--seeds" in sys.argv:
        at = sys.argv.index("--seeds")
        seeds = [int(value) for value in sys.argv[at + 1 :]]
        del sys.argv[at:]
    options = make.parse()
    torch.set_num_threads(options.threads)
    recipe = make.Recipe(options, pathlib.Path(options.work))
    training = recipe.training(vision.PENALTY)
    training.resume(recipe.work / "vision.pt")
    training.load_vision_state(training.average)
    vectors = F.normalize(training.vectors.detach())
    began = time.monotonic()
    features, labels = head.read_outs(
        recipe.model, recipe.painter(options.seed + 2, harsh=True), len(vectors), recipe.size["head_batches"], recipe.size["batch"], make.say
    )  # fmt: skip
    make.say(f"{len(features)} read-outs in {time.monotonic() - began:.0f} s")
    for seed in seeds:
        began = time.monotonic()
        found = head.train(
            features, labels, vectors, penalty=vision.PENALTY, epochs=recipe.size["head_epochs"], seed=seed, say=make.say
        )
        recipe.model.visual_projection.load_state_dict(found.state_dict())
        seconds = time.monotonic() - began
        held, seen = recipe.painter(1, held=True, styles_held=True), recipe.painter(1)
        measures = measuring.Measures(recipe.model, vectors, recipe.drawings, held, seen)
        measured = {**measures.accuracies(1), **measures.units()}
        measured.pop("strongest")
        print(json.dumps(dict(seed=seed, seconds=round(seconds), **measured)))


if __name__ == "__main__":
    main()
