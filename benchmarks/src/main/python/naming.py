"""Names layers by soft WPMI with NumPy; called by NamingAgainstNumpy.

Prints the best time of some rounds in seconds and writes the scores of the first layer's units for the first concepts.
Concepts go in blocks of 500, which is the fastest here: whole rows take three times as long.
"""

import pathlib
import sys
import time

import numpy as np

folder = pathlib.Path(sys.argv[1])
layers, units, examples, concepts, compared, rounds = map(int, sys.argv[2:])
K, SCALE, FIRST, LAST, FLOOR = 100, 10, 0.998, 0.97, 1e-7
BLOCK = 500


def read(name, *shape):
    return np.fromfile(folder / name, np.float32).reshape(shape)


def names(images, texts, activations):
    p = np.exp(SCALE * (images @ texts.T))
    p /= p.sum(axis=1, keepdims=True)
    belief = (FIRST - np.arange(K) / K * (FIRST - LAST))[:, None]
    rest = (1 - belief + FLOOR).astype(np.float32)
    belief = belief.astype(np.float32)
    best, first = [], None
    for layer in activations:
        strong = np.argpartition(-layer, K, axis=1)[:, :K]
        order = np.argsort(-np.take_along_axis(layer, strong, axis=1), axis=1, kind="stable")
        strong = np.take_along_axis(strong, order, axis=1)
        logs = np.empty((units, concepts))
        for start in range(0, concepts, BLOCK):
            block = np.ascontiguousarray(p[:, start : start + BLOCK])
            for unit in range(units):
                factors = rest + belief * block[strong[unit]]
                logs[unit, start : start + BLOCK] = np.log(factors).sum(axis=0, dtype=np.float64)
        largest = logs.max(axis=0)
        logs -= largest + np.log(np.exp(logs - largest).mean(axis=0))
        best.append(np.argpartition(-logs, 5, axis=1)[:, :5])
        first = logs[:, :compared] if first is None else first
    return best, first


def main():
    images = read("examples.f32", examples, -1)
    texts = read("concepts.f32", concepts, -1)
    activations = [read(f"layer{i}.f32", units, examples) for i in range(layers)]
    fastest = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        _, scores = names(images, texts, activations)
        fastest = min(fastest, time.perf_counter() - start)
    scores.astype(np.float32).tofile(folder / "scores.f32")
    print(fastest)


if __name__ == "__main__":
    main()
