"""Makes a model like emoji-clip: data, training, export, measuring. See README.md.

    python make.py --out DIR --work DIR --node-modules node_modules      the whole thing, hours
    python make.py --out DIR --short                                     twelve shapes, about two minutes

What is done is kept in the folder --work, and a run that was stopped goes on from there.
"""

import argparse
import json
import pathlib
import random
import sys
import tempfile
import time

import torch
import torch.nn.functional as F

import drawing
import exporting
import head
import icons
import measuring
import pictures
import shapes
import text
import tokens
import towers
import vision

FONT_FOLDERS = ["/usr/share/fonts", "/Library/Fonts", "/System/Library/Fonts", "C:/Windows/Fonts"]
WHOLE = dict(
    plain_steps=60_000, head_batches=2_000, head_epochs=12, steps=30_000, rate=7e-4, text_steps=6_000, batch=64,
    vocabulary=3_072, draws=3, kept=28,
)  # fmt: skip
SHORT = dict(
    plain_steps=700, head_batches=60, head_epochs=10, steps=400, rate=3e-4, text_steps=150, batch=24, vocabulary=640, draws=4, kept=8,
)  # fmt: skip


def main():
    options = parse()
    torch.set_num_threads(options.threads)
    with tempfile.TemporaryDirectory() as temporary:
        Recipe(options, pathlib.Path(options.work or temporary)).run()


