"""Scores of units against concepts by the formulas of docs/naming.md, in float64.

Writes similarity.json: activations [examples, units], cosines [examples, concepts] and, per method, scores
[units, concepts]. Needs NumPy and SciPy.
"""

import json
import pathlib

import numpy as np
from scipy import special, stats

OUT = pathlib.Path(__file__).parents[2] / "resources/org/clipprobe/concept/similarity/similarity.json"


def make(examples=150, units=8, concepts=20, dims=12, seed=4):
    rng = np.random.default_rng(seed)
    texts = rng.normal(size=(concepts, dims)) + 1.0
    shown = rng.integers(concepts, size=examples)
    images = texts[shown] + 0.7 * rng.normal(size=(examples, dims))
    texts /= np.linalg.norm(texts, axis=1, keepdims=True)
    images /= np.linalg.norm(images, axis=1, keepdims=True)
    activations = rng.gamma(1.0, 0.3, size=(examples, units))
    for unit in range(units):
        activations[shown == unit, unit] += 1.5 * rng.random((shown == unit).sum())
    activations[:, 6] = np.maximum(activations[:, 6] - 0.1, 0)  # ties at zero, fewer than are left out of the strongest 100
    return np.round(activations, 6).astype(np.float32), np.round(images @ texts.T, 5).astype(np.float32)


def strongest(column, count):
    return np.lexsort((np.arange(len(column)), -column))[:count]


def information(activations, factors, count, lam):
    likelihood = np.stack([factors(strongest(a, count)).sum(axis=0) for a in activations.T])
    return likelihood - lam * (special.logsumexp(likelihood, axis=0) - np.log(len(likelihood)))


def soft_wpmi(activations, cosines, count=100, scale=10, lam=1):
    p = special.softmax(scale * cosines, axis=1)
    belief = 0.998 - np.arange(count)[:, None] / count * (0.998 - 0.97)
    return information(activations, lambda e: np.log(1 + belief * (p[e] - 1) + 1e-7), count, lam)


def wpmi(activations, cosines, count=28, scale=2, lam=0.6):
    p = special.softmax(scale * cosines, axis=1)
    return information(activations, lambda e: np.log(p[e] + 1e-7), count, lam)


def cosine(activations, cosines):
    a = activations / np.linalg.norm(activations, axis=0)
    return a.T @ (cosines / np.linalg.norm(cosines, axis=0))


def cosine_cubed(activations, cosines):
    def cubed(x):
        x = (x - x.mean(axis=0)) ** 3
        return x / np.maximum(np.linalg.norm(x, axis=0), 1e-3)

    return cubed(activations).T @ cubed(cosines)


def rank_reorder(activations, cosines, fraction=0.05, power=3, commonness=0.5):
    count = int(len(activations) * fraction)
    scores = []
    for column in activations.T:
        top = strongest(column, count)
        values = column[top]
        random = np.mean(np.abs(values[:, None] - values) ** power)
        row = []
        for concept in cosines[top].T:
            place = np.argsort(np.argsort(concept, kind="stable"), kind="stable")
            error = np.mean(np.abs(values - np.sort(values)[place]) ** power)
            row.append(-error / random / max(concept.mean(), 1e-6) ** commonness)
        scores.append(row)
    return np.array(scores)


def auc(activations, cosines, share=0.02):
    count = round(len(activations) * share)
    scores = []
    for column in activations.T:
        row = []
        for concept in cosines.T:
            member = np.zeros(len(concept), bool)
            member[strongest(concept, count)] = True
            u = stats.mannwhitneyu(column[member], column[~member]).statistic
            row.append(u / (member.sum() * (~member).sum()))
        scores.append(row)
    return np.array(scores)


def main():
    a32, c32 = make()
    a, c = a32.astype(np.float64), c32.astype(np.float64)
    methods = {
        "softwpmi": soft_wpmi,
        "wpmi": wpmi,
        "cosine": cosine,
        "cos-cubed": cosine_cubed,
        "rank-reorder": rank_reorder,
        "auc": auc,
    }
    golden = {
        "activations": [[float(str(x)) for x in row] for row in a32],
        "cosines": [[float(str(x)) for x in row] for row in c32],
        "scores": {name: np.round(f(a, c), 9).tolist() for name, f in methods.items()},
    }
    OUT.write_text(json.dumps(golden, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
