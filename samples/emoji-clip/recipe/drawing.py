"""Training pictures: drawings moved, turned, recoloured and reduced to lines on backgrounds, and words written over them."""

import pathlib
import random
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image, ImageDraw, ImageFont

SIDE = 96
MEAN, DEVIATION = 0.5, 0.27
_NO_TEXT_FONTS = ("emoji", "symbol", "math", "music", "braille", "icons")
# Held back: the typefaces that clip-probe draws words with (and those of the same shapes), and sixteen by lot.
_HELD_ALWAYS = ("dejavu", "roboto", "liberation", "arimo", "tinos", "cousine")
_HELD_BY_LOT = 16


def find_fonts(folders):
    """Fonts that can draw Latin letters; families split into those trained on and those held back, never a family in both."""
    families = {}
    for path in sorted(p for folder in folders for p in _font_files(pathlib.Path(folder))):
        if not any(word in path.name.lower() for word in _NO_TEXT_FONTS) and _writes(path):
            families.setdefault(_family(path), []).append(str(path))
    if len(families) < 2:
        raise SystemExit(
            f"{', '.join(map(str, folders))}: expected fonts of at least two families, found {len(families)}; name folders with --fonts"
        )
    always = {name for name in families if name.lower().startswith(_HELD_ALWAYS)}
    names = sorted(set(families) - always) or sorted(always)
    random.Random(0).shuffle(names)
    lot = max(1, min(_HELD_BY_LOT, len(names) // 5)) if len(names) > 1 else 0
    held = set(names[:lot]) | (always - set(names))
    pick = lambda some: [path for name in sorted(some) for path in families[name]]
    return pick(set(names) - held), pick(held)


def _font_files(folder):
    """TrueType files, and of web font packages the regular and bold Latin ones."""
    yield from folder.rglob("*.ttf")
    for weight in ("400", "700"):
        yield from folder.rglob(f"*-latin-{weight}-normal.woff2")


def _family(path):
    return path.parent.parent.name if path.suffix == ".woff2" else path.stem.split("-")[0].replace("Condensed", "")


def _writes(path):
    font = ImageFont.truetype(str(path), 20)
    return bool(font.getmask("a").getbbox()) and bytes(font.getmask("a")) != bytes(font.getmask("b"))


class Words:
    """Words as masks. Drawing one is slow, so a number of each are drawn once and kept in a file."""

    def __init__(self, words, fonts, *, kept, seed, file=None):
        """`kept` masks of each word in randomly drawn fonts, sizes and places; read from the file where it has them."""
        self._place = {word: i for i, word in enumerate(sorted(set(words)))}
        self._kept = kept
        if file is not None and pathlib.Path(file).is_file():
            self._masks = np.load(file, mmap_mode="r")
            if len(self._masks) != len(self._place) * kept:
                raise SystemExit(f"{file}: expected {kept} masks of each of {len(self._place)} words, found {len(self._masks)}; delete it")
            return
        with ProcessPoolExecutor() as pool:
            drawn = pool.map(partial(_masks_of, fonts=fonts, kept=kept, seed=seed), sorted(self._place), chunksize=8)
            self._masks = np.concatenate(list(drawn))
        if file is not None:
            np.save(file, self._masks)

    def mask(self, word, rng):
        """uint8 [SIDE, SIDE], 255 where the word is."""
        return self._masks[self._place[word] * self._kept + rng.randrange(self._kept)]


_loaded = {}


def _font(path, size):
    """Fonts are read once a size; the sizes are few."""
    if (path, size) not in _loaded:
        _loaded[path, size] = ImageFont.truetype(path, size)
    return _loaded[path, size]


def _masks_of(word, *, fonts, kept, seed):
    rng = random.Random(f"{seed} {word}")
    return np.stack([_word(word, fonts, rng) for _ in range(kept)])


def _word(word, fonts, rng):
    word = rng.choice([word, word, word.upper(), word.title()])
    if " " in word and rng.random() < 0.5:
        word = word.replace(" ", "\n")
    path, size = rng.choice(fonts), rng.randint(14, 40)
    image = Image.new("L", (SIDE, SIDE))
    draw = ImageDraw.Draw(image)
    while True:
        font = _font(path, size)
        left, top, right, bottom = draw.multiline_textbbox((0, 0), word, font=font, align="center", spacing=1)
        excess = max((right - left) / (SIDE - 4), (bottom - top) / (SIDE - 4))
        if excess <= 1 or size <= 8:
            break
        size = max(8, min(size - 1, int(size / excess)))
    x = rng.randint(0, max(0, int(SIDE - 2 - (right - left))))
    y = rng.randint(0, max(0, int(SIDE - 2 - (bottom - top))))
    draw.multiline_text((x - left + 1, y - top + 1), word, fill=255, font=font, align="center", spacing=1)
    return np.asarray(image)


class Painter:
    """Puts drawings and words together. All randomness comes from the two generators it is given."""

    def __init__(self, drawings, words, rng, generator, *, trained, harsh):
        """`trained`: whether to take drawings of styles that are trained on or of those held back. `harsh`: varied as for
        training; else only moved, turned, scaled, brighter or darker and at times grey, as for measuring."""
        self._pictures = drawings.pictures
        self._of = [drawings.of(concept, trained=trained) for concept in range(len(drawings.names))]
        self._any = [np.flatnonzero(drawings.concept == concept) for concept in range(len(drawings.names))]
        self._written = [concept.written for concept in drawings.concepts]
        self._words = words
        self.rng = rng
        self.generator = generator
        self._harsh = harsh

    def _uniform(self, *shape):
        return torch.rand(*shape, generator=self.generator)

    def _spread(self, count, width):
        return (self._uniform(count) - 0.5) * 2 * width * self._harsh

    def _chance(self, count, share):
        return self._uniform(count, 1, 1, 1) < share * self._harsh

    def paint(self, shown, written, chosen=None):
        """Float [len(shown), 3, SIDE, SIDE] in 0..1. shown, written: concept indices, None for no drawing or no word.
        `chosen` names the drawings themselves in place of any of the concept's."""
        pixels = self._backgrounds(len(shown))
        at = [i for i, concept in enumerate(shown) if concept is not None]
        if at:
            picks = [chosen[i] if chosen is not None else self._pick(shown[i]) for i in at]
            drawn = torch.from_numpy(self._pictures[picks]).permute(0, 3, 1, 2)
            colours, cover = self._vary(drawn)
            pixels[at] = pixels[at].mul_(1 - cover).add_(colours)
        at = [i for i, concept in enumerate(written) if concept is not None]
        if at:
            words = [self.rng.choice(self._written[written[i]]) for i in at]
            masks = np.stack([self._words.mask(word, self.rng) for word in words])
            pixels[at] = self._write(pixels[at], self._moved(torch.from_numpy(masks)[:, None].float() / 255))
        return self._worn(pixels)

    def _pick(self, concept):
        some = self._of[concept] if len(self._of[concept]) else self._any[concept]
        return some[self.rng.randrange(len(some))]

    def _backgrounds(self, count):
        """A third each: graded between four corner colours, one colour, nearly white."""
        kind = self._uniform(count, 1, 1, 1)
        graded = self._uniform(count, 3, 2, 2)
        plain = self._uniform(count, 3, 1, 1).expand(count, 3, 2, 2)
        white = (0.85 + 0.15 * self._uniform(count, 1, 1, 1)).expand(count, 3, 2, 2)
        corners = torch.where(kind < 0.33, graded, torch.where(kind < 0.67, plain, white))
        return F.interpolate(corners, size=(SIDE, SIDE), mode="bilinear", align_corners=True)

    def _vary(self, drawn):
        """Colours times cover [n, 3, …] and cover [n, 1, …]: moved, recoloured, at times as lines."""
        count = len(drawn)
        rgba = drawn.float().div_(255)
        rgba[:, :3] *= rgba[:, 3:]
        moved = F.grid_sample(rgba, self._grid(count), align_corners=False)
        cover = moved[:, 3:]
        black = (moved[:, :3].amax((1, 2, 3)) < 0.1).float()[:, None, None]
        colours = torch.bmm(self._colouring(count, black), moved.flatten(2)).reshape(count, 3, SIDE, SIDE)
        as_lines = torch.nonzero(self._chance(count, 0.12).flatten()).flatten()
        if len(as_lines):
            lines = self._lines(torch.cat([colours[as_lines], cover[as_lines]], 1))
            colours[as_lines], cover[as_lines] = self._uniform(len(as_lines), 3, 1, 1) * 0.5 * lines, lines
        return torch.minimum(colours.clamp_(min=0), cover), cover

    def _colouring(self, count, black):
        """Linear maps [n, 3, 4] from colours times cover, and cover, to colours times cover: grey at times, mixed, inverted,
        of another contrast and brightness; glyphs, black throughout, get a colour half of the time."""
        colouring = torch.eye(3).expand(count, 3, 3)
        grey = self._uniform(count, 1, 1) < (0.15 if self._harsh else 0.08)
        colouring = torch.where(grey, torch.full((3, 3), 1 / 3), colouring)
        mixing = torch.eye(3) + (self._uniform(count, 3, 3) - 0.5) * 0.7
        colouring = torch.where(self._chance(count, 0.4)[..., 0], torch.bmm(mixing, colouring), colouring)
        shift = torch.zeros(count, 3, 1)
        inverted = self._chance(count, 0.04)[..., 0]
        colouring, shift = torch.where(inverted, -colouring, colouring), torch.where(inverted, 1 - shift, shift)
        contrast = 1 + self._spread(count, 0.25)[:, None, None]
        colouring, shift = colouring * contrast, shift * contrast + 0.5 * (1 - contrast)
        brightness = 1 + 0.5 * (self._uniform(count, 3, 1) - 0.5)
        shift = torch.where((black > 0) & self._chance(count, 0.5)[..., 0], self._uniform(count, 3, 1), shift)
        return torch.cat([colouring, shift], 2) * brightness

    def _lines(self, layers):
        """Where colour or cover changes: the drawing's outlines, as a cover."""
        across = F.pad((layers[..., 1:] - layers[..., :-1]).abs(), (0, 1))
        down = F.pad((layers[..., 1:, :] - layers[..., :-1, :]).abs(), (0, 0, 0, 1))
        return F.max_pool2d(((across + down).amax(1, keepdim=True) * 2.5).clamp(0, 1), 3, 1, 1)

    def _grid(self, count):
        turn = (self._uniform(count) - 0.5) * (0.6 if self._harsh else 0.4)
        scale = 0.85 + 0.75 * self._uniform(count)
        wide, shear = 1 + self._spread(count, 0.15), self._spread(count, 0.15)
        mirror = torch.where(self._uniform(count) < 0.5, -1.0, 1.0)
        room = (scale - 0.8).clamp(min=0)
        dx, dy = (self._uniform(count) - 0.5) * room, (self._uniform(count) - 0.5) * room
        cos, sin = turn.cos() * scale, turn.sin() * scale
        rows = (
            torch.stack([cos * mirror * wide, -sin + shear * cos, dx], -1),
            torch.stack([sin * mirror * wide, cos + shear * sin, dy], -1),
        )
        return F.affine_grid(torch.stack(rows, 1), [count, 4, SIDE, SIDE], align_corners=False)

    def _moved(self, masks):
        """Words a little turned, scaled and moved."""
        count = len(masks)
        turn, scale, shear = self._spread(count, 0.1), 1.02 + self._spread(count, 0.1), self._spread(count, 0.12)
        rows = (
            torch.stack([scale * turn.cos(), -turn.sin() + shear, self._spread(count, 0.04)], -1),
            torch.stack([turn.sin(), scale * turn.cos(), self._spread(count, 0.04)], -1),
        )
        grid = F.affine_grid(torch.stack(rows, 1), [count, 1, SIDE, SIDE], align_corners=False)
        return F.grid_sample(masks, grid, align_corners=False)

    def _write(self, pixels, masks):
        """Dark letters on what is bright behind them, bright ones on dark."""
        behind = (pixels * masks).sum((1, 2, 3)) / (3 * masks.sum((1, 2, 3)) + 1e-6)
        lightness = torch.where(behind > 0.5, 0.3 * self._uniform(len(masks)), 0.7 + 0.3 * self._uniform(len(masks)))
        colour = lightness[:, None, None, None] + 0.4 * (self._uniform(len(masks), 3, 1, 1) - 0.5)
        return pixels * (1 - masks) + colour.clamp(0, 1) * masks

    def _worn(self, pixels):
        """At times blurred, noisy, or with a rectangle missing."""
        if not self._harsh:
            return pixels
        at = self._some(len(pixels), 0.12)
        pixels[at] = F.avg_pool2d(F.pad(pixels[at], (1, 1, 1, 1), mode="replicate"), 3, 1)
        at = self._some(len(pixels), 0.12)
        pixels[at] = (pixels[at] + (self._uniform(len(at), 3, SIDE, SIDE) - 0.5) * 0.15).clamp(0, 1)
        for i in self._some(len(pixels), 0.15):
            top, left = self.rng.randrange(SIDE), self.rng.randrange(SIDE)
            pixels[i, :, top : top + self.rng.randint(10, 35), left : left + self.rng.randint(10, 35)] = self._uniform(3, 1, 1)
        return pixels

    def _some(self, count, share):
        return [i for i in range(count) if self.rng.random() < share]


def normalise(pixels):
    return (pixels - MEAN) / DEVIATION
