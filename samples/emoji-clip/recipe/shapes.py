"""Twelve things drawn with lines and polygons: concepts for a short run, where no icon sets are at hand."""

import math

import numpy as np
from PIL import Image, ImageDraw

from concepts import Concept
from drawing import SIDE
from icons import Drawings, Style

STYLES = (
    *(Style(f"made-{name}", facet, "own") for name, facet in (
        ("filled", "flat"), ("outline", "line"), ("thick", "line"), ("shaded", "render"), ("striped", "flat"), ("pale", "flat"),
        ("dotted", "render"),
    )),
    Style("made-unseen", "unseen", "own", trained=False),
)  # fmt: skip
_SCALE = 4  # drawn larger, then shrunk, for smooth edges


def _polygon(count, inner=1.0, turn=0.0):
    """A regular polygon, or with inner < 1 a star, around (0, 0)."""
    points = []
    for i in range(count * (1 if inner == 1.0 else 2)):
        radius = inner if inner != 1.0 and i % 2 else 1.0
        angle = turn + 2 * math.pi * i / (count * (1 if inner == 1.0 else 2)) - math.pi / 2
        points.append((radius * math.cos(angle), radius * math.sin(angle)))
    return points


OUTLINES = {
    "circle": _polygon(40),
    "triangle": _polygon(3),
    "square": _polygon(4, turn=math.pi / 4),
    "star": _polygon(5, inner=0.4),
    "sun": _polygon(14, inner=0.65),
    "hexagon": _polygon(6),
    "cross": [(-.3, -1), (.3, -1), (.3, -.3), (1, -.3), (1, .3), (.3, .3), (.3, 1), (-.3, 1), (-.3, .3), (-1, .3), (-1, -.3), (-.3, -.3)],
    "arrow": [(-1, -.25), (.2, -.25), (.2, -.7), (1, 0), (.2, .7), (.2, .25), (-1, .25)],
    "house": [(-.8, 1), (-.8, -.1), (0, -1), (.8, -.1), (.8, 1)],
    "boat": [(-1, .3), (-.1, .3), (-.1, -1), (.8, .1), (.1, .1), (.1, .3), (1, .3), (.6, .9), (-.6, .9)],
    "tree": [(0, -1), (.8, .4), (.2, .4), (.2, 1), (-.2, 1), (-.2, .4), (-.8, .4)],
    "bolt": [(.1, -1), (-.6, .2), (-.05, .2), (-.2, 1), (.6, -.3), (.05, -.3)],
}
TAGS = {
    "circle": ["round"], "sun": ["round", "sky"], "star": ["sky"], "bolt": ["sky"], "tree": ["outside"],
    "house": ["outside"], "boat": ["outside"], "triangle": ["corners"], "square": ["corners"], "hexagon": ["corners"],
}  # fmt: skip


def _draw(name, style, rng):
    side = SIDE * _SCALE
    colour = tuple(int(v) for v in rng.integers(20, 236, 3))
    points = [(side / 2 + x * side * 0.42, side / 2 + y * side * 0.42) for x, y in OUTLINES[name]]
    image = Image.new("RGBA", (side, side))
    draw = ImageDraw.Draw(image)
    widths = {"outline": 8, "thick": 22, "dotted": 10, "unseen": 14}
    if style in widths:
        fill = {"unseen": tuple((v + 255) // 2 for v in colour)}.get(style)
        draw.polygon(points, fill=fill)
        draw.line(points + points[:2], fill=colour, width=widths[style], joint="curve")
    else:
        draw.polygon(points, fill=colour if style != "pale" else tuple((v + 510) // 3 for v in colour))
    pixels = np.array(image)
    rows = np.arange(side)[:, None, None]
    if style == "shaded":
        pixels[..., :3] = (pixels[..., :3] * (1.0 - 0.6 * rows / side)).astype(np.uint8)
    if style == "striped":
        pixels[..., :3][(rows[:, 0, 0] // 24) % 2 == 0] = 255 - np.array(colour, np.uint8)
    if style == "dotted":
        pixels[..., 3] = np.where((rows[..., 0] // 12 + np.arange(side)[None] // 12) % 2, pixels[..., 3], 0)
    return np.array(Image.fromarray(pixels).resize((SIDE, SIDE), Image.LANCZOS))


def load(seed):
    """Drawings as icons.load gives them, in eight made-up styles."""
    rng = np.random.default_rng(seed)
    names = sorted(OUTLINES)
    pictures = [_draw(name, style.name.removeprefix("made-"), rng) for name in names for style in STYLES]
    concepts = [Concept(name, "shape", TAGS.get(name, [])) for name in names]
    concept = np.repeat(np.arange(len(names)), len(STYLES))
    return Drawings(concepts, list(STYLES), np.stack(pictures), concept, np.tile(np.arange(len(STYLES)), len(names)))
