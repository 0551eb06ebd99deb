"""Drawings of the concepts in many art styles, from icon sets that npm has."""

import io
import json
import pathlib
import re
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np
from PIL import Image

import concepts as concept_list
import own

SIDE = 96
_FEWEST_STYLES = 4


@dataclass(frozen=True)
class Style:
    """An art style: the package that has it, how its drawings are named, the facet it belongs to, whether it is trained on."""

    name: str
    facet: str
    kind: str  # "emoji": named after the emoji's label; "glyph": after the thing; "files": one file per emoji; "own": ours
    trained: bool = True
    ending: str = ""  # what this style's drawings end in, where a set has several styles


STYLES = (
    Style("fluent-3d", "render", "files"),
    Style("fluent-emoji", "render", "emoji"),
    Style("noto", "render", "emoji"),
    Style("fluent-emoji-flat", "flat", "emoji"),
    Style("noto-v1", "flat", "emoji"),
    Style("fxemoji", "flat", "emoji"),
    Style("emojione", "flat", "emoji"),
    Style("streamline-emojis", "flat", "emoji"),
    Style("icon-park", "flat", "glyph"),
    Style("flat-color-icons", "flat", "glyph"),
    Style("fluent-emoji-high-contrast", "line", "emoji"),
    Style("emojione-monotone", "line", "emoji"),
    Style("icon-park-outline", "line", "glyph"),
    Style("game-icons", "line", "glyph"),
    Style("fa6-solid", "line", "glyph"),
    Style("material-symbols", "line", "glyph", ending="-outline"),
    Style("healthicons", "line", "glyph", ending="-outline"),
    Style("iconoir", "line", "glyph"),
    Style("solar", "line", "glyph", ending="-linear"),
    Style("carbon", "line", "glyph"),
    Style("ion", "line", "glyph", ending="-outline"),
    Style("own-render", "render", "own"),
    Style("own-flat", "flat", "own"),
    Style("own-line", "line", "own"),
    Style("twemoji", "unseen", "emoji", trained=False),
    Style("ph", "unseen", "glyph", trained=False),
    Style("tabler", "unseen", "glyph", trained=False),
    Style("lucide", "unseen", "glyph", trained=False),
    Style("mdi", "unseen", "glyph", trained=False),
)


@dataclass
class Drawings:
    """Every drawing with the concept and the style it belongs to."""

    concepts: list
    styles: list
    pictures: np.ndarray  # uint8 [drawings, height, width, RGBA]
    concept: np.ndarray  # int [drawings]
    style: np.ndarray  # int [drawings]

    @property
    def names(self):
        return [concept.name for concept in self.concepts]

    def of(self, concept, *, trained):
        """Indices of a concept's drawings in styles that are trained on, or in those that are held back."""
        wanted = [i for i, style in enumerate(self.styles) if style.trained == trained]
        return np.flatnonzero((self.concept == concept) & np.isin(self.style, wanted))


class IconSet:
    """One package of icons, each an SVG body under a name."""

    def __init__(self, path):
        self._json = json.loads(path.read_text(encoding="utf-8"))

    def svg(self, keys):
        """The drawing under the first known key as an SVG document, or None."""
        for key in keys:
            key = self._json.get("aliases", {}).get(key, {}).get("parent", key)
            icon = self._json["icons"].get(key)
            if icon:
                left, top, width, height = (
                    icon.get(side, self._json.get(side, default))
                    for side, default in (("left", 0), ("top", 0), ("width", 16), ("height", 16))
                )
                return (
                    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" color="#000"'
                    f' viewBox="{left} {top} {width} {height}">{icon["body"]}</svg>'
                )
        return None


def rasterise(source, side=SIDE):
    """An SVG document, or the bytes of a picture, as RGBA; None when it cannot be drawn or is nearly empty."""
    import cairosvg  # needs the cairo library; the short run does without

    try:
        if isinstance(source, str):
            source = cairosvg.svg2png(bytestring=source.encode(), output_width=side, output_height=side)
        picture = Image.open(io.BytesIO(source)).convert("RGBA")
    except Exception:  # the libraries raise whatever their parsers met
        return None
    picture = np.array(picture.resize((side, side), Image.LANCZOS) if picture.size != (side, side) else picture)
    return picture if picture[..., 3].mean() > 5 else None


