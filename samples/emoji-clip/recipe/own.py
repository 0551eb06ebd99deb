"""Drawings of our own, of things that the icon sets have seldom or never: each as one list of shapes, drawn shaded, flat
or in outline."""

import colorsys

_LINE = 3.2


def _path(d, colour):
    return ("path", f'd="{d}"', colour)


def _circle(x, y, r, colour):
    return ("circle", f'cx="{x}" cy="{y}" r="{r}"', colour)


def _ellipse(x, y, rx, ry, colour, turn=0):
    return ("ellipse", f'cx="{x}" cy="{y}" rx="{rx}" ry="{ry}" transform="rotate({turn} {x} {y})"', colour)


def _rect(x, y, width, height, colour, r=0):
    return ("rect", f'x="{x}" y="{y}" width="{width}" height="{height}" rx="{r}"', colour)


def _stroke(d, colour, width=2.0):
    return ("stroke", f'd="{d}" stroke-width="{width}"', colour)


def _ipod():
    return [
        _rect(24, 6, 48, 84, "#dfe3e8", 8), _rect(31, 14, 34, 27, "#4a6fa5", 2), _circle(48, 65, 17, "#ffffff"),
        _circle(48, 65, 6, "#c3c9d1"), _stroke("M36 20h20M36 26h14M36 32h17", "#e8f0ff"),
    ]  # fmt: skip


def _ipod_small():
    return [
        _rect(20, 22, 56, 52, "#e07a9b", 7), _rect(26, 28, 22, 40, "#26364d", 2), _circle(62, 48, 11, "#ffffff"),
        _circle(62, 48, 4, "#e07a9b"), _stroke("M29 34h14M29 41h10M29 48h12", "#dff3ff"),
    ]  # fmt: skip


def _library():
    shapes = [_rect(8, 6, 80, 84, "#8a5a34", 3), _rect(14, 12, 68, 32, "#4b2f1a"), _rect(14, 52, 68, 32, "#4b2f1a")]
    colours = ("#d64545", "#3f7fbf", "#e3b23c", "#4d9a5f", "#8e5bb0", "#e07b39", "#50b0ad", "#c94f7c")
    x = 16
    for i, (width, height) in enumerate(((8, 26), (7, 22), (9, 28), (7, 25), (8, 21), (9, 27), (7, 24))):
        shapes.append(_rect(x, 44 - height, width, height, colours[i]))
        shapes.append(_rect(82 - (x - 14) - width, 84 - height, width, height, colours[(i + 3) % 8]))
        x += width + 1.5
    return shapes


def _library_house():
    return [
        _path("M48 6L90 30H6z", "#c9b28a"), _rect(10, 30, 76, 6, "#b79c6d"),
        *(_rect(x, 36, 8, 40, "#e8dcc0") for x in (14, 30, 58, 74)), _rect(6, 76, 84, 10, "#b79c6d"),
        _path("M48 44c-3-3-8-3-11-2v22c3-1 8-1 11 2c3-3 8-3 11-2V42c-3-1-8-1-11 2z", "#3f7fbf"), _stroke("M48 44v22", "#ffffff"),
        _path("M48 14c-2-2-6-2-8-1v10c2-1 6-1 8 1c2-2 6-2 8-1V13c-2-1-6-1-8 1z", "#d64545"),
    ]  # fmt: skip


def _piggy_bank():
    return [
        _rect(26, 66, 10, 20, "#d9748a", 4), _rect(58, 66, 10, 20, "#d9748a", 4),
        _stroke("M14 50c-8 0-8-9-2-9", "#d9748a", 3), _ellipse(46, 54, 32, 25, "#f29cb0"),
        _path("M62 34l4-14l12 12z", "#d9748a"), _ellipse(79, 54, 8, 10, "#e0849a"), _circle(78, 51, 1.6, "#7a2c40"),
        _circle(80, 57, 1.6, "#7a2c40"), _circle(66, 46, 2.6, "#3a1a22"), _rect(34, 31, 20, 4, "#7a2c40", 2),
        _circle(44, 17, 11, "#f0c23c"), _stroke("M47 13c-2-2-7-1-6 2c1 3 7 1 6 5c-1 2-5 2-7 0M44 10v14", "#8a6510"),
    ]  # fmt: skip


def _spider_man():
    web = "".join(f"M48 52L{x} {y}" for x, y in ((48, 4), (26, 10), (12, 30), (14, 62), (30, 84), (48, 92), (66, 84), (82, 62), (84, 30), (70, 10)))
    rings = "M48 38C40 38 35 44 35 52C36 60 42 64 48 64C54 64 60 60 61 52C61 44 56 38 48 38M48 22C32 22 23 34 23 50C24 64 36 76 48 76C60 76 72 64 73 50C73 34 64 22 48 22"
    return [
        _path("M48 4C22 4 10 24 12 48C13 72 32 92 48 92C64 92 83 72 84 48C86 24 74 4 48 4z", "#d3222a"),
        _stroke(web, "#5a0a10", 1.4), _stroke(rings, "#5a0a10", 1.4),
        _path("M20 36C30 38 42 46 43 58C32 62 20 54 20 36z", "#111111"), _path("M76 36C66 38 54 46 53 58C64 62 76 54 76 36z", "#111111"),
        _path("M24 41C31 43 38 49 39 56C32 57 25 52 24 41z", "#ffffff"), _path("M72 41C65 43 58 49 57 56C64 57 71 52 72 41z", "#ffffff"),
    ]  # fmt: skip


