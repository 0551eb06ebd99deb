"""Writes clustered.csv: trials that share pictures, classes and words, and what is to be found in them.

The variance is checked against statsmodels' two-way cluster-robust covariance here; intervals are this script's own
arithmetic with SciPy's t. Needs numpy, scipy, statsmodels.

    python clustered_goldens.py > ../../resources/org/clipprobe/statistic/clustered.csv
"""

import itertools

import numpy as np
from scipy import stats
from statsmodels.stats.sandwich_covariance import cov_cluster, cov_cluster_2groups
import statsmodels.api as sm


def between(keys, e, f, total):
    sums = {}
    for key, a, b in zip(keys, e, f):
        one = sums.setdefault(key, [0.0, 0.0])
        one[0] += a
        one[1] += b
    own = np.array([a * b for a, b in sums.values()])
    g = len(own)
    scale = g / (g - 1) / total**2
    return own.sum() * scale, g


def rate(y, w, pictures, words, crossed, sources):
    total = w.sum()
    p = y.sum() / total
    e = y - p * w
    a, g = between(pictures, e, e, total)
    b, h = between(words, e, e, total) if crossed else (0.0, 2)
    own = np.square(e).sum() / total**2 if crossed else 0.0
    v = max(a + b - own, a, b)
    normal = a * a / (g - 1) + b * b / max(1, h - 1)
    df = max(1, ((a + b) ** 2 / normal if normal > 0 else max(1, g - 1)) / 3)
    events = min(y.sum(), total - y.sum())
    independent = p * (1 - p) / total
    measured = max(1, v / independent) if independent > 0 else 0
    effect = (events * measured + 2 * max(1, total / sources)) / (events + 2)
    n = total / effect
    t = stats.t.ppf(0.975, df)
    centre = (p + t * t / (2 * n)) / (1 + t * t / n)
    half = t / (1 + t * t / n) * np.sqrt(p * (1 - p) / n + t * t / (4 * n * n))
    return p, 0.0 if p == 0 else max(0, centre - half), 1.0 if p == 1 else min(1, centre + half), v


def covariance(y, z, w, pictures, words, crossed):
    total = w.sum()
    e, f = y - y.sum() / total * w, z - z.sum() / total * w
    c = between(pictures, e, f, total)[0]
    return c + between(words, e, f, total)[0] - (e * f).sum() / total**2 if crossed else c


def difference(y, z, w, pictures, words, crossed, sources):
    p, l1, u1, v1 = rate(y, w, pictures, words, crossed, sources)
    q, l2, u2, v2 = rate(z, w, pictures, words, crossed, sources)
    r = covariance(y, z, w, pictures, words, crossed) / np.sqrt(v1 * v2) if v1 * v2 > 0 else 0.0
    r = min(1, max(-1, r))
    low = np.sqrt(max(0, (p - l1) ** 2 - 2 * r * (p - l1) * (u2 - q) + (u2 - q) ** 2))
    high = np.sqrt(max(0, (u1 - p) ** 2 - 2 * r * (u1 - p) * (q - l2) + (q - l2) ** 2))
    return p - q, p - q - low, p - q + high


def against_statsmodels(y, pictures, words):
    """One trial for each picture and word: statsmodels' covariance of a mean, without its corrections."""
    fit = sm.OLS(y, np.ones(len(y))).fit()
    ids = [np.unique(keys, return_inverse=True)[1] for keys in (pictures, words)]
    theirs = cov_cluster_2groups(fit, ids[0], ids[1], use_correction=False)[0][0, 0]
    e = y - y.mean()
    mine = 0.0
    for keys in (pictures, words):
        v, g = between(keys, e, e, len(y))
        mine += v * (g - 1) / g
    mine -= np.square(e).sum() / len(y) ** 2
    assert abs(mine - theirs) < 1e-12, (mine, theirs)
    one = cov_cluster(fit, ids[0], use_correction=False)[0, 0]
    v, g = between(pictures, e, e, len(y))
    assert abs(v * (g - 1) / g - one) < 1e-12


def main():
    rng = np.random.default_rng(4)
    for case, (n, classes, many, rates, weighted) in enumerate(
        [
            (24, 12, 3, (0.4, 0.1), False),
            (24, 12, 12, (0.3, 0.3), False),
            (15, 4, 12, (0.6, 0.05), True),
            (30, 5, 1, (0.2, 0.0), False),
            (12, 12, 10, (1.0, 0.5), True),
        ]
    ):
        picture = rng.normal(size=n)
        word = rng.normal(size=many)
        rows = []
        for i, j in itertools.product(range(n), range(many)):
            level = 0.5 * picture[i] + 0.4 * word[j]
            both = [float(level + rng.normal() < stats.norm.ppf(r) * 1.2) if 0 < r < 1 else r for r in rates]
            w = float(rng.random() < 0.7) if weighted else 1.0
            rows.append((f"p{i}", f"c{i % classes}", f"w{j}", w, both[0] * w, both[1] * w))
        for row in rows:
            print("trial", case, *row, sep=",")
        kept = [row for row in rows if row[3] > 0]
        pictures = [row[1] if classes >= 10 else row[0] for row in kept]
        words = [row[2] for row in kept]
        w, y, z = (np.array([row[k] for row in kept]) for k in (3, 4, 5))
        crossed = many >= 10
        sources = len({row[0] for row in kept})
        if not weighted and many > 1:
            against_statsmodels(y, [row[0] for row in kept], words)
        print("rate", case, *(repr(float(x)) for x in rate(y, w, pictures, words, crossed, sources)[:3]), sep=",")
        print("other", case, *(repr(float(x)) for x in rate(z, w, pictures, words, crossed, sources)[:3]), sep=",")
        print("difference", case, *(repr(float(x)) for x in difference(y, z, w, pictures, words, crossed, sources)), sep=",")
    for b, c, n in [
        ([3, 0, 1, 2, 0], [0, 0, 1, 0, 1], [5, 5, 5, 5, 5]),
        ([1, 1, 1, 1, 0, 1], [0, 0, 0, 0, 1, 0], [1, 1, 1, 1, 1, 1]),
        (list(rng.integers(0, 4, 40)), list(rng.integers(0, 3, 40)), list(rng.integers(4, 9, 40))),
    ]:
        d = [(x - y) / m for x, y, m in zip(b, c, n) if x != y]
        if len(d) < 20:
            signs = itertools.product((-1, 1), repeat=len(d))
            sums = [abs(sum(s * abs(x) for s, x in zip(sign, d))) for sign in signs]
            p = sum(s >= abs(sum(d)) - 1e-12 for s in sums) / len(sums)
        else:
            p = stats.chi2.sf(sum(d) ** 2 / sum(x * x for x in d), 1)
        print("mcnemar", " ".join(map(str, b)), " ".join(map(str, c)), " ".join(map(str, n)), repr(float(p)), sep=",")


if __name__ == "__main__":
    main()
