"""What the model can do, on styles and fonts never seen and under attack, and which of its units answer to picture and word."""

import torch
import torch.nn.functional as F

import text
import towers
from drawing import normalise

_MAIN = "twemoji"  # the held-back style that draws nearly everything
_UNIT_DRAWS = 8


class Measures:
    """The painters draw in held-back fonts: one the styles held back, one those trained on."""

    def __init__(self, model, texts, drawings, held_painter, seen_painter):
        """`texts`: one vector per concept, length 1."""
        model.eval()
        self._model, self._texts, self._drawings = model, texts, drawings
        self._held, self._seen = held_painter, seen_painter
        self._count = len(drawings.names)
        main = [i for i, style in enumerate(drawings.styles) if style.name == _MAIN] or [
            i for i, style in enumerate(drawings.styles) if not style.trained
        ]
        of = [drawings.of(concept, trained=False) for concept in range(self._count)]
        self._main = {c: [i for i in some if drawings.style[i] in main] for c, some in enumerate(of)}
        self._lines = {c: [i for i in some if drawings.style[i] not in main] for c, some in enumerate(of)}

    @torch.no_grad()
    def accuracies(self, draws):
        """Shares in 0..1, each concept drawn so many times."""
        everything = list(range(self._count)) * draws
        nothing = [None] * len(everything)
        shown = [c for c in everything if self._main[c]]
        other = [(c + self._count // 3 + 1) % self._count for c in shown]
        drawn = [self._main[c][i // self._count % len(self._main[c])] for i, c in enumerate(everything) if self._main[c]]
        attacked = self._answers(self._held, shown, other, drawn)
        found = {
            f"unseen style, top-1 of {self._count}": _share(self._answers(self._held, shown, nothing[: len(shown)], drawn), shown),
            "seen styles": _share(self._answers(self._seen, everything, nothing), everything),
            "word alone, unseen fonts": _share(self._answers(self._held, nothing, everything), everything),
            "attacked: becomes the word": _share(attacked, other),
            "attacked: still right": _share(attacked, shown),
        }
        lines = [(c, i) for c in range(self._count) for i in self._lines[c]]
        if lines:
            shown, drawn = [c for c, _ in lines], [i for _, i in lines]
            found["unseen line styles"] = _share(self._answers(self._held, shown, [None] * len(shown), drawn), shown)
            found["concepts in unseen line styles"] = len(set(shown))
        return found

    def _answers(self, painter, shown, written, drawn=None):
        images = self._forward(painter, shown, written, drawn, towers.embed_pictures)
        return (F.normalize(images) @ self._texts.t()).argmax(1)

    def _forward(self, painter, shown, written, drawn, function):
        parts = []
        for i in range(0, len(shown), 64):
            chosen = None if drawn is None else drawn[i : i + 64]
            parts.append(function(self._model, normalise(painter.paint(shown[i : i + 64], written[i : i + 64], chosen))))
        return torch.cat(parts)

    @torch.no_grad()
    def units(self, above=(0.98, 0.99)):
        """How many of the head's units answer to one concept drawn in the unseen style, in seen styles and written in unseen
        fonts, each with an area under the ROC curve above the bound; and the same with the words' concepts permuted."""
        concepts = [c for c in range(self._count) if self._main[c]]
        many = concepts * _UNIT_DRAWS
        nothing = [None] * len(many)
        chosen = [self._main[c][i // len(concepts) % len(self._main[c])] for i, c in enumerate(many)]
        head = lambda model, pixels: model.visual_projection.units(towers.read_out(model, pixels))
        unseen, seen, words = (
            _auc(self._forward(*way, head).reshape(_UNIT_DRAWS, len(concepts), -1))
            for way in (
                (self._held, many, nothing, chosen), (self._seen, many, nothing, None), (self._held, nothing, many, None),
            )
        )  # fmt: skip
        pictures = torch.minimum(unseen, seen)
        both = torch.minimum(pictures, words)
        generator = torch.Generator().manual_seed(0)
        permuted = [torch.minimum(pictures, words[torch.randperm(len(concepts), generator=generator)]) for _ in range(5)]
        best, which = both.max(0)
        names = [self._drawings.names[c] for c in concepts]
        found = {}
        for bound in above:
            hits = torch.nonzero(best > bound).flatten().tolist()
            found[f"units above {bound}"] = len(hits)
            found[f"units above {bound}, words permuted"] = [int((p.max(0).values > bound).sum()) for p in permuted]
            found[f"concepts above {bound}"] = len({int(which[u]) for u in hits})
        strongest = {}
        for unit in best.argsort(descending=True).tolist():
            strongest.setdefault(names[which[unit]], (unit, round(best[unit].item(), 4)))
        found["strongest"] = {name: dict(unit=unit, auc=auc) for name, (unit, auc) in list(strongest.items())[:40]}
        if "spider" in names:
            auc, unit = both[names.index("spider")].max(0)
            found["spider"] = dict(unit=int(unit), auc=round(auc.item(), 4))
        return found


def name_vectors(model, encode, names):
    """One vector per name: the mean over the plain templates."""
    with torch.no_grad():
        model.eval()
        return F.normalize(sum(
            F.normalize(towers.embed_prompts(model, encode([prompt.format(name) for name in names])))
            for prompt in text.PICTURE_PROMPTS
        ))  # fmt: skip


def _auc(values):
    """[draws, concepts, units] to [concepts, units]: how well a unit tells a concept's examples from all others'."""
    draws, concepts, units = values.shape
    flat = values.reshape(-1, units)
    order = flat.sort(0)
    ranks = torch.empty_like(flat)
    for unit in range(units):  # ties share their mean rank: a unit at rest is at exactly 0 for most pictures
        ordered, inverse, counts = torch.unique_consecutive(order.values[:, unit], return_inverse=True, return_counts=True)
        ends = counts.cumsum(0).float()
        ranks[order.indices[:, unit], unit] = (ends - (counts.float() - 1) / 2)[inverse]
    summed = ranks.reshape(draws, concepts, units).sum(0)
    return (summed - draws * (draws + 1) / 2) / (draws * (draws * concepts - draws))


def _share(found, expected):
    return (found == torch.tensor(expected)).float().mean().item()
