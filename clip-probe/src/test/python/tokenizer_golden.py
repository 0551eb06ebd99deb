"""Tokens of the sample model's tokenizer, made by Hugging Face's tokenizers library (0.23).

Run in the project's folder: python clip-probe/src/test/python/tokenizer_golden.py
"""
import json

from tokenizers import Tokenizer

CONTEXT = 24
PROMPTS = [
    "a photo of a cat",
    "SPIDER-man",
    "",
    "   white\tspace \n everywhere  ",
    "café, naïve, e\u0301 and İstanbul",
    "日本語 and привет",
    "🕷️ spider 🎸",
    "\"pizza\", written in the color red!",
    "1234567890 3.14 $$$",
    "<|endoftext|> inside a prompt",
    "\u0000 control \u200b zero width",
    "\ud83d\ude00" .encode("utf-16", "surrogatepass").decode("utf-16") + " paired",
    "a word " * 60,
    "x" * 5000,
]

tokenizer = Tokenizer.from_file("samples/emoji-clip/tokenizer.json")
tokenizer.enable_truncation(CONTEXT)
goldens = [{"text": text, "ids": tokenizer.encode(text).ids} for text in PROMPTS]
with open("clip-probe/src/test/resources/tokenizer/emoji-golden.json", "w", encoding="utf-8") as file:
    json.dump({"context": CONTEXT, "prompts": goldens}, file, ensure_ascii=True, indent=1)
