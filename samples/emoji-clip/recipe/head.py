"""The head by itself: trained on the read-out of a tower that stays as it is. Minutes, so it can be tried with several seeds."""

import math

import torch
import torch.nn.functional as F

import towers
from drawing import normalise
from vision import compose_batch

_BATCH = 256
_RATE = 2e-3
_SCALE = 20.0


@torch.no_grad()
def read_outs(model, painter, count, batches, batch, say):
    """What the tower reads out of random training pictures, and the concepts that are their captions."""
    model.eval()
    features, labels = [], []
    for i in range(batches):
        targets = [painter.rng.randrange(count) for _ in range(batch)]
        shown, written = compose_batch(targets, count, painter.rng)
        features.append(towers.read_out(model, normalise(painter.paint(shown, written))))
        labels += targets
        if i % 100 == 99:
            say(f"head, read-out {i + 1} of {batches}")
    return torch.cat(features), torch.tensor(labels)


def train(features, labels, vectors, *, penalty, epochs, seed, say):
    """A head from nothing that takes the features to their concepts' vectors (length 1)."""
    generator = torch.Generator().manual_seed(seed)
    torch.manual_seed(seed)
    head = towers.Head()
    optimizer = torch.optim.AdamW(head.parameters(), _RATE, weight_decay=1e-4)
    steps, step = epochs * (len(features) // _BATCH), 0
    for epoch in range(epochs):
        for at in torch.randperm(len(features), generator=generator)[: len(features) // _BATCH * _BATCH].split(_BATCH):
            for group in optimizer.param_groups:
                group["lr"] = _RATE * 0.5 * (1 + math.cos(math.pi * step / steps)) + 1e-6
            units = head.units(features[at])
            logits = _SCALE * F.normalize(head.fc2(units)) @ vectors.t()
            loss = F.cross_entropy(logits, labels[at], label_smoothing=0.05) + penalty * units.mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            step += 1
        say(f"head, epoch {epoch + 1} of {epochs}: loss {loss.item():.3f}")
    return head
