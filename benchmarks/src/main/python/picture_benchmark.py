"""What PictureBenchmark measures, with Pillow: python picture_benchmark.py ../shared/data/photos

Prints milliseconds of one thread for each JPEG photograph of 500 x 375 pixels.
"""

import io
import sys
import time
from pathlib import Path

from PIL import Image


def read(data):
    return Image.open(io.BytesIO(data)).convert("RGB")


def fit(picture):
    return picture.resize((298, 224), Image.Resampling.BICUBIC).crop((37, 0, 261, 224))


def measure(name, work, inputs):
    for _ in range(3):
        for value in inputs:
            work(value)
    start = time.perf_counter()
    rounds = 0
    while time.perf_counter() - start < 15:
        for value in inputs:
            work(value)
        rounds += 1
    print(f"{name:14} {(time.perf_counter() - start) * 1000 / rounds / len(inputs):.3f} ms")


def main():
    files = [p.read_bytes() for p in sorted(Path(sys.argv[1]).iterdir()) if p.suffix.lower() in (".jpg", ".jpeg")]
    files = [data for data in files if read(data).size == (500, 375)]
    measure("decode", read, files)
    measure("fit", fit, [read(data) for data in files])
    measure("decodeAndFit", lambda data: fit(read(data)), files)


if __name__ == "__main__":
    main()
