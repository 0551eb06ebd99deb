"""A tokenizer of CLIP's kind (byte-level BPE, word ends marked by </w>), trained on the prompts."""

import json

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

START, END = "<|startoftext|>", "<|endoftext|>"
WORD_END = "</w>"
CONTEXT = 24
_PIECES = r"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"


def _dressed(model):
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(_PIECES), "removed", invert=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def train(prompts, largest):
    """The vocabulary in CLIP's order: bytes, bytes at word ends, merges, the two special tokens last."""
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    bare = dict(unk_token=END, continuing_subword_prefix="", end_of_word_suffix=WORD_END)
    learner = _dressed(models.BPE(**bare))
    singles = alphabet + [letter + WORD_END for letter in alphabet]
    learner.train_from_iterator(
        prompts,
        trainers.BpeTrainer(vocab_size=largest - 2, initial_alphabet=alphabet, end_of_word_suffix=WORD_END, show_progress=False),
    )
    order, merges = list(singles), []
    for pair in json.loads(learner.to_str())["model"]["merges"]:
        left, right = pair if isinstance(pair, list) else pair.split(" ")
        if len(order) < largest - 2 and left in order and right in order:
            merges.append((left, right))
            if left + right not in order:
                order.append(left + right)
    order += [START, END]
    tokenizer = _dressed(models.BPE({token: i for i, token in enumerate(order)}, merges, **bare))
    tokenizer.add_special_tokens([START, END])
    tokenizer.post_processor = processors.RobertaProcessing(
        sep=(END, order.index(END)), cls_token=(START, order.index(START)), trim_offsets=False, add_prefix_space=False
    )
    return tokenizer


def encoder(tokenizer):
    """Prompts to ids, int64 [prompts, tokens], padded with the end token."""
    import torch

    tokenizer.enable_truncation(CONTEXT)
    tokenizer.enable_padding(pad_id=tokenizer.token_to_id(END), pad_token=END)
    return lambda prompts: torch.tensor([e.ids for e in tokenizer.encode_batch(list(prompts))])
