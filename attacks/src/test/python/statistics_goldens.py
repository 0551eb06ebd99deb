"""Writes statistics.csv: what SciPy, and the formulas of DeLong et al. in NumPy, make of small cases."""
import csv
import pathlib

import numpy as np
from scipy import stats

rows = []
for successes, trials in [(0, 1), (1, 1), (0, 10), (10, 10), (3, 10), (364, 1000), (954, 1000), (1, 100000), (7, 8)]:
    interval = stats.binomtest(successes, trials).proportion_ci(0.95, method="wilson")
    rows.append(["wilson", f"{successes} {trials}", "", repr(float(interval.low)), repr(float(interval.high))])

rng = np.random.default_rng(5)
for n, shift, step in [(6, 1.0, 0), (30, 0.7, 0), (30, 0.7, 0.5), (200, 0.2, 0.25), (12, 9.0, 0)]:
    labels = np.arange(n) % 3 == 0
    scores = rng.normal(size=n) + shift * labels
    scores = np.round(scores / step) * step if step else np.round(scores, 3)
    high, low = scores[labels], scores[~labels]
    psi = (high[:, None] > low).astype(float) + 0.5 * (high[:, None] == low)
    error = np.sqrt(psi.mean(1).var(ddof=1) / len(high) + psi.mean(0).var(ddof=1) / len(low))
    rows.append(["auc", " ".join(repr(float(s)) for s in scores), " ".join(str(int(l)) for l in labels), repr(float(psi.mean())), repr(float(error))])

target = pathlib.Path(__file__).parent.parent / "resources/org/clipprobe/attack/outcome/statistics.csv"
with target.open("w", newline="") as out:
    csv.writer(out, lineterminator="\n").writerows(rows)
