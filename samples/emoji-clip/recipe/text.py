"""The text tower learns to point at the concepts' vectors; the vision tower stays as it is (locked-image tuning, Zhai et
al. 2022, arXiv:2111.07991)."""

import random
from collections import defaultdict

import numpy as np
import torch
import torch.nn.functional as F

import towers
from vision import decayed, rate_share, update

PICTURE_PROMPTS = (
    "{}", "a {}", "the {}", "a photo of a {}", "a photo of the {}", "a picture of a {}", "a drawing of a {}",
    "an image of a {}", "an icon of a {}", "this is a {}",
)  # fmt: skip
WORD_PROMPTS = ("the word {}", "a sign that says {}", "text that reads {}")
TAG_PROMPTS = ("{}", "a {} thing", "{} things", "this is {}", "a photo of {}", "a picture of something {}")
_RATE = 1.5e-3


def corpus(concepts):
    """Every prompt that the text tower may be told, for the tokenizer."""
    prompts = PICTURE_PROMPTS + WORD_PROMPTS
    yield from (prompt.format(written) for concept in concepts for written in _names(concept) for prompt in prompts)
    yield from (prompt.format(tag) for concept in concepts for tag in concept.tags for prompt in TAG_PROMPTS)


def _names(concept):
    """What a caption may call the concept: its name, mostly, or what is written for it."""
    return [concept.name] * 3 + sorted({written.lower() for written in concept.written} - {concept.name})


def train(model, encode, concepts, vectors, *, steps, batch, seed, say):
    """`vectors`: [concepts, width], length 1."""
    rng, choice = random.Random(seed), np.random.default_rng(seed)
    tags = _tag_vectors(concepts, vectors)
    tower = [*model.text_model.parameters(), *model.text_projection.parameters()]
    for parameter in tower:
        parameter.requires_grad_(True)
    optimizer = torch.optim.AdamW(decayed(tower, 0.05), betas=(0.9, 0.98))
    model.train()
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = _RATE * rate_share(step, steps)
        targets = choice.choice(len(concepts), min(batch, len(concepts)), replace=False).tolist()
        told = rng.sample(sorted(tags), min(batch // 3, len(tags)))
        prompts = [rng.choice(PICTURE_PROMPTS * 2 + WORD_PROMPTS).format(rng.choice(_names(concepts[t]))) for t in targets]
        prompts += [rng.choice(TAG_PROMPTS).format(tag) for tag in told]
        texts = F.normalize(towers.embed_prompts(model, encode(prompts)))
        names = texts[: len(targets)]
        loss = F.cross_entropy(30 * names @ vectors.t(), torch.tensor(targets))
        loss = loss + 3 * (1 - (names * vectors[targets]).sum(-1)).mean()
        if told:
            meant = torch.stack([tags[tag] for tag in told])
            loss = loss + 2 * (1 - (texts[len(targets) :] * meant).sum(-1)).mean()
        update(optimizer, loss, tower)
        if step % 50 == 49:
            say(f"text, step {step + 1} of {steps}: loss {loss.item():.3f}")
    model.eval()


def _tag_vectors(concepts, vectors):
    """A tag means the mean of the concepts that have it; one that few or most have means nothing."""
    members = defaultdict(list)
    for i, concept in enumerate(concepts):
        for tag in concept.tags:
            members[tag].append(i)
    names = {concept.name for concept in concepts}
    return {
        tag: F.normalize(vectors[having].mean(0), dim=0)
        for tag, having in members.items()
        if 2 <= len(having) <= max(4, len(vectors) // 5) and tag not in names
    }