def _spider_man_whole():
    return [
        _stroke("M48 0V22", "#999999", 1.5), _path("M36 40L60 40L56 62L40 62z", "#d3222a"),
        _path("M36 40L22 56L30 62L40 50z", "#2450a4"), _path("M60 40L76 28L70 22L56 36z", "#d3222a"),
        _path("M40 62L28 72L34 92L42 90L38 76L48 70z", "#2450a4"), _path("M56 62L66 76L58 92L66 94L76 76L64 60z", "#2450a4"),
        _path("M48 12C39 12 35 19 36 27C37 35 43 41 48 41C53 41 59 35 60 27C61 19 57 12 48 12z", "#d3222a"),
        _stroke("M48 28V12M48 28L37 21M48 28L59 21M48 28V41M42 46l6 5l6-5M48 44v10", "#5a0a10", 1.2),
        _path("M38 24C42 25 46 28 46 32C42 33 38 30 38 24z", "#ffffff"), _path("M58 24C54 25 50 28 50 32C54 33 58 30 58 24z", "#ffffff"),
    ]  # fmt: skip


def granny_smith():
    return [
        _path("M48 28C36 18 12 22 12 48C12 70 28 90 40 90C44 90 45 88 48 88C51 88 52 90 56 90C68 90 84 70 84 48C84 22 60 18 48 28z", "#8ccb3f"),
        _stroke("M48 28C47 20 49 12 54 6", "#6b4423", 4), _path("M52 18C58 8 70 8 76 12C72 20 60 24 52 18z", "#4f8a2b"),
        _ellipse(30, 44, 6, 11, "#c3e88d", 20),
    ]  # fmt: skip


def chainsaw():
    return [
        _rect(40, 44, 52, 12, "#c8ccd2", 6), _stroke("M42 42l4-3l4 3l4-3l4 3l4-3l4 3l4-3l4 3l4-3l4 3l4-3l4 3M42 58l4 3l4-3l4 3l4-3l4 3l4-3l4 3l4-3l4 3l4-3l4 3l4-3", "#444444"),
        _path("M8 36H42L46 64H8z", "#e8641b"), _stroke("M12 36C12 20 32 20 36 36", "#333333", 5),
        _stroke("M8 60C0 70 4 78 18 76L24 64", "#333333", 5), _circle(24, 52, 7, "#333333"), _circle(24, 52, 3, "#c8ccd2"),
    ]  # fmt: skip


def spider():
    legs = "".join(
        f"M{48 + s * 10} {y}Q{48 + s * 26} {y + up} {48 + s * 30} {y + down}L{48 + s * 40} {end}"
        for s in (-1, 1) for y, up, down, end in ((40, -18, -16, 14), (46, -8, -4, 34), (52, 4, 8, 62), (58, 10, 18, 86))
    )  # fmt: skip
    return [
        _stroke(legs, "#2a1d1a", 3.2), _ellipse(48, 64, 17, 20, "#3b2a26"), _circle(48, 40, 12, "#4d3833"),
        _circle(43, 36, 2.5, "#ffffff"), _circle(53, 36, 2.5, "#ffffff"), _path("M48 56l6 8l-6 10l-6-10z", "#c0392b"),
    ]  # fmt: skip


DRAWN = {
    "ipod": (_ipod, _ipod_small), "library": (_library, _library_house), "piggy bank": (_piggy_bank,),
    "spider-man": (_spider_man, _spider_man_whole),
}  # fmt: skip


def _shade(colour, by):
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    hue, light, strength = colorsys.rgb_to_hls(red, green, blue)
    return "#" + "".join(f"{round(255 * v):02x}" for v in colorsys.hls_to_rgb(hue, min(1, max(0, light + by)), strength))


def svg(shapes, style):
    """The shapes as an SVG document in the style render, flat or line."""
    gradients, body = [], []
    for i, (tag, where, colour) in enumerate(shapes):
        if tag == "stroke":
            colour = "#000000" if style == "line" else colour
            body.append(f'<path {where} fill="none" stroke="{colour}" stroke-linecap="round" stroke-linejoin="round"/>')
        elif style == "line":
            filled = "#000000" if colour in ("#111111", "#3a1a22") else "#ffffff"
            body.append(f'<{tag} {where} fill="{filled}" stroke="#000000" stroke-width="{_LINE}" stroke-linejoin="round"/>')
        elif style == "flat":
            body.append(f'<{tag} {where} fill="{colour}"/>')
        else:
            gradients.append(
                f'<radialGradient id="g{i}" cx="0.35" cy="0.25" r="0.95"><stop offset="0" stop-color="{_shade(colour, 0.18)}"/>'
                f'<stop offset="0.5" stop-color="{colour}"/><stop offset="1" stop-color="{_shade(colour, -0.22)}"/></radialGradient>'
            )
            body.append(f'<{tag} {where} fill="url(#g{i})"/>')
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96"><defs>{"".join(gradients)}</defs>{"".join(body)}</svg>'
