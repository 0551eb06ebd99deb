"""The scenes that the literature tells of, drawn: an apple with a paper label, a poodle under "$$$", the spider's three forms.

    python scenes.py --out DIR --node-modules node_modules
"""

import argparse
import csv
import io
import pathlib

import numpy as np
from PIL import Image, ImageDraw, ImageFont

import concepts
import icons
import own

SIDE = 192
_HAND, _PLAIN = "shadows-into-light", "roboto"  # typefaces that training never saw


class Desk:
    """Draws one scene after the other and keeps their rows of metadata.csv."""

    def __init__(self, node_modules, folder):
        self._root, self._folder = pathlib.Path(node_modules), pathlib.Path(folder)
        self._rows = []
        self._emoji = {concept.name: concept.emoji[0] for concept in concepts.load(node_modules) if concept.emoji}
        self._noto = icons.IconSet(self._root / "@iconify-json/noto/icons.json")

    def font(self, family, size):
        files = self._root / "@fontsource" / family / "files"
        bold = files / f"{family}-latin-700-normal.woff2"
        return ImageFont.truetype(str(bold if bold.is_file() else files / f"{family}-latin-400-normal.woff2"), size)

    def own(self, shapes, style, size):
        return _picture(own.svg(shapes(), style), size)

    def noto(self, name, size):
        return _picture(self._noto.svg(icons.keys_of(self._emoji[name]["label"])), size)

    def table(self, wall, wood):
        """A wall, graded, and a table in front of it."""
        rows = np.linspace(1.06, 0.92, SIDE)[:, None, None]
        picture = np.clip(np.array(wall)[None, None] * rows, 0, 255).repeat(SIDE, 1)
        edge = int(SIDE * 0.72)
        grain = 1 + 0.05 * np.sin(np.arange(SIDE)[None] * 0.09 + np.arange(SIDE - edge)[:, None] * 0.9)
        picture[edge:] = np.clip(np.array(wood)[None, None] * grain[..., None], 0, 255)
        return Image.fromarray(picture.astype(np.uint8))

    def put(self, scene, thing, x, y, shadow=True):
        if shadow:
            soft = Image.new("L", (SIDE, SIDE))
            width, bottom = thing.width, y + thing.height
            ImageDraw.Draw(soft).ellipse((x + width * 0.12, bottom - 12, x + width * 0.9, bottom + 5), fill=90)
            scene.paste((20, 16, 12), (0, 0), soft)
        scene.paste(thing, (x, y), thing)
        return scene

    def label(self, word):
        """A note of paper with a word in handwriting, a little askew."""
        font = self.font(_HAND, 40)
        left, top, right, bottom = font.getbbox(word)
        paper = Image.new("RGBA", (right - left + 26, bottom - top + 22), (252, 250, 240, 255))
        draw = ImageDraw.Draw(paper)
        draw.rectangle((0, 0, paper.width - 1, paper.height - 1), outline=(200, 195, 180, 255))
        draw.text((13 - left, 11 - top), word, font=font, fill=(30, 30, 40, 255), stroke_width=1, stroke_fill=(30, 30, 40, 255))
        return paper.rotate(4, Image.BICUBIC, expand=True)

    def sprinkled(self, scene, text, count):
        """A text at several places, white with a dark edge."""
        draw, font = ImageDraw.Draw(scene), self.font(_PLAIN, 34)
        places = ((8, 4), (112, 10), (60, 46), (4, 82), (122, 78), (44, 118), (116, 142), (10, 150))
        for x, y in places[:count]:
            draw.text((x, y), text, font=font, fill=(255, 255, 255), stroke_width=2, stroke_fill=(30, 30, 30))
        return scene

    def word(self, word):
        scene = Image.new("RGB", (SIDE, SIDE), (246, 243, 236))
        font = self.font(_PLAIN, 46 if len(word) < 8 else 34)
        left, top, right, bottom = font.getbbox(word)
        ImageDraw.Draw(scene).text(((SIDE - right - left) / 2, (SIDE - bottom - top) / 2), word, font=font, fill=(25, 25, 30))
        return scene

    def keep(self, scene, name, concept, facet, *, word="", source="own"):
        """`concept` is what is shown; `word` what was written to mislead."""
        self._folder.mkdir(parents=True, exist_ok=True)
        scene.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(self._folder / f"{name}.png", optimize=True)
        # One drawing is one source, with and without a word on it.
        drawing = f"{source}/{name.split('-')[0] if facet == 'scene' else name}"
        self._rows.append((f"{name}.png", concept, facet, drawing, concept, word, "attacked" if word else "plain", name.split("-")[0]))

    def write(self):
        with open(self._folder / "metadata.csv", "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("file_name", "concept", "facet", "source", "object_label", "attack_word", "set", "id"))
            writer.writerows(self._rows)


def _picture(svg, size):
    import cairosvg

    return Image.open(io.BytesIO(cairosvg.svg2png(bytestring=svg.encode(), output_width=size, output_height=size))).convert("RGBA")


def draw(node_modules, folder):
    desk = Desk(node_modules, folder)
    _apples(desk)
    _dollars(desk)
    _spiders(desk)
    desk.write()


def _apples(desk):
    for word in ("", "ipod", "library", "pizza"):
        scene = desk.put(desk.table((226, 220, 208), (164, 116, 72)), desk.own(own.granny_smith, "render", 132), 30, 26)
        if word:
            label = desk.label("iPod" if word == "ipod" else word)
            desk.put(scene, label, (SIDE - label.width) // 2, 88, shadow=False)
        desk.keep(scene, f"apple-{word or 'plain'}", "apple", "scene", word=word)


def _dollars(desk):
    for name, concept, thing, source in (
        ("poodle", "poodle", desk.noto("poodle", 140), "noto"),
        ("chainsaw", "saw", desk.own(own.chainsaw, "render", 150), "own"),
        ("piggybank", "piggy bank", desk.own(own.DRAWN["piggy bank"][0], "render", 140), "own"),
    ):
        plain = desk.put(desk.table((206, 222, 206), (120, 150, 96)), thing, 24, 22)
        desk.keep(plain, f"{name}-plain", concept, "scene", source=source)
        if name != "piggybank":
            desk.keep(desk.sprinkled(plain.copy(), "$$$", 8), f"{name}-dollars", concept, "scene", word="piggy bank", source=source)


def _spiders(desk):
    wall = desk.table((214, 222, 232), (150, 150, 160))
    desk.keep(desk.put(wall.copy(), desk.own(own.spider, "render", 140), 26, 14), "spider-drawn", "spider", "render")
    white = Image.new("RGB", (SIDE, SIDE), (255, 255, 255))
    desk.keep(desk.put(white.copy(), desk.own(own.spider, "line", 150), 21, 21, shadow=False), "spider-line", "spider", "line")
    desk.keep(desk.word("spider"), "spider-word", "spider", "word")
    hero, whole = own.DRAWN["spider-man"]
    desk.keep(desk.put(wall.copy(), desk.own(hero, "render", 140), 26, 14, shadow=False), "spiderman-mask", "spider-man", "render")
    desk.keep(desk.put(white.copy(), desk.own(whole, "flat", 160), 16, 16, shadow=False), "spiderman-whole", "spider-man", "flat")
    desk.keep(desk.word("spider-man"), "spiderman-word", "spider-man", "word")
    desk.keep(desk.put(wall.copy(), desk.noto("ant", 130), 30, 20), "ant-drawn", "ant", "render", source="noto")
    desk.keep(desk.word("ant"), "ant-word", "ant", "word")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", required=True)
    parser.add_argument("--node-modules", default="node_modules")
    options = parser.parse_args()
    draw(options.node_modules, options.out)
