"""Training pictures: drawings moved, turned and recoloured on backgrounds, and words written over them."""

import pathlib
import random

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image, ImageDraw, ImageFont

SIDE = 96
MEAN, DEVIATION = 0.5, 0.27
_NO_TEXT_FONTS = ("emoji", "symbol", "math", "music", "braille", "icons")


def find_fonts(folders):
    """Scalable fonts that can draw Latin letters, sorted; split into those for training and those held back."""
    fonts = []
    for path in sorted(p for folder in folders for p in pathlib.Path(folder).rglob("*.ttf")):
        if any(word in path.name.lower() for word in _NO_TEXT_FONTS):
            continue
        font = ImageFont.truetype(str(path), 20)
        if font.getmask("a").getbbox() and bytes(font.getmask("a")) != bytes(font.getmask("b")):
            fonts.append(str(path))
    if len(fonts) < 2:
        raise SystemExit(f"{', '.join(map(str, folders))}: expected at least two .ttf fonts, found {len(fonts)}; name folders with --fonts")
    random.Random(0).shuffle(fonts)
    held = max(1, len(fonts) // 11)
    return fonts[held:], fonts[:held]


class Words:
    """Words as masks. Drawing one is slow, so some of each are kept and a few of those renewed."""

    KEPT = 24
    RENEWED = 0.04

    def __init__(self, fonts, rng):
        self._fonts = fonts
        self._rng = rng
        self._kept = {}

    def mask(self, word):
        """uint8 [SIDE, SIDE], 255 where the word is."""
        kept = self._kept.setdefault(word, [])
        if len(kept) < self.KEPT:
            kept.append(self._draw(word))
            return kept[-1]
        i = self._rng.randrange(self.KEPT)
        if self._rng.random() < self.RENEWED:
            kept[i] = self._draw(word)
        return kept[i]

    def _draw(self, word):
        rng = self._rng
        word = rng.choice([word, word, word.upper(), word.title()])
        font_file, size = rng.choice(self._fonts), rng.randint(14, 40)
        image = Image.new("L", (SIDE, SIDE))
        draw = ImageDraw.Draw(image)
        while True:
            font = ImageFont.truetype(font_file, size)
            left, top, right, bottom = draw.textbbox((0, 0), word, font=font)
            if (right - left <= SIDE - 4 and bottom - top <= SIDE - 4) or size <= 8:
                break
            size -= 1
        x = rng.randint(0, max(0, int(SIDE - 2 - (right - left))))
        y = rng.randint(0, max(0, int(SIDE - 2 - (bottom - top))))
        draw.text((x - left + 1, y - top + 1), word, fill=255, font=font)
        return np.asarray(image)


class Painter:
    """Puts drawings and words together. All randomness comes from the two generators it is given."""

    def __init__(self, concepts, words, rng, generator):
        self._concepts = concepts
        self._pictures = torch.from_numpy(concepts.pictures).permute(0, 1, 4, 2, 3).contiguous()
        self._words = words
        self._rng = rng
        self._generator = generator

    def _uniform(self, *shape):
        return torch.rand(*shape, generator=self._generator)

    def paint(self, shown, written, styles):
        """Float [len(shown), 3, SIDE, SIDE] in 0..1. shown: concept indices, None for no drawing; written: words or None."""
        pixels = self._backgrounds(len(shown))
        at = [i for i, concept in enumerate(shown) if concept is not None]
        if at:
            drawn = torch.stack([self._pictures[shown[i], self._style(shown[i], styles)] for i in at])
            colours, cover = self._vary(drawn)
            pixels[at] = pixels[at] * (1 - cover) + colours
        at = [i for i, word in enumerate(written) if word]
        if at:
            masks = torch.from_numpy(np.stack([self._words.mask(written[i]) for i in at])).float() / 255
            pixels[at] = self._write(pixels[at], masks)
        return pixels

    def _style(self, concept, styles):
        return self._rng.choice([s for s in styles if self._concepts.have[concept, s]] or [int(self._concepts.have[concept].argmax())])

    def _backgrounds(self, count):
        """A third each: graded between four corner colours, one colour, nearly white."""
        kind = self._uniform(count, 1, 1, 1)
        graded = self._uniform(count, 3, 2, 2)
        plain = self._uniform(count, 3, 1, 1).expand(count, 3, 2, 2)
        white = (0.85 + 0.15 * self._uniform(count, 1, 1, 1)).expand(count, 3, 2, 2)
        corners = torch.where(kind < 0.33, graded, torch.where(kind < 0.67, plain, white))
        return F.interpolate(corners, size=(SIDE, SIDE), mode="bilinear", align_corners=True)

    def _vary(self, drawn):
        """Colours times cover [n, 3, …] and cover [n, 1, …], turned, scaled, moved, mirrored, at times grey, brighter or darker."""
        count = len(drawn)
        rgba = drawn.float() / 255
        rgba = torch.cat([rgba[:, :3] * rgba[:, 3:], rgba[:, 3:]], 1)
        turn = (self._uniform(count) - 0.5) * 0.4
        scale = 0.9 + 0.6 * self._uniform(count)
        mirror = torch.where(self._uniform(count) < 0.5, -1.0, 1.0)
        room = scale - 0.9
        dx, dy = (self._uniform(count) - 0.5) * room, (self._uniform(count) - 0.5) * room
        rows = (
            torch.stack([turn.cos() * scale * mirror, -turn.sin() * scale, dx], -1),
            torch.stack([turn.sin() * scale * mirror, turn.cos() * scale, dy], -1),
        )
        grid = F.affine_grid(torch.stack(rows, 1), [count, 4, SIDE, SIDE], align_corners=False)
        moved = F.grid_sample(rgba, grid, align_corners=False)
        colours, cover = moved[:, :3], moved[:, 3:]
        colours = torch.where(self._uniform(count, 1, 1, 1) < 0.08, colours.mean(1, keepdim=True), colours)
        brightness = 1 + 0.5 * (self._uniform(count, 3, 1, 1) - 0.5)
        return torch.minimum((colours * brightness).clamp(0, 1), cover), cover

    def _write(self, pixels, masks):
        """Dark letters on what is bright behind them, bright ones on dark."""
        masks = masks[:, None]
        behind = (pixels * masks).sum((1, 2, 3)) / (3 * masks.sum((1, 2, 3)) + 1e-6)
        lightness = torch.where(behind > 0.5, 0.3 * self._uniform(len(masks)), 0.7 + 0.3 * self._uniform(len(masks)))
        colour = lightness[:, None, None, None] + 0.4 * (self._uniform(len(masks), 3, 1, 1) - 0.5)
        return pixels * (1 - masks) + colour.clamp(0, 1) * masks


def normalise(pixels):
    return (pixels - MEAN) / DEVIATION
