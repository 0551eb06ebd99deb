"""Writes the goldens of the probe package: Mann-Whitney tests by SciPy 1.17.

Usage: python statistics.py ../../resources/org/clipprobe/probe
"""

import sys
from fractions import Fraction
from math import comb
from pathlib import Path

import numpy as np
from scipy import stats

OUT = Path(sys.argv[1])
RNG = np.random.default_rng(20220)


def numbers(values):
    return " ".join(repr(float(v)) for v in values)


def samples():
    f = np.float32
    yield "one against one", [1], [0]
    yield "one against one, smaller", [0], [1]
    yield "one against one, tied", [1], [1]
    yield "constant", [3] * 5, [3] * 9
    yield "constant, large", [0] * 40, [0] * 50
    yield "two largest of 280", [900, 901], range(278)
    yield "two largest of 280, tied", [900, 900], range(278)
    yield "separated", range(100, 140), range(60)
    yield "separated the wrong way", range(40), range(100, 160)
    yield "separated, small", [5, 6, 7], [1, 2, 3, 4]
    yield "zeros of both signs", [0.0, -0.0, 1.0], [-0.0, 0.0, -1.0]
    yield "far tail", range(3000, 3400), range(3000)
    yield "denormals", [1e-45, 3e-45, 1.0], [0.0, 2e-45, 4e-45, -1e-45]
    for n1, n2 in [(1, 5), (3, 3), (5, 7), (7, 9), (8, 8), (8, 9), (9, 8), (9, 9), (2, 60), (60, 2), (8, 300), (300, 8)]:
        for shift in (-0.5, 0.0, 1.0, 3.0):
            yield f"normal {n1} {n2} {shift}", f(RNG.normal(shift, 1, n1)), f(RNG.normal(0, 1, n2))
            yield f"tied {n1} {n2} {shift}", np.round(RNG.normal(shift, 1, n1) * 2) / 2, np.round(RNG.normal(0, 1, n2) * 2) / 2
    yield "large", f(RNG.normal(0.2, 1, 300)), f(RNG.normal(0, 1, 700))
    yield "large, ReLU", f(np.maximum(0, RNG.normal(0.2, 1, 300))), f(np.maximum(0, RNG.normal(-0.5, 1, 700)))


def mann_whitney():
    for name, x, y in samples():
        x, y = np.asarray(list(x), np.float32), np.asarray(list(y), np.float32)
        result = stats.mannwhitneyu(x.astype(float), y.astype(float), alternative="greater", method="auto")
        yield f"{name};{numbers(x)};{numbers(y)};{float(result.statistic) / (len(x) * len(y))!r};{float(result.pvalue)!r}"


def exact():
    """Exact upper tails with integers of any size: SciPy's own are the same where it is quick enough."""
    for n1, n2 in [(2, 278), (4, 556), (8, 1112), (8, 3000), (5, 49995)]:
        half = n1 * n2 // 2
        ways = [1] + [0] * half
        for i in range(1, n1 + 1):
            for u in range(half, n2 + i - 1, -1):
                ways[u] -= ways[u - n2 - i]
            for u in range(i, half + 1):
                ways[u] += ways[u - i]
        tail = np.cumsum(np.array(ways, dtype=object))
        for u in sorted({0, 1, 2, 5, n2 // 2, n2, half // 2, half - 1}):
            yield f"{n1};{n2};{n1 * n2 - u};{float(Fraction(int(tail[u]), comb(n1 + n2, n1)))!r}"


for name, lines in [("mann-whitney", mann_whitney()), ("exact-tails", exact())]:
    (OUT / f"{name}.txt").write_text("\n".join(lines) + "\n")