_ACCENTS = str.maketrans("ñôéãíçåü", "noeaicau", "’'")


def keys_of(label):
    """Names under which a set may have an emoji: 'flag: Peru' is 'flag-peru' in one, 'flag-for-peru' in others."""
    slug = lambda text: re.sub(r"[^a-z0-9]+", "-", text.lower().translate(_ACCENTS)).strip("-")
    if label.startswith("flag:"):
        country = slug(label[5:])
        return [f"flag-{country}", f"flag-for-{country}", f"flag-for-flag-{country}", slug(label)]
    plain = slug(label)
    return [plain, f"{plain}-face", f"{plain}-1", f"{plain}-face-1", plain.replace("-face", "")]


def _sources(style, concept, icons, root):
    """What draws the concept in a style: SVG documents, or bytes of picture files."""
    if style.kind == "files":
        files = (_file(root, emoji["code"]) for emoji in concept.emoji)
        return [file.read_bytes() for file in files if file]
    if style.kind == "own":
        return [own.svg(shapes(), style.facet) for shapes in own.DRAWN.get(concept.name, ())]
    if style.kind == "emoji":
        return [svg for emoji in concept.emoji if (svg := icons.svg(keys_of(emoji["label"])))]
    keys = [f"{glyph}{ending}" for glyph in concept.glyphs for ending in dict.fromkeys((style.ending, ""))]
    animals = [f"animal-{glyph}{style.ending}" for glyph in concept.glyphs]
    svg = icons.svg([key for key in keys + animals if (style.name, key) not in concept_list.WRONG_GLYPHS])
    return [svg] if svg else []


def _file(root, code):
    folder = root / "@lobehub/fluent-emoji-3d/assets"
    names = (code.lower(), code.lower() + "-fe0f", code.lower().replace("-fe0f", ""))
    return next((path for name in names if (path := folder / f"{name}.webp").is_file()), None)


def load(node_modules, cache):
    """The concepts' drawings; each style is drawn once and kept in the folder `cache`."""
    root, cache = pathlib.Path(node_modules), pathlib.Path(cache)
    listed = concept_list.load(root)
    drawn = [_style(style, listed, root, cache) for style in STYLES]
    pictures = np.concatenate([pictures for _, pictures in drawn])
    concept = np.concatenate([concept for concept, _ in drawn])
    style = np.repeat(np.arange(len(STYLES)), [len(concept) for concept, _ in drawn])
    return _known_well(Drawings(listed, list(STYLES), pictures, concept, style))


def _style(style, listed, root, cache):
    """One style's drawings and their concepts. Kept by name, so that a longer list of concepts redraws no more than it must."""
    kept = cache / f"{style.name}.npz"
    names = [concept.name for concept in listed]
    if kept.is_file():
        with np.load(kept) as stored:
            if list(stored["names"]) == names:
                return stored["concept"], stored["pictures"]
    icons = IconSet(root / "@iconify-json" / style.name / "icons.json") if style.kind in ("emoji", "glyph") else None
    rows = [(c, source) for c, concept in enumerate(listed) for source in _sources(style, concept, icons, root)]
    with ProcessPoolExecutor() as pool:
        pictures = list(pool.map(rasterise, [source for _, source in rows], chunksize=32))
    at = [i for i, picture in enumerate(pictures) if picture is not None]
    concept, pictures = np.array([rows[i][0] for i in at]), np.stack([pictures[i] for i in at])
    cache.mkdir(parents=True, exist_ok=True)
    np.savez(kept, names=names, concept=concept, pictures=pictures)
    return concept, pictures


def _known_well(drawings):
    """Without the concepts that too few trained styles draw, but with those that were asked for by name."""
    counted = [len(set(drawings.style[drawings.of(c, trained=True)])) for c in range(len(drawings.concepts))]
    asked = {name for name, labels in concept_list.MORE.items() if not labels}
    kept = [c for c, concept in enumerate(drawings.concepts) if counted[c] >= _FEWEST_STYLES or concept.name in asked]
    place = np.full(len(drawings.concepts), -1)
    place[kept] = np.arange(len(kept))
    among = place[drawings.concept] >= 0
    return Drawings(
        [drawings.concepts[c] for c in kept], drawings.styles, drawings.pictures[among],
        place[drawings.concept[among]], drawings.style[among],
    )  # fmt: skip
