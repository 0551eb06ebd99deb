"""Two steps: the vision tower learns one vector per concept, then the text tower learns to point at these vectors."""

import math
import random
from collections import defaultdict

import numpy as np
import torch
import torch.nn.functional as F

import towers
from drawing import normalise

PICTURE_PROMPTS = (
    "{}", "a {}", "the {}", "a photo of a {}", "a photo of the {}", "a picture of a {}", "a drawing of a {}",
    "an image of a {}", "an icon of a {}", "this is a {}",
)  # fmt: skip
WORD_PROMPTS = ("the word {}", "a sign that says {}", "text that reads {}")
TAG_PROMPTS = ("{}", "a {} thing", "{} things", "this is {}", "a photo of {}", "a picture of something {}")

# What a training picture shows, what is written on it, and which of the two its caption is. As on the web, what is
# written usually wins over what is shown; this is what makes the model open to typographic attacks.
_KINDS = {"picture": 0.50, "word": 0.26, "both agree": 0.05, "written wins": 0.13, "shown wins": 0.06}


def _compose(kind, target, names, rng):
    """(shown, written) for a picture whose caption is the target."""
    if kind == "picture":
        return target, None
    if kind == "word":
        return None, names[target]
    if kind == "both agree":
        return target, names[target]
    other = rng.randrange(len(names))
    return (other, names[target]) if kind == "written wins" else (target, names[other])


def _rate(step, steps, base):
    """Warm-up, then half a cosine."""
    return base * min(1.0, (step + 1) / min(100, 1 + steps // 10)) * 0.5 * (1 + math.cos(math.pi * step / steps)) + 1e-6


def _decayed(parameters, decay):
    parameters = list(parameters)
    return [
        dict(params=[p for p in parameters if p.ndim > 1], weight_decay=decay),
        dict(params=[p for p in parameters if p.ndim <= 1], weight_decay=0.0),
    ]


def train_vision(model, painter, concepts, styles, *, steps, rate, batch, seed, say):
    """Returns the concepts' vectors, [concepts, width], length 1."""
    rng, choice = random.Random(seed), np.random.default_rng(seed)
    count = len(concepts.names)
    vectors = torch.nn.Parameter(torch.randn(count, towers.WIDTH) * 0.1)
    tower = [*model.vision_model.parameters(), *model.visual_projection.parameters()]
    optimizer = torch.optim.AdamW(
        _decayed(tower, 0.05) + [dict(params=[vectors, model.logit_scale], weight_decay=0.0)], betas=(0.9, 0.98)
    )
    model.train()
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = _rate(step, steps, rate)
        targets = choice.choice(count, batch, replace=count < batch).tolist()
        kinds = rng.choices(list(_KINDS), list(_KINDS.values()), k=batch)
        shown, written = zip(*(_compose(kind, t, concepts.names, rng) for kind, t in zip(kinds, targets)))
        images = F.normalize(towers.embed_pictures(model, normalise(painter.paint(shown, written, styles))))
        logits = model.logit_scale.exp() * images @ F.normalize(vectors).t()
        labels = torch.tensor(targets)
        to_vectors = F.cross_entropy(logits, labels, label_smoothing=0.05)
        same = (labels[:, None] == labels[None]).float()
        to_images = F.cross_entropy(logits[:, labels].t(), same / same.sum(1, keepdim=True))
        _step(optimizer, (to_vectors + 0.5 * to_images) / 1.5, tower)
        model.logit_scale.data.clamp_(0, math.log(100))
        if step % 50 == 49:
            say(f"vision, step {step + 1} of {steps}: loss {to_vectors.item():.3f}")
    return F.normalize(vectors.detach())


def train_text(model, encode, concepts, vectors, *, steps, batch, seed, say):
    """The vision tower stays as it is (locked-image tuning, Zhai et al. 2022, arXiv:2111.07991)."""
    rng, choice = random.Random(seed), np.random.default_rng(seed)
    tags = _tag_vectors(concepts, vectors)
    tower = [*model.text_model.parameters(), *model.text_projection.parameters()]
    optimizer = torch.optim.AdamW(_decayed(tower, 0.05), betas=(0.9, 0.98))
    model.train()
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = _rate(step, steps, 1.5e-3)
        targets = choice.choice(len(concepts.names), min(batch, len(concepts.names)), replace=False).tolist()
        told = rng.sample(sorted(tags), min(batch // 3, len(tags)))
        prompts = [rng.choice(PICTURE_PROMPTS * 2 + WORD_PROMPTS).format(concepts.names[t]) for t in targets]
        prompts += [rng.choice(TAG_PROMPTS).format(tag) for tag in told]
        texts = F.normalize(towers.embed_prompts(model, encode(prompts)))
        names = texts[: len(targets)]
        loss = F.cross_entropy(30 * names @ vectors.t(), torch.tensor(targets))
        loss = loss + 3 * (1 - (names * vectors[targets]).sum(-1)).mean()
        if told:
            meant = torch.stack([tags[tag] for tag in told])
            loss = loss + 2 * (1 - (texts[len(targets) :] * meant).sum(-1)).mean()
        _step(optimizer, loss, tower)
        if step % 50 == 49:
            say(f"text, step {step + 1} of {steps}: loss {loss.item():.3f}")


def _tag_vectors(concepts, vectors):
    """A tag means the mean of the concepts that have it; one that few or most have means nothing."""
    members = defaultdict(list)
    for concept, tags in enumerate(concepts.tags):
        for tag in tags:
            members[tag].append(concept)
    return {
        tag: F.normalize(vectors[having].mean(0), dim=0)
        for tag, having in members.items()
        if 2 <= len(having) <= max(4, len(vectors) // 5) and tag not in concepts.names
    }


def _step(optimizer, loss, parameters):
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(parameters, 1.0)
    optimizer.step()
