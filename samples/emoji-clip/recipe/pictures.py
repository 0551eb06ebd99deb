"""The probing set: CONCEPT/FACET/SOURCE.png and metadata.csv, drawings of the concepts that enough independent sources draw."""

import csv
import pathlib
from collections import Counter

import numpy as np
from PIL import Image

SIDE = 96
FACETS = ("render", "flat", "line", "unseen")
_COLOURS = {"render": 128, "flat": 48, "line": 16, "unseen": 48}  # of the palette that a picture is reduced to

# Concepts that the docs, the scenes and the attacks speak of; in the set also where fewer sources draw them.
ALWAYS = (
    "spider", "spider-man", "apple", "ipod", "library", "pizza", "poodle", "piggy bank", "dollar", "saw", "happy", "sad", "angry", "in love",
)  # fmt: skip

# Sets whose licences the notice in samples/pictures names. Others are trained on but not shown: game-icons has many
# authors to be named one by one; the rest would add little.
SHOWN = {
    "fluent-3d", "fluent-emoji", "fluent-emoji-flat", "fluent-emoji-high-contrast", "noto", "noto-v1", "fxemoji", "emojione",
    "emojione-monotone", "icon-park", "icon-park-outline", "fa6-solid", "twemoji", "ph", "tabler", "lucide", "mdi",
    "own-render", "own-flat", "own-line",
}  # fmt: skip


def sources(drawings):
    """For each concept the drawings that may be shown, by facet, one of a style: {concept: {facet: {style: drawing}}}."""
    found = {}
    for drawing, (concept, style) in enumerate(zip(drawings.concept, drawings.style)):
        style = drawings.styles[style]
        if style.name in SHOWN or style.name.startswith("made-"):
            found.setdefault(int(concept), {}).setdefault(style.facet, {}).setdefault(style.name, drawing)
    return found


def table(drawings):
    """How many concepts have at least so many sources in a facet, and in all facets at once, as rows of text."""
    counts = [{facet: len(facets.get(facet, {})) for facet in FACETS} for facets in sources(drawings).values()]
    rows = ["facet   " + "".join(f"{f'>= {least}':>7}" for least in (1, 2, 3, 4))]
    for facet in FACETS:
        rows.append(f"{facet:8}" + "".join(f"{sum(count[facet] >= least for count in counts):7}" for least in (1, 2, 3, 4)))
    for least, unseen in ((2, 1), (3, 1), (2, 2), (3, 2)):
        whole = sum(count["unseen"] >= unseen and min(count[f] for f in FACETS[:3]) >= least for count in counts)
        rows.append(f"{least} in render, flat and line and {unseen} unseen: {whole}")
    return rows


def choose(drawings, *, least, most, always=()):
    """Concepts with at least so many sources in each facet that is trained on and one unseen. A concept of each family in
    turn, those with most sources first, until there are `most`."""
    have = sources(drawings)
    enough = {c for c, f in have.items() if min(len(f.get(facet, {})) for facet in FACETS[:3]) >= least and f.get("unseen")}
    rank = {c: sum(min(3, len(have[c].get(facet, {}))) for facet in FACETS) for c in have}
    chosen = [c for c in have if drawings.names[c] in always]
    families = {}
    for c in sorted(enough - set(chosen), key=lambda c: (rank[c], drawings.names[c]), reverse=True):
        families.setdefault(drawings.concepts[c].family, []).append(c)
    while len(chosen) < most and any(families.values()):
        chosen += [some.pop(0) for _, some in sorted(families.items()) if some]
    return sorted(chosen[:most])


def write(drawings, folder, chosen, *, each, seed):
    """At most `each` sources a facet. Returns how many pictures each source gave."""
    rng, folder = np.random.default_rng(seed), pathlib.Path(folder)
    have, rows, given = sources(drawings), [], Counter()
    for concept in chosen:
        name = drawings.names[concept]
        for facet in FACETS:
            some = have[concept].get(facet, {})
            for i, source in enumerate(_order(drawings, some)[:each]):
                path = folder / name.replace(" ", "_") / facet / f"{source}.png"
                path.parent.mkdir(parents=True, exist_ok=True)
                picture = _place(Image.fromarray(drawings.pictures[some[source]]), upright=i == 0, rng=rng)
                picture.quantize(_COLOURS.get(facet, 64), dither=Image.Dither.NONE).save(path, optimize=True)
                file = path.relative_to(folder)
                # A source is one drawing: an icon set draws each concept once.
                rows.append((file.as_posix(), name, facet, file.with_suffix("").as_posix(), drawings.concepts[concept].family))
                given[source] += 1
    with open(folder / "metadata.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("file_name", "concept", "facet", "source", "family"))
        writer.writerows(rows)
    return given


def _order(drawings, some):
    """Sources in the order of the styles."""
    place = {style.name: i for i, style in enumerate(drawings.styles)}
    return sorted(some, key=place.__getitem__)


def _place(drawing, *, upright, rng):
    """The first of a facet upright on white, the others turned a little on a pastel."""
    size = int(SIDE * rng.uniform(0.7, 0.95))
    drawing = drawing.resize((size, size), Image.BICUBIC)
    colour = (255, 255, 255)
    if not upright:
        drawing = drawing.rotate(rng.uniform(-10, 10), Image.BICUBIC)
        colour = tuple(int(v) for v in rng.integers(150, 256, 3))
    picture = Image.new("RGB", (SIDE, SIDE), colour)
    x, y = (int(v) for v in rng.integers(0, SIDE - size + 1, 2))
    picture.paste(drawing, (x, y), drawing)
    return picture
