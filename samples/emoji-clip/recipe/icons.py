"""Emoji drawings of eight art styles, from the iconify sets and emojibase-data (both from npm)."""

import io
import json
import pathlib
import re
from dataclasses import dataclass

import numpy as np
from PIL import Image

STYLES = ("fluent-emoji", "fluent-emoji-flat", "fluent-emoji-high-contrast", "noto", "noto-v1", "fxemoji", "emojione", "twemoji")
_SKIPPED_GROUPS = (2, 8)  # skin tones and hair; symbols such as arrows and signs
_FLAGS = 9
_LONGEST_NAME = 10


@dataclass
class Concepts:
    """What is learned. The last style is held back for measuring."""

    names: list[str]
    tags: list[list[str]]
    styles: list[str]
    pictures: np.ndarray  # uint8 [concepts, styles, height, width, RGBA]
    have: np.ndarray  # bool [concepts, styles]: not every style draws everything


class IconSet:
    """One style: drawings as SVG bodies, found by the name that iconify makes of a Unicode name."""

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


def rasterise(svg, side):
    """An SVG document as an RGBA picture, or None when it cannot be drawn or is nearly empty."""
    import cairosvg  # needs the cairo library; the short run does without

    try:
        png = cairosvg.svg2png(bytestring=svg.encode(), output_width=side, output_height=side)
    except Exception:  # the library raises whatever its parser met
        return None
    picture = np.array(Image.open(io.BytesIO(png)).convert("RGBA"))
    return picture if picture[..., 3].mean() > 5 else None


_ACCENTS = str.maketrans("ñôéãíçåü", "noeaicau", "’'")


def keys_of(label):
    """Names under which the icon sets may have an emoji: 'flag: Peru' is 'flag-peru' in one, 'flag-for-peru' in others."""
    slug = lambda text: re.sub(r"[^a-z0-9]+", "-", text.lower().translate(_ACCENTS)).strip("-")
    if label.startswith("flag:"):
        country = slug(label[5:])
        return [f"flag-{country}", f"flag-for-{country}", f"flag-for-flag-{country}", slug(label)]
    return [slug(label)]


def name_of(label):
    return re.sub(r"[^a-z0-9' -]", "", label.lower().replace("flag: ", "").replace("’", "'")).strip()


def _is_wanted(emoji):
    name = name_of(emoji["label"])
    return (
        emoji.get("group") is not None
        and emoji["group"] not in _SKIPPED_GROUPS
        and name.isalpha()
        and len(name) <= _LONGEST_NAME
        and not re.search(r"tone|button|arrow|keycap|\b(man|woman|men|women|person|people|family|couple)\b", emoji["label"])
    )


def _tags(emoji):
    names = (name_of(tag) for tag in emoji.get("tags", []))
    return [tag for tag in names if 2 < len(tag) <= 12 and tag.replace(" ", "").isalpha()]


def load(node_modules, side):
    """Every concept whose name is one short word and that enough styles draw."""
    root = pathlib.Path(node_modules)
    sets = [IconSet(root / "@iconify-json" / style / "icons.json") for style in STYLES]
    emojis = json.loads((root / "emojibase-data/en/data.json").read_text(encoding="utf-8"))
    names, tags, pictures, have = [], [], [], []
    for emoji in filter(_is_wanted, emojis):
        name = name_of(emoji["label"])
        svgs = [icons.svg(keys_of(emoji["label"])) for icons in sets]
        drawn = [svg and rasterise(svg, side) for svg in svgs]
        enough = 3 if emoji["group"] == _FLAGS else 4
        if name in names or sum(picture is not None for picture in drawn) < enough:
            continue
        names.append(name)
        tags.append(_tags(emoji))
        have.append([picture is not None for picture in drawn])
        pictures.append([np.zeros((side, side, 4), np.uint8) if p is None else p for p in drawn])
    return Concepts(names, tags, list(STYLES), np.array(pictures), np.array(have))
