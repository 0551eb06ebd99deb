"""Names a layer by one of CLIP-Dissect's methods, or by AUC, with NumPy; called by NamingAgainstNumpy.

Prints the best time of some rounds in seconds, from embeddings to the five best names of every unit, and writes the
scores of the first concepts. What can be an operation on whole arrays is one; concepts go in blocks where that is faster
than all at once (logarithms of blocks that stay in the cache). Activations come with a unit's values side by side.
"""

import pathlib
import sys
import time

import numpy as np

folder = pathlib.Path(sys.argv[1])
method = sys.argv[2]
units, examples, concepts, compared, rounds = map(int, sys.argv[3:])
FLOOR = 1e-7
BLOCK = 500


def read(name, *shape):
    return np.fromfile(folder / name, np.float32).reshape(shape)


def strongest(layer, count):
    strong = np.argpartition(-layer, count, axis=1)[:, :count]
    order = np.argsort(-np.take_along_axis(layer, strong, axis=1), axis=1, kind="stable")
    return np.take_along_axis(strong, order, axis=1)


def information(images, texts, layer, scale, count, lam, belief):
    """Sum of log(1 + belief (P - 1) + floor) over the strongest examples, less its commonness."""
    p = np.exp(scale * (images @ texts.T))
    p /= p.sum(axis=1, keepdims=True)
    rest = (1 - belief + FLOOR).astype(np.float32)[:, None]
    belief = belief.astype(np.float32)[:, None]
    strong = strongest(layer, count)
    logs = np.empty((units, concepts))
    for start in range(0, concepts, BLOCK):
        block = np.ascontiguousarray(p[:, start : start + BLOCK])
        for unit in range(units):
            factors = rest + belief * block[strong[unit]]
            logs[unit, start : start + BLOCK] = np.log(factors).sum(axis=0, dtype=np.float64)
    largest = logs.max(axis=0)
    return logs - lam * (largest + np.log(np.exp(logs - largest).mean(axis=0)))


def soft_wpmi(images, texts, layer):
    return information(images, texts, layer, 10, 100, 1, 0.998 - np.arange(100) / 100 * (0.998 - 0.97))


def wpmi(images, texts, layer):
    return information(images, texts, layer, 2, 28, 0.6, np.ones(28))


def cos_cubed(images, texts, layer):
    def cubed(rows):
        rows = rows - rows.mean(axis=1, keepdims=True)
        rows = rows * rows * rows
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-3)

    return cubed(layer) @ cubed(texts @ images.T).T


def rank_reorder(images, texts, layer):
    """The random order's error is its expectation, the mean over all pairs."""
    cosines = images @ texts.T
    count = int(examples * 0.05)
    strong = strongest(layer, count)
    scores = np.empty((units, concepts), np.float32)
    for unit in range(units):
        values = layer[unit, strong[unit]]
        random = np.abs(values[:, None] - values).astype(np.float64)
        random = (random * random * random).mean()
        similar = cosines[strong[unit]]
        order = np.argsort(-similar, axis=0)
        error = np.abs(values[order] - values[:, None])
        error = (error * error * error).mean(axis=0, dtype=np.float64)
        scores[unit] = -error / random / np.sqrt(np.maximum(similar.mean(axis=0, dtype=np.float64), 1e-6))
    return scores


def auc(images, texts, layer):
    """Area under the ROC curve of each unit for the 2 % of the examples that are most like the concept."""
    cosines = texts @ images.T
    count = round(examples * 0.02)
    members = np.argpartition(-cosines, count, axis=1)[:, :count]
    order = np.argsort(layer, axis=1)
    ranks = np.empty((units, examples), np.float32)
    np.put_along_axis(ranks, order, np.arange(1, examples + 1, dtype=np.float32)[None], axis=1)
    shown = np.zeros((examples, concepts), np.float32)
    shown[members.T, np.arange(concepts)] = 1
    # Sums of ranks stay below 2**24 at these sizes, where single precision is exact.
    sums = ranks @ shown
    return (sums - count * (count + 1) / 2) / (count * (examples - count))


METHODS = {
    "softwpmi": soft_wpmi,
    "wpmi": wpmi,
    "cos-cubed": cos_cubed,
    "rank-reorder": rank_reorder,
    "auc": auc,
}


def main():
    images = read("examples.f32", examples, -1)
    texts = read("concepts.f32", concepts, -1)
    layer = read("layer.f32", units, examples)
    fastest = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        scores = METHODS[method](images, texts, layer)
        np.argpartition(-scores, 5, axis=1)[:, :5]
        fastest = min(fastest, time.perf_counter() - start)
    scores[:, :compared].astype(np.float32).tofile(folder / "scores.f32")
    print(fastest)


if __name__ == "__main__":
    main()
