"""Makes small synthetic pictures of every kind and writes down what Pillow reads from them.

Run with Pillow 13, NumPy, transformers 5 and open_clip 3: python make_pictures.py ../resources/pictures
Pictures are gradients, noise and shapes from a fixed seed. goldens.json holds width, height and the CRC-32 of the RGB
bytes of ImageOps.exif_transpose(picture).convert("RGB"), or null where Pillow refuses the file.
"""

import io
import json
import struct
import sys
import zlib
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageOps

OUT = Path(sys.argv[1])
RNG = np.random.default_rng(20260101)


def scene(width, height):
    """A gradient with noise and three shapes."""
    y, x = np.mgrid[0:height, 0:width]
    base = np.stack([x * 255 // max(1, width - 1), y * 255 // max(1, height - 1), (x + y) * 3 % 256], -1)
    noisy = np.clip(base + RNG.integers(-12, 13, base.shape), 0, 255).astype(np.uint8)
    picture = Image.fromarray(noisy)
    draw = ImageDraw.Draw(picture)
    draw.ellipse((width * 0.1, height * 0.2, width * 0.5, height * 0.8), fill=(220, 30, 40))
    draw.rectangle((width * 0.6, height * 0.1, width * 0.9, height * 0.5), fill=(20, 60, 200))
    draw.line((0, height, width, 0), fill=(255, 255, 255), width=2)
    return picture


def encoded(picture, kind, **options):
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def exif(orientation):
    tags = Image.Exif()
    tags[0x0112] = orientation
    return tags.tobytes()


def chunk(name, data):
    body = name + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def png(samples, bits, colour, interlaced=False, extra=b""):
    """samples: [height, width, channels] of unsigned integers below 2**bits; the filters take turns."""
    height, width, channels = samples.shape
    passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
    raw = b""
    for x, y, dx, dy in passes if interlaced else [(0, 0, 1, 1)]:
        part = samples[y::dy, x::dx]
        if part.size:
            raw += filtered(part, bits, channels)
    header = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, int(interlaced))
    data = zlib.compress(raw)
    parts = [chunk(b"IHDR", header), extra, chunk(b"IDAT", data[: len(data) // 2]), chunk(b"IDAT", data[len(data) // 2 :])]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts) + chunk(b"IEND", b"")


def filtered(part, bits, channels):
    rows = []
    for row in part.reshape(part.shape[0], -1):
        if bits == 16:
            rows.append(row.astype(">u2").tobytes())
        else:
            flat = ((row[:, None] >> np.arange(bits - 1, -1, -1)) & 1).astype(np.uint8).ravel()
            rows.append(np.packbits(flat).tobytes())
    distance = max(1, bits * channels // 8)
    above = bytes(len(rows[0]))
    out = b""
    for number, row in enumerate(rows):
        kind = number % 5
        left = bytes(distance) + row[:-distance] if len(row) > distance else bytes(len(row))
        corner = bytes(distance) + above[:-distance] if len(row) > distance else bytes(len(row))
        out += bytes([kind]) + bytes(
            (v - predicted(kind, a, b, c)) & 255 for v, a, b, c in zip(row, left, above, corner)
        )
        above = row
    return out


def predicted(kind, a, b, c):
    if kind == 4:
        p = a + b - c
        return min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
    return [0, a, b, (a + b) // 2][kind]


def bmp(width, height, bits, rows, compression=0, masks=(), palette=b"", core=False, top_down=False):
    if core:
        header = struct.pack("<IHHHH", 12, width, height, 1, bits)
    else:
        stored = -height if top_down else height
        colours = len(palette) // 4
        header = struct.pack("<IiiHHIIiiII", 40, width, stored, 1, bits, compression, len(rows), 0, 0, colours, 0)
        header += b"".join(struct.pack("<I", m) for m in masks)
    offset = 14 + len(header) + len(palette)
    return b"BM" + struct.pack("<IHHI", offset + len(rows), 0, 0, offset) + header + palette + rows


def rle8(indices):
    out = b""
    for row in indices[::-1]:
        x = 0
        while x < len(row):
            run = 1
            while x + run < len(row) and row[x + run] == row[x] and run < 255:
                run += 1
            if run < 3 and len(row) - x >= 4:
                out += bytes([0, 4]) + bytes(row[x : x + 4])
                x += 4
            else:
                out += bytes([run, row[x]])
                x += run
        out += b"\0\0"
    return out + b"\0\1"


def jpegs(files):
    picture = scene(67, 45)
    for name, subsampling in (("444", 0), ("422", 1), ("420", 2)):
        for quality in (35, 92):
            files[f"jpeg-{name}-q{quality}.jpg"] = encoded(picture, "JPEG", quality=quality, subsampling=subsampling)
        files[f"jpeg-{name}-progressive.jpg"] = encoded(
            picture, "JPEG", quality=80, subsampling=subsampling, progressive=True
        )
    files["jpeg-restarts.jpg"] = encoded(picture, "JPEG", quality=75, restart_marker_blocks=2)
    files["jpeg-progressive-restarts.jpg"] = encoded(picture, "JPEG", progressive=True, restart_marker_rows=1)
    files["jpeg-optimised.jpg"] = encoded(picture, "JPEG", quality=96, optimize=True)
    files["jpeg-rgb.jpg"] = encoded(picture, "JPEG", keep_rgb=True)
    files["jpeg-grey.jpg"] = encoded(picture.convert("L"), "JPEG", quality=70)
    files["jpeg-grey-progressive.jpg"] = encoded(picture.convert("L"), "JPEG", progressive=True)
    cmyk = encoded(picture.convert("CMYK"), "JPEG", quality=85)
    files["jpeg-cmyk.jpg"] = cmyk
    adobe = cmyk.index(b"Adobe") + 11
    files["jpeg-ycck.jpg"] = cmyk[:adobe] + b"\2" + cmyk[adobe + 1 :]
    files["jpeg-cmyk-plain.jpg"] = cmyk[: adobe - 15] + cmyk[adobe + 1 :]
    square = encoded(scene(64, 64), "JPEG", quality=90, subsampling=1)
    sof = square.index(b"\xff\xc0")
    files["jpeg-440.jpg"] = square[: sof + 11] + b"\x12" + square[sof + 12 :]
    wide = encoded(scene(256, 32), "JPEG", quality=90, subsampling=1)
    sof = wide.index(b"\xff\xc0")
    files["jpeg-411.jpg"] = wide[: sof + 5] + struct.pack(">HH", 16, 512) + b"\x03\x01\x41" + wide[sof + 12 :]
    for width, height in ((1, 1), (2, 2), (3, 5), (5, 3), (8, 8), (16, 17), (17, 16), (200, 3)):
        files[f"jpeg-{width}x{height}.jpg"] = encoded(scene(width, height), "JPEG", quality=88)
    for orientation in range(1, 10):
        files[f"jpeg-orientation-{orientation}.jpg"] = encoded(scene(24, 16), "JPEG", exif=exif(orientation))
    noise = Image.fromarray(RNG.integers(0, 256, (40, 56, 3), dtype=np.uint8))
    files["jpeg-noise-q100.jpg"] = encoded(noise, "JPEG", quality=100, subsampling=0)
    files["jpeg-noise-q1.jpg"] = encoded(noise, "JPEG", quality=1)
    whole = files["jpeg-420-q92.jpg"]
    files["jpeg-no-end.jpg"] = whole[:-2]
    files["jpeg-early-end.jpg"] = whole[: len(whole) // 2] + b"\xff\xd9"
    files["jpeg-rubbish-behind.jpg"] = whole + b"rubbish"
    lost = bytearray(files["jpeg-restarts.jpg"])
    del lost[lost.index(b"\xff\xd2") : lost.index(b"\xff\xd3")]
    files["jpeg-lost-restart.jpg"] = bytes(lost)
    cuts(files, "jpeg-420-q92.jpg", (3, 20, 300, 900, -3, -40))
    cuts(files, "jpeg-420-progressive.jpg", (400, -2, -40))
    bad = bytearray(whole)
    for place in range(len(bad) - 300, len(bad) - 250):
        bad[place] = 0x55
    files["jpeg-scribbled.jpg"] = bytes(bad)


def cuts(files, name, places):
    stem, _, ending = name.rpartition(".")
    for number, place in enumerate(places):
        files[f"{stem}-cut{number}.{ending}"] = files[name][:place]


def pngs(files):
    picture = scene(41, 29)
    rgb = np.asarray(picture).astype(np.uint16)
    grey = np.asarray(picture.convert("L")).astype(np.uint16)[..., None]
    alpha = RNG.integers(0, 256, grey.shape).astype(np.uint16)
    deep = lambda a: a * 256 + RNG.integers(0, 256, a.shape).astype(np.uint16)
    for interlaced in (False, True):
        mark = "-interlaced" if interlaced else ""
        for bits in (1, 2, 4, 8):
            files[f"png-grey{bits}{mark}.png"] = png(grey >> (8 - bits), bits, 0, interlaced)
            palette = chunk(b"PLTE", RNG.integers(0, 256, 3 << bits, dtype=np.uint8).tobytes())
            files[f"png-palette{bits}{mark}.png"] = png(grey >> (8 - bits), bits, 3, interlaced, palette)
        files[f"png-grey16{mark}.png"] = png(deep(grey) >> RNG.integers(0, 12, grey.shape).astype(np.uint16), 16, 0, interlaced)
        for bits, f in ((8, lambda a: a), (16, deep)):
            files[f"png-rgb{bits}{mark}.png"] = png(f(rgb), bits, 2, interlaced)
            files[f"png-greyalpha{bits}{mark}.png"] = png(np.concatenate([f(grey), f(alpha)], -1), bits, 4, interlaced)
            files[f"png-rgba{bits}{mark}.png"] = png(np.concatenate([f(rgb), f(alpha)], -1), bits, 6, interlaced)
    short = chunk(b"PLTE", RNG.integers(0, 256, 30, dtype=np.uint8).tobytes())
    files["png-short-palette.png"] = png(grey, 8, 3, False, short)
    files["png-no-palette.png"] = png(grey, 8, 3)
    files["png-transparent-palette.png"] = png(grey >> 4, 4, 3, False, short + chunk(b"tRNS", bytes(range(0, 160, 16))))
    files["png-transparent-colour.png"] = png(rgb, 8, 2, False, chunk(b"tRNS", struct.pack(">HHH", 1, 2, 3)))
    files["png-gamma.png"] = png(rgb, 8, 2, False, chunk(b"gAMA", struct.pack(">I", 100000)))
    for orientation in (3, 6, 8):
        files[f"png-orientation-{orientation}.png"] = encoded(picture, "PNG", exif=exif(orientation))
    xmp = b"XML:com.adobe.xmp\0\0\0\0\0<x tiff:Orientation=\"6\"/>"
    files["png-xmp-orientation.png"] = png(rgb, 8, 2, False, chunk(b"iTXt", xmp))
    raw = b"Raw profile type exif\0\nexif\n      26\n" + exif(8).hex().encode() + b"\n"
    files["png-raw-orientation.png"] = png(rgb, 8, 2, False, chunk(b"tEXt", raw))
    for width, height in ((1, 1), (1, 9), (9, 1), (3, 2)):
        small = np.asarray(scene(width, height)).astype(np.uint16)
        files[f"png-{width}x{height}.png"] = png(small, 8, 2)
        files[f"png-{width}x{height}-interlaced.png"] = png(small, 8, 2, True)
    whole = files["png-rgb8.png"]
    cuts(files, "png-rgb8.png", (7, 20, 30, 500, -5, -13, -30))
    place = whole.index(b"IHDR") + 6
    files["png-bad-checksum.png"] = whole[:place] + b"\1" + whole[place + 1 :]
    header = struct.pack(">IIBBBBB", 60000, 60000, 8, 2, 0, 0, 0)
    files["png-bomb.png"] = whole[:8] + chunk(b"IHDR", header) + whole[33:]
    header = struct.pack(">IIBBBBB", 13000, 13000, 8, 2, 0, 0, 0)
    files["png-too-little-data.png"] = whole[:8] + chunk(b"IHDR", header) + whole[33:]
    files["png-no-data.png"] = whole[:33] + chunk(b"IEND", b"")


def webps(files):
    picture = scene(61, 43)
    alpha = picture.copy()
    alpha.putalpha(Image.fromarray(RNG.integers(0, 256, (43, 61), dtype=np.uint8)))
    files["webp-lossy.webp"] = encoded(picture, "WEBP", quality=80)
    files["webp-lossy-q20.webp"] = encoded(picture, "WEBP", quality=20)
    files["webp-lossless.webp"] = encoded(picture, "WEBP", lossless=True)
    files["webp-alpha.webp"] = encoded(alpha, "WEBP", quality=70)
    files["webp-alpha-lossless.webp"] = encoded(alpha, "WEBP", lossless=True, exact=True)
    files["webp-orientation-6.webp"] = encoded(picture, "WEBP", quality=60, exif=exif(6))
    files["webp-1x1.webp"] = encoded(scene(1, 1), "WEBP")
    frames = [scene(40, 30), scene(40, 30)]
    animated = encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:], duration=50)
    files["webp-animated.webp"] = animated
    alphas = [f.convert("RGBA") for f in frames]
    for f in alphas:
        f.paste((0, 0, 0, 0), (0, 0, 40, 12))
    files["webp-animated-alpha.webp"] = encoded(
        alphas[0], "WEBP", save_all=True, append_images=alphas[1:], duration=50, lossless=True
    )
    cuts(files, "webp-lossy.webp", (10, 25, 40, 400, -1, -20))
    cuts(files, "webp-animated.webp", (60, -10))


def gifs(files):
    picture = scene(37, 26)
    files["gif-palette.gif"] = encoded(picture.quantize(64), "GIF")
    files["gif-two.gif"] = encoded(picture.convert("1"), "GIF")
    files["gif-grey.gif"] = encoded(picture.convert("L"), "GIF")
    files["gif-straight.gif"] = encoded(picture.quantize(200), "GIF", interlace=0)
    files["gif-transparent.gif"] = encoded(picture.quantize(16), "GIF", transparency=3)
    frames = [scene(37, 26).quantize(32) for _ in range(3)]
    files["gif-animated.gif"] = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=80)
    whole = files["gif-transparent.gif"]
    image = whole.index(b",\0\0\0\0", 13)
    offset = whole[: image + 1] + struct.pack("<HH", 5, 7) + whole[image + 5 :]
    files["gif-beyond-screen.gif"] = offset
    files["gif-on-screen.gif"] = offset[:6] + struct.pack("<HH", 60, 50) + offset[10:]
    plain = files["gif-palette.gif"]
    image = plain.index(b",\0\0\0\0", 13)
    moved = plain[: image + 1] + struct.pack("<HH", 5, 7) + plain[image + 5 :]
    files["gif-on-screen-opaque.gif"] = moved[:6] + struct.pack("<HH", 60, 50) + moved[10:]
    big = Image.fromarray(RNG.integers(0, 256, (90, 90), dtype=np.uint8))
    files["gif-noise.gif"] = encoded(big, "GIF")
    cuts(files, "gif-palette.gif", (6, 12, 50, 230, -1, -3, -30))


def bmps(files):
    picture = scene(35, 23)
    rgb = np.asarray(picture).astype(np.uint32)
    for name, mode in (("one", "1"), ("grey", "L"), ("rgb", "RGB"), ("rgba", "RGBA")):
        files[f"bmp-{name}.bmp"] = encoded(picture.convert(mode), "BMP")
    files["bmp-palette.bmp"] = encoded(picture.quantize(100), "BMP")
    for name, r, g in (("555", 0x7C00, 0x3E0), ("565", 0xF800, 0x7E0)):
        bits = 5 if name == "555" else 6
        packed = (rgb[..., 0] >> 3) << (5 + bits) | (rgb[..., 1] >> (8 - bits)) << 5 | rgb[..., 2] >> 3
        rows = np.pad(packed[::-1].astype("<u2"), ((0, 0), (0, 1))).tobytes()
        files[f"bmp-{name}.bmp"] = bmp(35, 23, 16, rows, 3, (r, g, 0x1F))
    files["bmp-555-raw.bmp"] = bmp(35, 23, 16, rows)
    xrgb = (rgb[..., 0] << 16 | rgb[..., 1] << 8 | rgb[..., 2]).astype("<u4")
    files["bmp-32-raw.bmp"] = bmp(35, 23, 32, xrgb[::-1].tobytes())
    files["bmp-32-top-down.bmp"] = bmp(35, 23, 32, xrgb.tobytes(), top_down=True)
    rgbx = (rgb[..., 0] << 24 | rgb[..., 1] << 16 | rgb[..., 2] << 8).astype("<u4")
    files["bmp-32-masks.bmp"] = bmp(35, 23, 32, rgbx[::-1].tobytes(), 3, (0xFF000000, 0xFF0000, 0xFF00))
    files["bmp-odd-masks.bmp"] = bmp(35, 23, 32, rgbx[::-1].tobytes(), 3, (0x3FF00000, 0xFFC00, 0x3FF))
    few = np.asarray(picture.quantize(16))
    colours = RNG.integers(0, 256, 64, dtype=np.uint8).tobytes()
    files["bmp-rle8.bmp"] = bmp(35, 23, 8, rle8(few), 1, palette=colours)
    rows = np.pad(few[::-1], ((0, 0), (0, 5)))
    files["bmp-four.bmp"] = bmp(35, 23, 4, (rows[:, ::2] << 4 | rows[:, 1::2]).tobytes(), palette=colours)
    rle4 = b"".join(bytes([35, (y * 7 + 3) % 256, 0, 0]) for y in range(23)) + b"\0\1"
    files["bmp-rle4.bmp"] = bmp(35, 23, 4, rle4, 2, palette=colours)
    triples = b"".join(colours[i : i + 3] for i in range(0, 48, 3))
    files["bmp-core.bmp"] = bmp(35, 23, 4, (rows[:, ::2] << 4 | rows[:, 1::2]).tobytes(), palette=triples, core=True)
    files["bmp-bomb.bmp"] = bmp(50000, 50000, 24, b"")
    cuts(files, "bmp-rgb.bmp", (10, 40, 60, -1, -100))
    cuts(files, "bmp-rle8.bmp", (-3, -60))


def tiffs(files):
    picture = scene(39, 27)
    for name, mode in (("one", "1"), ("grey", "L"), ("greyalpha", "LA"), ("rgb", "RGB"), ("rgba", "RGBA"), ("cmyk", "CMYK")):
        for compression in ("raw", "tiff_lzw", "tiff_adobe_deflate", "packbits"):
            files[f"tiff-{name}-{compression}.tiff"] = encoded(picture.convert(mode), "TIFF", compression=compression)
    files["tiff-palette.tiff"] = encoded(picture.quantize(64), "TIFF", compression="tiff_lzw")
    files["tiff-g3.tiff"] = encoded(picture.convert("1"), "TIFF", compression="group3")
    files["tiff-g4.tiff"] = encoded(picture.convert("1"), "TIFF", compression="group4")
    files["tiff-g4-white-is-zero.tiff"] = encoded(picture.convert("1"), "TIFF", compression="group4", tiffinfo={262: 0})
    files["tiff-jpeg.tiff"] = encoded(picture, "TIFF", compression="jpeg", quality=85)
    files["tiff-jpeg-grey.tiff"] = encoded(picture.convert("L"), "TIFF", compression="jpeg")
    files["tiff-jpeg-ycc.tiff"] = encoded(picture.convert("YCbCr"), "TIFF", compression="jpeg", quality=85)
    files["tiff-predictor.tiff"] = encoded(picture, "TIFF", compression="tiff_lzw", tiffinfo={317: 2})
    files["tiff-strips.tiff"] = encoded(picture, "TIFF", compression="tiff_lzw", tiffinfo={278: 8}, strip_size=39 * 3 * 8)
    files["tiff-jpeg-strips.tiff"] = encoded(scene(64, 64), "TIFF", compression="jpeg", tiffinfo={278: 16}, strip_size=64 * 48)
    grey = np.asarray(picture.convert("L")).astype(np.uint16)
    deep = Image.fromarray(grey * 3)
    files["tiff-grey16.tiff"] = encoded(deep, "TIFF")
    files["tiff-grey16-lzw.tiff"] = encoded(deep, "TIFF", compression="tiff_lzw")
    for order in "<>":
        # Written by Pillow from samples of either byte order, differences between neighbours stored.
        mode = "I;16" if order == "<" else "I;16B"
        plain = Image.frombytes(mode, deep.size, np.asarray(deep).astype(order + "u2").tobytes())
        name = f"tiff-grey16-predictor{'' if order == '<' else '-big'}.tiff"
        files[name] = encoded(plain, "TIFF", compression="tiff_lzw", tiffinfo={317: 2})
    for compression in ("raw", "tiff_lzw", "packbits"):
        files[f"tiff-bigtiff-{compression}.tiff"] = encoded(picture, "TIFF", compression=compression, big_tiff=True)
    files["tiff-float.tiff"] = encoded(Image.fromarray(grey.astype(np.float32) * 1.3 - 20), "TIFF")
    files["tiff-int.tiff"] = encoded(Image.fromarray(grey.astype(np.int32) * 2 - 100), "TIFF")
    for orientation in (3, 6, 7):
        files[f"tiff-orientation-{orientation}.tiff"] = encoded(picture, "TIFF", tiffinfo={274: orientation})
    files["tiff-rgb16.tiff"] = tiff(np.asarray(picture).astype(np.uint16) * 257 - 77, "<", 2, 16)
    files["tiff-rgb16-big.tiff"] = tiff(np.asarray(picture).astype(np.uint16) * 257 - 77, ">", 2, 16)
    for bits in (1, 2, 4, 8, 16):
        for photometric in (0, 1):
            shade = "white" if photometric == 0 else "black"
            few = grey[..., None] * 5 if bits == 16 else grey[..., None] >> (8 - bits)
            files[f"tiff-{bits}-{shade}-is-zero.tiff"] = tiff(few, "<", photometric, bits)
    cuts(files, "tiff-rgb-tiff_lzw.tiff", (7, 60, 500, -200))
    cuts(files, "tiff-rgb-raw.tiff", (-10, 300))


def tiff(samples, order, photometric, bits):
    """A TIFF file of one strip, uncompressed; samples of less than 8 bits are packed."""
    height, width, channels = samples.shape
    if bits < 8:
        flat = ((samples.reshape(height, width, 1) >> np.arange(bits - 1, -1, -1)) & 1).astype(np.uint8)
        data = np.packbits(flat.reshape(height, -1), axis=1).tobytes()
    else:
        data = samples.astype(order + f"u{bits // 8}").tobytes()
    tags = [(256, 3, width), (257, 3, height), (258, 3, bits), (259, 3, 1), (262, 3, photometric)]
    tags += [(273, 4, 8), (277, 3, channels), (278, 3, height), (279, 4, len(data)), (284, 3, 1)]
    behind = 8 + len(data) + 2 + 12 * len(tags) + 4
    directory = struct.pack(order + "H", len(tags))
    for tag, kind, value in tags:
        if tag == 258 and channels > 2:
            directory += struct.pack(order + "HHII", tag, kind, channels, behind)
        elif kind == 3:
            directory += struct.pack(order + "HHIHH", tag, kind, 1, value, 0)
        else:
            directory += struct.pack(order + "HHII", tag, kind, 1, value)
    head = (b"II" if order == "<" else b"MM") + struct.pack(order + "HI", 42, 8 + len(data))
    return head + data + directory + struct.pack(order + "I", 0) + struct.pack(order + "H", bits) * channels


def golden(data):
    try:
        picture = ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB")
    except Exception as error:  # whatever Pillow raises, it refuses the file
        print("  refused:", type(error).__name__, error)
        return None
    return {"width": picture.width, "height": picture.height, "crc": zlib.crc32(picture.tobytes())}


def resizes():
    """Sizes for every filter, with both orders of passes among them."""
    filters = {"NEAREST": 0, "BOX": 4, "BILINEAR": 2, "HAMMING": 5, "BICUBIC": 3, "LANCZOS": 1}
    cases = []
    for width, height in ((67, 45), (45, 67), (30, 100), (100, 30), (1, 1), (7, 200)):
        source = f"resize-{width}x{height}.png"
        noise = RNG.integers(0, 256, (height, width, 3), dtype=np.uint8)
        noise[height // 3 : height // 2] = RNG.choice([0, 255], (1, width, 1))
        (OUT / source).write_bytes(png(noise.astype(np.uint16), 8, 2))
        for to in ((32, 32), (width, 20), (20, height), (width, height), (150, 110), (5, 90), (90, 5), (1, 1), (41, 44)):
            for name, number in filters.items():
                result = Image.fromarray(noise).resize(to, number)
                cases.append([source, to[0], to[1], name, zlib.crc32(result.tobytes())])
    return cases


def pixel_values():
    """What the Python originals make of pictures: their configuration and the CRC-32 of the float32 values."""
    from open_clip.transform import PreprocessCfg, image_transform_v2
    from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil
    from transformers.models.siglip.image_processing_pil_siglip import SiglipImageProcessorPil

    cases = []
    hugging_face = [
        {"image_processor_type": "CLIPImageProcessor"},
        {"feature_extractor_type": "CLIPFeatureExtractor", "size": 40, "crop_size": 36, "resample": 2},
        {"image_processor_type": "CLIPImageProcessor", "size": {"shortest_edge": 33}, "crop_size": {"height": 31, "width": 40}},
        {"image_processor_type": "CLIPImageProcessor", "do_resize": False, "crop_size": 50},
        {"image_processor_type": "CLIPImageProcessor", "size": {"shortest_edge": 32}, "crop_size": 32, "do_normalize": False},
        {"image_processor_type": "CLIPImageProcessor", "size": {"shortest_edge": 32}, "crop_size": 32, "do_rescale": False},
        {"image_processor_type": "CLIPImageProcessor", "size": {"shortest_edge": 30}, "crop_size": 45},
        {"image_processor_type": "SiglipImageProcessor", "size": {"height": 48, "width": 40}},
        {"image_processor_type": "SiglipImageProcessor", "size": {"height": 32, "width": 32}, "resample": 1,
         "image_mean": [0.1, 0.2, 0.3], "image_std": [0.9, 0.8, 0.7], "rescale_factor": 0.01},
    ]
    open_clip = [
        {"size": 40, "resize_mode": "shortest", "interpolation": "bicubic"},
        {"size": [33, 33], "resize_mode": "shortest", "interpolation": "bilinear"},
        {"size": [48, 40], "resize_mode": "shortest", "interpolation": "bicubic"},
        {"size": [40, 40], "resize_mode": "squash", "interpolation": "bicubic", "mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.5]},
        {"size": [40, 40], "resize_mode": "longest", "interpolation": "bicubic", "fill_color": 9},
        {"size": [37, 51], "resize_mode": "longest", "interpolation": "bilinear", "fill_color": 0},
    ]
    for source in ("resize-67x45.png", "resize-45x67.png", "resize-30x100.png", "resize-1x1.png"):
        picture = Image.open(OUT / source).convert("RGB")
        for config in hugging_face:
            kind = SiglipImageProcessorPil if config.get("image_processor_type", "").startswith("Siglip") else CLIPImageProcessorPil
            options = {k: v for k, v in config.items() if not k.endswith("_type")}
            values = np.asarray(kind(**options)(picture)["pixel_values"][0], np.float32)
            cases.append([source, "preprocessor_config.json", config, list(values.shape[1:]), zlib.crc32(values.tobytes())])
        for config in open_clip:
            size = config["size"]
            cfg = PreprocessCfg(**{**config, "size": tuple(size) if isinstance(size, list) else size})
            values = np.ascontiguousarray(image_transform_v2(cfg, is_train=False)(picture).numpy())
            cases.append([source, "preprocess_cfg.json", {**config, "mean": list(cfg.mean)}, list(values.shape[1:]), zlib.crc32(values.tobytes())])
    return cases


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    files = {}
    for make in (jpegs, pngs, webps, gifs, bmps, tiffs):
        make(files)
    goldens = {}
    for name, data in files.items():
        print(name, len(data))
        (OUT / name).write_bytes(data)
        goldens[name] = golden(data)
    (OUT / "goldens.json").write_text(json.dumps(goldens, indent=1, sort_keys=True) + "\n")
    (OUT / "resizes.json").write_text("[\n" + ",\n".join(json.dumps(c) for c in resizes()) + "\n]\n")
    (OUT / "pixel-values.json").write_text("[\n" + ",\n".join(json.dumps(c) for c in pixel_values()) + "\n]\n")


if __name__ == "__main__":
    main()
