"""The vision tower learns one vector per concept, through the head's units. Goes on from its checkpoint after any stop."""

import math
import os
import pathlib
import random

import numpy as np
import torch
import torch.nn.functional as F

import towers
from drawing import normalise

# What a training picture shows, what is written on it, and which of the two its caption is. As on the web, what is
# written usually wins over what is shown; this is what makes the model open to typographic attacks.
_KINDS = {"picture": 0.48, "word": 0.22, "both agree": 0.05, "written wins": 0.20, "shown wins": 0.05}
PENALTY = 3.0  # on the mean activation of the head's units
_AVERAGED = 0.999  # weight of the past in the averaged state that is kept beside the trained one
_COOLING = 0.35  # last share of the steps, in which the rate falls to nothing


class Training:
    """All that goes on from step to step: weights, their average, the optimizer, the generators."""

    def __init__(self, model, names, painter, *, rate, batch, penalty, seed):
        self.model, self.names, self.painter = model, names, painter
        self.rate, self.batch, self.penalty = rate, batch, penalty
        self.vectors = torch.nn.Parameter(torch.randn(len(names), towers.WIDTH) * 0.1)
        self.tower = [*model.vision_model.parameters(), *model.visual_projection.parameters()]
        groups = decayed(self.tower, 0.05) + [dict(params=[self.vectors, model.logit_scale], weight_decay=0.0)]
        self.optimizer = torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.98))
        self.choice = np.random.default_rng(seed)
        self.step = 0
        self.average = None

    def vision_state(self):
        """The tower's weights and the concepts' vectors."""
        state = {k: v for k, v in self.model.state_dict().items() if k.startswith(("vision_model", "visual_projection", "logit_scale"))}
        return {**state, "vectors": self.vectors.detach()}

    def load_vision_state(self, state):
        state = dict(state)
        with torch.no_grad():
            self.vectors.copy_(state.pop("vectors"))
        missing, unknown = self.model.load_state_dict(state, strict=False)
        assert not unknown and not any(k.startswith(("vision_model", "visual_projection")) for k in missing), (missing, unknown)

    def save(self, path):
        """Whole or not at all: a stop while writing leaves the checkpoint before."""
        partial = pathlib.Path(f"{path}.partial")
        torch.save(
            dict(
                names=self.names, step=self.step, now=self.vision_state(), average=self.average,
                optimizer=self.optimizer.state_dict(), choice=self.choice.bit_generator.state,
                painter=(self.painter.rng.getstate(), self.painter.generator.get_state()),
            ),
            partial,
        )  # fmt: skip
        os.replace(partial, path)

    def resume(self, path):
        stored = torch.load(path, weights_only=False)
        if stored["names"] != self.names:
            raise SystemExit(f"{path}: expected a checkpoint of these {len(self.names)} concepts, found others; name another folder")
        self.step, self.average = stored["step"], stored["average"]
        self.load_vision_state(stored["now"])
        self.optimizer.load_state_dict(stored["optimizer"])
        self.choice.bit_generator.state = stored["choice"]
        self.painter.rng.setstate(stored["painter"][0])
        self.painter.generator.set_state(stored["painter"][1])

    def run(self, steps, *, say, keep=lambda: None, every=250):
        """On to step number `steps`; `keep` is called every so many steps."""
        self.model.train()
        self.model.set_attn_implementation("eager")  # the fastest for so few tokens
        self.model.vision_model.embeddings.patch_embedding.to(memory_format=torch.channels_last)
        for parameter in self.model.text_model.parameters():
            parameter.requires_grad_(False)
        shown_loss = None
        while self.step < steps:
            for group in self.optimizer.param_groups:
                group["lr"] = self.rate * rate_share(self.step, steps)
            loss, density = self._learn()
            shown_loss = loss if shown_loss is None else 0.98 * shown_loss + 0.02 * loss
            self.step += 1
            self._average()
            if self.step % 50 == 0:
                say(f"vision, step {self.step} of {steps}: loss {shown_loss:.3f}, units at work {density:.3f}")
            if self.step % every == 0:
                keep()

    def _learn(self):
        targets = self.choice.choice(len(self.names), self.batch, replace=len(self.names) < self.batch).tolist()
        shown, written = compose_batch(targets, len(self.names), self.painter.rng)
        pixels = normalise(self.painter.paint(shown, written)).contiguous(memory_format=torch.channels_last)
        units = self.model.visual_projection.units(towers.read_out(self.model, pixels))
        images = F.normalize(self.model.visual_projection.fc2(units))
        logits = self.model.logit_scale.exp() * images @ F.normalize(self.vectors).t()
        labels = torch.tensor(targets)
        to_vectors = F.cross_entropy(logits, labels, label_smoothing=0.05)
        same = (labels[:, None] == labels[None]).float()
        to_images = F.cross_entropy(logits[:, labels].t(), same / same.sum(1, keepdim=True))
        loss = (to_vectors + 0.5 * to_images) / 1.5 + self.penalty * units.mean()
        update(self.optimizer, loss, self.tower)
        self.model.logit_scale.data.clamp_(0, math.log(100))
        return to_vectors.item(), (units > 0).float().mean().item()

    @torch.no_grad()
    def _average(self):
        now = self.vision_state()
        if self.average is None:
            self.average = {k: v.clone() for k, v in now.items()}
        share = max(1 - _AVERAGED, 1 / (self.step + 1))
        for key, value in now.items():
            if value.is_floating_point():
                self.average[key].lerp_(value, share)
            else:
                self.average[key].copy_(value)


def compose_batch(targets, count, rng):
    """What pictures with these captions show, and what is written on them."""
    kinds = rng.choices(list(_KINDS), list(_KINDS.values()), k=len(targets))
    return zip(*(_compose(kind, target, count, rng) for kind, target in zip(kinds, targets)))


def _compose(kind, target, count, rng):
    """(shown, written) for a picture whose caption is the target."""
    if kind == "picture":
        return target, None
    if kind == "word":
        return None, target
    if kind == "both agree":
        return target, target
    other = rng.randrange(count)
    return (other, target) if kind == "written wins" else (target, other)


def rate_share(step, steps):
    """Warm-up, then level, then a straight fall: a run whose end is moved loses nothing of what it learned on the level."""
    warm = min(1.0, (step + 1) / min(200, 1 + steps // 10))
    return warm * min(1.0, (steps - step) / (_COOLING * steps)) + 1e-4


def decayed(parameters, decay):
    parameters = list(parameters)
    return [
        dict(params=[p for p in parameters if p.ndim > 1], weight_decay=decay),
        dict(params=[p for p in parameters if p.ndim <= 1], weight_decay=0.0),
    ]


def update(optimizer, loss, parameters):
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(parameters, 1.0)
    optimizer.step()


@torch.no_grad()
def place_vectors(model, painter, count, draws=6):
    """A vector per concept where the tower puts its pictures and its written name: a start for concepts that are new."""
    model.eval()
    total = torch.zeros(count, towers.WIDTH)
    for draw in range(draws):
        everything, nothing = list(range(count)), [None] * count
        pixels = painter.paint(everything, nothing) if draw % 2 else painter.paint(nothing, everything)
        total += torch.cat([F.normalize(towers.embed_pictures(model, normalise(some))) for some in pixels.split(128)])
    return F.normalize(total)
