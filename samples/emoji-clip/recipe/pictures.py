"""A probing set, CONCEPT/FACET/STYLE-VARIANT.png, drawn from the concepts' pictures on plain backgrounds."""

import pathlib

import numpy as np
from PIL import Image

SIDE = 112
FACETS = {
    "fluent-emoji": "render", "fluent-emoji-flat": "flat", "noto": "flat", "fluent-emoji-high-contrast": "line",
    "twemoji": "unseen",
}  # fmt: skip
VARIANTS = 2


def write(concepts, folder, *, most, seed):
    """Concepts that all of the facets' styles draw, at most so many; a style without a facet is left out."""
    rng = np.random.default_rng(seed)
    styles = [i for i, style in enumerate(concepts.styles) if facet(style)]
    whole = [i for i in range(len(concepts.names)) if concepts.have[i, styles].all()]
    for concept in sorted(rng.permutation(whole)[:most]):
        for style in styles:
            name = concepts.styles[style]
            target = pathlib.Path(folder) / concepts.names[concept] / facet(name)
            target.mkdir(parents=True, exist_ok=True)
            for variant in range(1, VARIANTS + 1):
                picture = _place(Image.fromarray(concepts.pictures[concept, style]), variant, rng)
                picture.save(target / f"{name}-{variant}.png", optimize=True)


def facet(style):
    """The facet of an icon set; a made-up style of the short run is its own facet."""
    return FACETS.get(style) or (None if style in ("noto-v1", "fxemoji", "emojione") else style)


def _place(drawing, variant, rng):
    """The first variant upright on white, the others turned a little on a pastel."""
    size = int(SIDE * rng.uniform(0.68, 0.95))
    drawing = drawing.resize((size, size), Image.BICUBIC)
    colour = (255, 255, 255)
    if variant > 1:
        drawing = drawing.rotate(rng.uniform(-10, 10), Image.BICUBIC)
        colour = tuple(int(v) for v in rng.integers(150, 256, 3))
    picture = Image.new("RGB", (SIDE, SIDE), colour)
    x, y = (int(v) for v in rng.integers(0, SIDE - size + 1, 2))
    picture.paste(drawing, (x, y), drawing)
    return picture
