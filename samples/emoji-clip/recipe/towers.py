"""The two towers: transformers' CLIP with convolutions in the place of its patch embedding and a sparse head."""

import torch
from transformers import CLIPConfig, CLIPModel

import tokens
from drawing import SIDE

WIDTH = 128
PATCH = 16


def _conv(channels_in, channels_out, stride=1):
    return torch.nn.Sequential(
        torch.nn.Conv2d(channels_in, channels_out, 3, stride, 1, bias=False),
        torch.nn.BatchNorm2d(channels_out),
        torch.nn.ReLU(),
    )


class Residual(torch.nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.first = _conv(channels, channels)
        self.second = torch.nn.Sequential(
            torch.nn.Conv2d(channels, channels, 3, padding=1, bias=False), torch.nn.BatchNorm2d(channels)
        )

    def forward(self, x):
        return torch.relu(x + self.second(self.first(x)))


class Stem(torch.nn.Sequential):
    """Pictures [batch, 3, 96, 96] to features [batch, WIDTH, 6, 6]. Early convolutions (Xiao et al. 2021,
    arXiv:2106.14881) learn far more from few pictures than one patch embedding does."""

    def __init__(self):
        super().__init__(
            torch.nn.Conv2d(3, 32, 4, 4), torch.nn.BatchNorm2d(32), torch.nn.ReLU(),
            _conv(32, 64, 2), Residual(64), _conv(64, WIDTH, 2), Residual(WIDTH),
        )  # fmt: skip

    @property
    def weight(self):
        """CLIP's embedding asks its patch embedding for the type of its weight."""
        return self[0].weight


class Plain(torch.nn.Linear):
    """CLIP's own projection, to start with. Its units are what it projects."""

    def __init__(self):
        super().__init__(WIDTH, WIDTH, bias=False)
        self.fc2 = torch.nn.Identity()

    def units(self, features):
        return self(features)


class Head(torch.nn.Module):
    """An MLP with ReLU behind the read-out token, with no way around it: all that the embedding knows passes through
    its units. Trained with a penalty on their mean activation, few answer at a time, and many to one concept."""

    UNITS = 512

    def __init__(self):
        super().__init__()
        self.fc1 = torch.nn.Linear(WIDTH, self.UNITS)
        self.fc2 = torch.nn.Linear(self.UNITS, WIDTH)

    def units(self, features):
        return torch.relu(self.fc1(features))

    def forward(self, features):
        return self.fc2(self.units(features))


def build(tokenizer):
    start, end = tokenizer.token_to_id(tokens.START), tokenizer.token_to_id(tokens.END)
    shared = dict(hidden_size=WIDTH, intermediate_size=4 * WIDTH, projection_dim=WIDTH, hidden_act="quick_gelu")
    config = CLIPConfig(
        text_config=dict(
            shared, vocab_size=tokenizer.get_vocab_size(), num_hidden_layers=3, num_attention_heads=2,
            max_position_embeddings=tokens.CONTEXT, bos_token_id=start, eos_token_id=end, pad_token_id=end,
        ),
        vision_config=dict(shared, num_hidden_layers=4, num_attention_heads=4, image_size=SIDE, patch_size=PATCH),
        projection_dim=WIDTH,
    )  # fmt: skip
    model = CLIPModel(config)
    model.vision_model.embeddings.patch_embedding = Stem()
    model.visual_projection = Head()
    return model


def read_out(model, pixels):
    """What the head sees: [batch, WIDTH]. In half precision where the processor is fast at it."""
    with torch.autocast("cpu", torch.bfloat16, enabled=model.training and _has_fast_bfloat16()):
        return model.vision_model(pixel_values=pixels).pooler_output.float()


def _has_fast_bfloat16():
    return torch.cpu._is_amx_tile_supported()


def embed_pictures(model, pixels):
    return model.visual_projection(read_out(model, pixels))


def embed_prompts(model, ids):
    return model.text_projection(model.text_model(input_ids=ids).pooler_output)
