"""Writes cleaning-golden.json: what open_clip 3.3 does to prompts before its tokenizers see them.

pip install open_clip_torch==3.3.0; python cleaning_golden.py > ../resources/tokenizer/cleaning-golden.json
"""

import json
import sys

from open_clip.tokenizer import get_clean_fn

TEXTS = [
    "A photo of a Cat!",
    "a photo of the dog.",
    "  two\t words \n here ",
    "under_score and - dashes",
    "\u201cQuoted\u201d \u2018text\u2019 isn\u2019t",
    "\uff26\uff55\uff4c\uff4c\u3000\uff57\uff49\uff44\uff54\uff48 \uff11\uff12",
    "\ufb01ne \ufb02ow",
    "Tom &amp; Jerry &lt;3 &quot;x&quot;",
    "&amp;amp; twice",
    "cafe\u0301",
    "naïve CAFÉ — 3½",
    "ÀÉÎ",
    "100% sure; #1 @home",
    "",
    "...",
    "a\u00a0b",
    "İstanbul ΣΑΣ",
    "a photo of a (small) dog's [toy] {x}~`^|",
]

json.dump(
    [
        {"text": text, **{name: get_clean_fn(name)(text) for name in ("whitespace", "lower", "canonicalize")}}
        for text in TEXTS
    ],
    sys.stdout,
    ensure_ascii=True,
    indent=1,
)