class Recipe:
    """The steps in their order. Each finds in the folder `work` what was done before."""

    def __init__(self, options, work):
        self.options, self.work = options, work
        self.size = {**(SHORT if options.short else WHOLE)}
        for name in ("steps", "text_steps"):
            self.size[name] = getattr(options, name) or self.size[name]
        work.mkdir(parents=True, exist_ok=True)
        self.drawings = shapes.load(options.seed) if options.short else icons.load(options.node_modules, work / "icons")
        folders = options.fonts or [f for f in FONT_FOLDERS if pathlib.Path(f).is_dir()]
        fonts, held = drawing.find_fonts(folders)
        names, styles = self.drawings.names, self.drawings.styles
        say(f"{len(names)} concepts in {len(styles)} styles, {len(fonts)} fonts and {len(held)} held back")
        written = [word for concept in self.drawings.concepts for word in concept.written]
        kept = self.size["kept"]
        self.words = drawing.Words(written, fonts, kept=kept, seed=options.seed, file=work / "words-trained.npy")
        self.held_words = drawing.Words(written, held, kept=kept // 3 + 1, seed=options.seed + 1, file=work / "words-held.npy")
        torch.manual_seed(options.seed)
        self.tokenizer = self._tokenizer()
        self.encode = tokens.encoder(self.tokenizer)
        self.model = towers.build(self.tokenizer)

    def run(self):
        if self.options.pictures:
            self.write_pictures()
        training = self.train_vision()
        training.load_vision_state(training.average)
        vectors = F.normalize(training.vectors.detach())
        self.train_text(vectors)
        state = {**self.model.state_dict(), "vectors": vectors}
        torch.save(dict(names=self.drawings.names, state=state), self.work / "model.pt")  # good for --start
        measured = self.measure()
        out = pathlib.Path(self.options.out)
        if self.options.goldens:
            exporting.goldens(self.model, self.encode, pathlib.Path(self.options.goldens))
        exporting.export(self.model, self.tokenizer, self.encode, self.drawings.names, out)
        exporting.write_json(measured, out / "measured.json")
        print(json.dumps(measured, indent=1))

    def painter(self, seed, *, held=False, styles_held=False, harsh=False):
        words = self.held_words if held else self.words
        rng, generator = random.Random(seed), torch.Generator().manual_seed(seed)
        return drawing.Painter(self.drawings, words, rng, generator, trained=not styles_held, harsh=harsh)

    def train_vision(self):
        """First without a head, then a head by itself, then all of it together."""
        start = pathlib.Path(self.options.start or self.work / "start.pt")
        if not start.is_file():
            self._train_plain_and_head(start)
        started = torch.load(start, weights_only=False)
        self.model.load_state_dict({k: v for k, v in started["state"].items() if k != "vectors"}, strict=False)
        training, checkpoint = self.training(vision.PENALTY), self.work / "vision.pt"
        if checkpoint.is_file():
            training.resume(checkpoint)
            say(f"vision, goes on from step {training.step}")
        else:
            training.vectors.data.copy_(self._vectors(started))
        self._run(training, self.size["steps"], checkpoint)
        return training

    def _train_plain_and_head(self, start):
        sparse, self.model.visual_projection = self.model.visual_projection, towers.Plain()
        training, checkpoint = self.training(0.0), self.work / "plain.pt"
        if checkpoint.is_file():
            training.resume(checkpoint)
        self._run(training, self.size["plain_steps"], checkpoint)
        training.load_vision_state(training.average)
        vectors = F.normalize(training.vectors.detach())
        painter = self.painter(self.options.seed + 2, harsh=True)
        features, labels = head.read_outs(
            self.model, painter, len(vectors), self.size["head_batches"], self.size["batch"], say
        )
        found = head.train(
            features, labels, vectors, penalty=vision.PENALTY, epochs=self.size["head_epochs"], seed=self.options.seed, say=say
        )
        self.model.visual_projection = sparse
        sparse.load_state_dict(found.state_dict())
        training.model.visual_projection = sparse
        torch.save(dict(names=self.drawings.names, state=training.vision_state()), start)

    def training(self, penalty):
        return vision.Training(
            self.model, self.drawings.names, self.painter(self.options.seed, harsh=True), rate=self.size["rate"],
            batch=self.size["batch"], penalty=penalty, seed=self.options.seed,
        )  # fmt: skip

    def _vectors(self, started):
        """The concepts' vectors; those that the start does not know are where the tower puts their examples."""
        known, vectors = {name: i for i, name in enumerate(started["names"])}, F.normalize(started["state"]["vectors"])
        if started["names"] == self.drawings.names:
            return vectors
        found = vision.place_vectors(self.model, self.painter(self.options.seed + 3), len(self.drawings.names))
        for i, name in enumerate(self.drawings.names):
            if name in known:
                found[i] = vectors[known[name]]
        return found

    def _run(self, training, steps, checkpoint):
        last = began = time.monotonic()
        first = training.step

        def keep():
            nonlocal last
            if time.monotonic() - last > self.options.minutes * 60:
                training.save(checkpoint)
                last = time.monotonic()
                say(f"{(training.step - first) / (last - began):.2f} steps a second; kept at step {training.step}")

        training.run(steps, say=say, keep=keep, every=50)
        training.save(checkpoint)

    def train_text(self, vectors):
        text.train(
            self.model, self.encode, self.drawings.concepts, vectors, steps=self.size["text_steps"],
            batch=3 * self.size["batch"], seed=self.options.seed, say=say,
        )  # fmt: skip

    def measure(self):
        texts = measuring.name_vectors(self.model, self.encode, self.drawings.names)
        seed = self.options.seed + 1
        measures = measuring.Measures(
            self.model, texts, self.drawings, self.painter(seed, held=True, styles_held=True), self.painter(seed)
        )
        return {**measures.accuracies(self.size["draws"]), **measures.units()}

    def write_pictures(self):
        if self.options.short:
            chosen, each = range(len(self.drawings.names)), 2
        else:
            chosen, each = pictures.choose(self.drawings, least=2, most=160, always=pictures.ALWAYS), 3
            say("\n".join(pictures.table(self.drawings)))
        pictures.write(self.drawings, self.options.pictures, chosen, each=each, seed=self.options.seed)

    def _tokenizer(self):
        if self.options.tokenizer:
            return tokens.Tokenizer.from_file(self.options.tokenizer)
        return tokens.train(text.corpus(self.drawings.concepts), self.size["vocabulary"])


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", required=True, help="folder for the model")
    parser.add_argument("--work", help="folder for what is kept on the way; default: none is kept")
    parser.add_argument("--node-modules", default="node_modules", help="where npm put the icon sets")
    parser.add_argument("--fonts", nargs="*", help="folders with .ttf files or web fonts from npm; default: the system's")
    parser.add_argument("--tokenizer", help="a tokenizer.json to keep; default: one trained on the prompts")
    parser.add_argument("--start", help="the state of a model with a head to go on from, also one of other concepts; default: one from nothing")
    parser.add_argument("--steps", type=int, help="steps of the last training of the vision tower")
    parser.add_argument("--text-steps", type=int, help="steps of the text tower's training; fewer do where --start knows most prompts")
    parser.add_argument("--goldens", help="file for values that tests of other runtimes compare with")
    parser.add_argument("--pictures", help="folder for a probing set drawn from the same concepts")
    parser.add_argument("--short", action="store_true", help="twelve drawn shapes, few steps: to try the recipe out")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2, help="the result depends on it in the last digits")
    parser.add_argument("--minutes", type=float, default=3, help="between two checkpoints")
    return parser.parse_args()


def say(message):
    print(message, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
