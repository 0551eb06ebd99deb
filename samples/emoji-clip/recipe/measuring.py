"""What the model can do: on the held-back style, on words in held-back fonts, and under attack."""

import torch
import torch.nn.functional as F

import towers
import training
from drawing import normalise


@torch.no_grad()
def measure(model, encode, painter, concepts, *, draws):
    """Shares in 0..1. The painter writes in held-back fonts; the last style is the held-back one."""
    model.eval()
    names, count = concepts.names, len(concepts.names)
    held, seen = [len(concepts.styles) - 1], list(range(len(concepts.styles) - 1))
    texts = F.normalize(sum(
        F.normalize(towers.embed_prompts(model, encode(prompt.format(name) for name in names)))
        for prompt in training.PICTURE_PROMPTS
    ))  # fmt: skip
    everything = list(range(count)) * draws
    truth = torch.tensor(everything)
    has = torch.tensor(concepts.have[:, held[0]]).repeat(draws)

    def answers(shown, written, styles):
        images = torch.cat([
            F.normalize(towers.embed_pictures(model, normalise(painter.paint(shown[i : i + 64], written[i : i + 64], styles))))
            for i in range(0, len(shown), 64)
        ])  # fmt: skip
        return (images @ texts.t()).argmax(1)

    nothing = [None] * len(everything)
    other = [(concept + count // 3 + 1) % count for concept in everything]
    attacked = answers(everything, [names[o] for o in other], held)
    return {
        f"unseen style, top-1 of {count}": _share(answers(everything, nothing, held) == truth, has),
        "seen styles": _share(answers(everything, nothing, seen) == truth),
        "word alone, unseen fonts": _share(answers(nothing, [names[c] for c in everything], held) == truth),
        "attacked: becomes the word": _share(attacked == torch.tensor(other), has),
        "attacked: still right": _share(attacked == truth, has),
    }


def _share(hits, among=None):
    return (hits if among is None else hits[among]).float().mean().item()
