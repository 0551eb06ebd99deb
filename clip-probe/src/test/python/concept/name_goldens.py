"""What a name is worth, by the formulas of docs/naming.md in float64.

Writes names.json: activations [examples, units], the examples of each concept, and per unit and concept the AUC
(Mann-Whitney U over the number of pairs), MAD; embeddings of examples and concepts, explanations with the predicted
activations and their correlation with the real ones on the held-out examples. Needs NumPy and SciPy 1.12 or newer.
"""

import json
import pathlib

import numpy as np
from scipy import optimize, stats

OUT = pathlib.Path(__file__).parents[2] / "resources/org/clipprobe/concept/naming/names.json"


def make(examples=80, units=4, concepts=7, dims=6, seed=11):
    rng = np.random.default_rng(seed)
    texts = rng.normal(size=(concepts, dims))
    shown = rng.integers(concepts - 1, size=examples)  # the last concept has no example
    images = texts[shown] + 0.8 * rng.normal(size=(examples, dims))
    images[40:48] = images[:8]  # examples that fit equally
    texts /= np.linalg.norm(texts, axis=1, keepdims=True)
    images /= np.linalg.norm(images, axis=1, keepdims=True)
    activations = rng.normal(0.2, 0.5, size=(examples, units))
    for unit in range(units):
        activations[:, unit] += 1.2 * (shown == unit) + 0.6 * (shown == unit + 1)
    activations[:, 1] = np.maximum(activations[:, 1], 0)  # ties
    activations[:, 3] = np.round(activations[:, 3], 1)  # more of them
    return [np.round(x, 5).astype(np.float32).astype(np.float64) for x in (activations, images, texts)] + [shown]


def auc(values, member):
    if not member.any():
        return None
    return stats.mannwhitneyu(values[member], values[~member]).statistic / (member.sum() * (~member).sum())


def mad(values, member):
    """CoSy: the difference of the means in standard deviations of the controls."""
    if not member.any():
        return None
    return (values[member].mean() - values[~member].mean()) / values[~member].std(ddof=1)


def highest(z, some):
    return np.max([z[:, c] for c in some], axis=0)


def calibrated(fit, activations, known):
    """Isotonic regression on the known examples, straight between the middles of its steps, flat outside."""
    x, places, counts = np.unique(fit[known], return_inverse=True, return_counts=True)
    y = np.bincount(places, weights=activations[known]) / counts
    steps = optimize.isotonic_regression(y, weights=counts).x
    levels, step = np.unique(steps.round(12), return_inverse=True)
    middles = np.bincount(step, weights=x * counts) / np.bincount(step, weights=counts)
    return np.interp(fit, middles, levels)


def simulate(activations, images, texts, known, explanations):
    cosines = images @ texts.T
    z = (cosines - cosines[known].mean(axis=0)) / cosines[known].std(axis=0)
    z = z.astype(np.float32).astype(np.float64)
    held_out = np.setdiff1d(np.arange(len(images)), known)
    golden = []
    for unit, some, none in explanations:
        fit = highest(z, some) - (np.maximum(0, highest(z, none)) if none else 0)
        predicted = calibrated(fit, activations[:, unit], known)
        score = stats.pearsonr(predicted[held_out], activations[held_out, unit]).statistic
        golden.append({
            "unit": unit, "any": some, "none": none,
            "predicted": np.round(predicted, 8).tolist(), "score": round(float(score), 8),
        })
    return golden


def main():
    activations, images, texts, shown = make()
    members = [shown == c for c in range(len(texts))]
    known = np.sort(np.random.default_rng(5).permutation(len(images))[: len(images) // 2])
    explanations = [(0, [0], []), (1, [1], []), (1, [1, 2], []), (2, [2, 3], [4]), (3, [3], [0, 5]), (3, [6], [])]
    tables = {
        measure.__name__: [[measure(a, m) for m in members] for a in activations.T] for measure in (auc, mad)
    }
    golden = {
        "activations": [[float(np.float32(x).astype(str)) for x in row] for row in activations],
        "images": [[float(np.float32(x).astype(str)) for x in row] for row in images],
        "texts": [[float(np.float32(x).astype(str)) for x in row] for row in texts],
        "shown": shown.tolist(),
        "known": known.tolist(),
        **tables,
        "simulated": simulate(activations, images, texts, known, explanations),
    }
    OUT.write_text(json.dumps(golden, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
