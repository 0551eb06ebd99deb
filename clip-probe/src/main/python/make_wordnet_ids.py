"""Writes wordnet-ids.txt: the nouns of WordNet 3.0 that ImageNet's folders are named by, each with a name.

    python make_wordnet_ids.py data.noun ids.txt ids-of-1000.txt imagenet.txt > wordnet-ids.txt

data.noun         WordNet 3.0, Princeton University, WordNet licence; in net.sf.extjwnl:extjwnl-data-wn30:1.2
ids.txt           the ids of ImageNet-21k, one a line; in timm 1.0.31, Apache-2.0: data/_info/imagenet21k_goog_synsets.txt
ids-of-1000.txt   the ids of ImageNet-1k in the order of its classes; there: imagenet_synsets.txt
imagenet.txt      the names that CLIP's authors gave ImageNet's classes; in the module attacks

A class of ImageNet-1k has the name that CLIP's authors gave it; where two have the same, and for all other ids, it is
the first word of WordNet's synonyms.
"""

import collections
import sys


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [line.strip() for line in file if line.strip()]


def synonyms(path):
    first = {}
    with open(path, encoding="ascii") as file:
        for line in file:
            if line[0] != " ":
                fields = line.split(" ", 5)
                first["n" + fields[0]] = fields[4].replace("_", " ")
    return first


nouns, ids, classes, names = sys.argv[1:]
first = synonyms(nouns)
given = dict(zip(lines(classes), lines(names), strict=True))
count = collections.Counter(given.values())
print("# Names of ImageNet's WordNet ids. WordNet 3.0, Copyright 2006 by Princeton University, WordNet licence")
print("# (https://wordnet.princeton.edu/license-and-commercial-use); ImageNet-1k: the names that CLIP's authors gave its")
print("# classes, Copyright 2021 OpenAI, MIT licence. Made by src/main/python/make_wordnet_ids.py.")
for wnid in sorted(set(lines(ids)) | set(given)):
    name = given[wnid] if count[given.get(wnid)] == 1 else first.get(wnid)
    if name:
        print(wnid, name)
