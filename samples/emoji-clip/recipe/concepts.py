"""What the model learns: concepts, the emoji and glyphs that draw them, their families and tags.

Most concepts are emoji whose English name is one short word. To these come concepts whose emoji have long names
("red apple"), emotions from the faces, and things that only glyph sets draw (iPod, piggy bank).
"""

import json
import pathlib
import re
from dataclasses import dataclass, field

_SKIPPED_GROUPS = (2, 8)  # skin tones and hair; symbols such as arrows and signs
_LONGEST_NAME = 10

# Concepts beside the emoji of one short word: the labels of the emoji that draw them, none where only glyphs do.
MORE = {
    "apple": ["red apple", "green apple"],
    "ipod": [],
    "library": [],
    "piggy bank": [],
    "spider-man": [],
    "dollar": ["dollar banknote", "heavy dollar sign"],
    "happy": [
        "grinning face", "grinning face with big eyes", "grinning face with smiling eyes",
        "beaming face with smiling eyes", "smiling face with smiling eyes", "slightly smiling face", "smiling face",
    ],
    "sad": ["slightly frowning face", "frowning face", "pensive face", "disappointed face", "worried face"],
    "crying": ["crying face", "loudly crying face"],
    "angry": ["angry face", "enraged face", "face with steam from nose"],
    "shocked": ["astonished face", "face with open mouth", "hushed face", "frowning face with open mouth"],
    "scared": ["fearful face", "face screaming in fear", "anxious face with sweat"],
    "sleepy": ["sleepy face", "sleeping face"],
    "sick": ["nauseated face", "face with thermometer", "face vomiting", "face with medical mask"],
    "in love": ["smiling face with heart-eyes", "smiling face with hearts"],
    "laughing": ["face with tears of joy", "rolling on the floor laughing", "grinning squinting face"],
    "silly": ["zany face", "winking face with tongue", "squinting face with tongue", "face with tongue"],
    "tired": ["weary face", "tired face"],
    "bored": ["unamused face", "expressionless face", "neutral face"],
    "confused": ["confused face", "woozy face"],
    "shy": ["flushed face"],
    "thinking": ["thinking face"],
    "cool": ["smiling face with sunglasses"],
    "nerd": ["nerd face"],
    "clown": ["clown face"],
    "cowboy": ["cowboy hat face"],
    "devil": ["smiling face with horns", "angry face with horns"],
    "angel": ["smiling face with halo", "baby angel"],
    "man": ["man"], "woman": ["woman"], "santa": ["Santa Claus"], "police": ["police officer"], "dancer": ["woman dancing"],
    "swimmer": ["person swimming"], "runner": ["person running"],
    "heart": ["red heart"], "moon": ["crescent moon", "full moon"], "tree": ["evergreen tree", "deciduous tree"],
    "palm": ["palm tree"], "leaf": ["leaf fluttering in wind", "fallen leaf"], "cheese": ["cheese wedge"],
    "corn": ["ear of corn"], "pepper": ["hot pepper"], "fries": ["french fries"], "cake": ["birthday cake"],
    "chocolate": ["chocolate bar"], "honey": ["honey pot"], "milk": ["glass of milk"], "coffee": ["hot beverage"],
    "wine": ["wine glass"], "beer": ["beer mug", "clinking beer mugs"], "cocktail": ["cocktail glass"],
    "rice": ["cooked rice"], "soup": ["pot of food", "steaming bowl"], "salad": ["green salad"],
    "steak": ["cut of meat"], "kiwi": ["kiwi fruit"], "fork": ["fork and knife"], "knife": ["kitchen knife"],
    "globe": ["globe showing Europe-Africa", "globe showing Americas", "globe showing Asia-Australia"],
    "map": ["world map"], "beach": ["beach with umbrella"], "island": ["desert island"],
    "museum": ["classical building"], "bridge": ["bridge at night"], "circus": ["circus tent"],
    "truck": ["delivery truck", "articulated lorry"], "scooter": ["motor scooter", "kick scooter"],
    "police car": ["police car", "oncoming police car"], "fire truck": ["fire engine"], "ufo": ["flying saucer"],
    "clock": ["alarm clock", "mantelpiece clock"], "hourglass": ["hourglass done", "hourglass not done"],
    "lightning": ["high voltage", "cloud with lightning"], "rain": ["cloud with rain"], "wave": ["water wave"],
    "planet": ["ringed planet"], "pumpkin": ["jack-o-lantern"], "gift": ["wrapped gift"],
    "medal": ["sports medal", "military medal"], "soccer": ["soccer ball"],
    "football": ["american football", "rugby football"], "dice": ["game die"], "puzzle": ["puzzle piece"],
    "teddy": ["teddy bear"], "palette": ["artist palette"], "needle": ["sewing needle"],
    "shirt": ["t-shirt"], "shoe": ["man’s shoe", "running shoe"], "boot": ["woman’s boot", "hiking boot"],
    "sandal": ["woman’s sandal", "thong sandal"], "hat": ["top hat", "woman’s hat"], "cap": ["billed cap"],
    "helmet": ["rescue worker’s helmet", "military helmet"], "diamond": ["gem stone"],
    "music": ["musical note", "musical notes"], "piano": ["musical keyboard"], "phone": ["mobile phone"],
    "computer": ["desktop computer"], "lamp": ["light bulb"], "book": ["open book", "closed book", "green book"],
    "money": ["money bag", "money with wings"], "mailbox": ["closed mailbox with raised flag", "open mailbox with raised flag"],
    "bin": ["wastebasket"], "saw": ["carpentry saw"], "screw": ["screwdriver"], "swords": ["crossed swords"],
    "bow": ["bow and arrow"], "cart": ["shopping cart"], "couch": ["couch and lamp"], "scale": ["balance scale"],
    "plug": ["electric plug"], "web": ["spider web"], "paw": ["paw prints"], "shell": ["spiral shell"],
    "chick": ["baby chick", "hatching chick"], "dinosaur": ["T-Rex"], "hippo": ["hippopotamus"],
}  # fmt: skip

# What may be written for a concept beside its name.
WRITTEN = {"dollar": ["dollar", "$$$", "$"], "piggy bank": ["piggy bank", "piggy bank", "$$$"], "ipod": ["iPod"]}

# Names of a concept in glyph sets, where they are others than its own. Tried in this order after the name.
_GLYPHS = {
    "automobile": "car", "airplane": "plane airplane-1", "television": "tv", "telephone": "phone-telephone",
    "bicycle": "bike", "envelope": "mail email", "locked": "lock lock-1", "unlocked": "lock-open unlock",
    "hamburger": "burger", "doughnut": "donut", "headphone": "headphones", "locomotive": "train steam-locomotive",
    "feather": "feather-1", "puzzle": "puzzle-piece extension jigsaw-piece", "pushpin": "pin push-pin thumbtack",
    "syringe": "vaccines", "fireworks": "firework firework-rocket", "honeybee": "bee", "rhinoceros": "rhino",
    "sailboat": "boat sail", "ship": "cargo-ship", "bus": "bus-front", "ewe": "sheep", "crown": "crown-coin",
    "megaphone": "bullhorn campaign", "camera": "camera-alt", "trumpet": "bugle", "coat": "jacket",
    "droplet": "drop water water-drop", "fire": "flame flames", "bullseye": "target",
    "wrench": "spanner build", "telescope": "spyglass", "umbrella": "umbrella-1", "briefcase": "work bag business-bag",
    "calendar": "calendar-month", "tent": "camping-tent", "castle": "fort", "mushroom": "mushrooms",
    "skull": "skull-crossed-bones death-skull", "coin": "coins two-coins", "memo": "note notes", "key": "vpn-key",
    "flashlight": "torch", "rabbit": "bunny", "sunglasses": "glasses-2", "cactus": "cactus-tap",
    "dagger": "plain-dagger", "printer": "print", "bathtub": "bath", "razor": "shaver", "trophy": "trophy-cup",
    "carrot": "carrots", "shirt": "t-shirt tshirt tee", "dress": "skirt", "fork": "restaurant utensils",
    "apple": "food-apple apple-one apple-whole shiny-apple fruit-apple", "piggy bank": "piggy-bank pig-money",
    "library": "local-library library-shelves bookshelf books-line book-pile",
    "dollar": "currency-dollar dollar-sign attach-money dollar-circle circle-dollar-sign money-dollar-circle",
    "ipod": "apple-ipod music-player portable-music-player", "spider": "spider-alt hanging-spider animal-spider",
    "happy": "smile face-smile mood-happy happy-outline emoticon-happy smiley grinning-face emotion-happy sentiment-satisfied mood-smile",
    "sad": "frown face-frown mood-sad sad-outline emoticon-sad smiley-sad frowning-face-whit-open-mouth sentiment-dissatisfied slightly-frowning-face-whit-open-mouth",
    "angry": "face-angry mood-angry emoticon-angry smiley-angry angry-face annoyed",
    "shocked": "face-surprise emoticon-shocked surprised-face astonished-face surprise mood-surprised",
    "laughing": "laugh face-laugh emoticon-lol grinning-face-with-squinting-eyes face-grin-squint-tears",
    "in love": "face-grin-hearts smiling-face-with-heart-eyes emoticon-heart love",
    "sleepy": "sleeping face-sleeping emoticon-sleepy", "crying": "face-sad-cry emoticon-cry crying-face mood-cry loudly-crying-face",
    "sick": "face-nauseated sick-outline emoticon-sick mood-sick", "heart": "favorite hearts", "moon": "crescent-moon night",
    "tree": "tree-evergreen pine-tree park", "palm": "palm-tree tree-palm", "pepper": "chili-pepper chili",
    "rain": "cloud-rain raining rainy", "lightning": "bolt lightning-bolt flash zap", "corn": "corn-one",
    "wine": "wine-glass wine-bar glass-wine wineglass", "beer": "beer-mug beer-stein sports-bar beer-glass", "lamp": "lightbulb bulb light-bulb idea",
    "cocktail": "martini martini-glass local-bar glass-cocktail", "coffee": "coffee-cup mug-hot coffee-mug tea",
    "cake": "birthday-cake birthday cake-candles cake-slice", "fries": "french-fries", "milk": "milk-bottle glass-of-milk",
    "museum": "bank account-balance building-columns", "clock": "alarm-clock alarm", "medal": "military-tech", "soccer": "soccer-ball football-soccer futbol ball-football sports-soccer",
    "football": "football-rugby american-football american-football-ball", "dice": "dice-5 casino dice-six-faces-five dice-five", "teddy": "teddy-bear smart-toy bear",
    "piano": "piano-keys", "computer": "desktop monitor imac device-desktop", "phone": "mobile smartphone iphone phone-android device-mobile cellphone",
    "money": "money-bag sack-dollar cash moneybag", "bin": "trash delete trash-can trash-2", "saw": "chainsaw hand-saw saw-one",
    "screw": "screwdriver", "swords": "crossed-swords sword", "cart": "shopping-cart", "couch": "sofa weekend armchair",
    "scale": "balance scale-balanced scales justice weight-balance", "plug": "power-plug", "web": "spider-web", "paw": "paw-print pets",
    "dinosaur": "dinosaur-rex t-rex tyrannosaurus", "globe": "earth world public", "truck": "delivery-truck local-shipping",
    "hourglass": "hourglass-empty hourglass-half timer-sand", "gift": "present gift-box card-giftcard", "diamond": "gem diamonds cut-diamond",
    "music": "music-note music-2 musical-notes music-notes", "book": "book-open open-book menu-book", "police car": "police-car",
    "fire truck": "fire-truck firetruck fire-engine", "ufo": "flying-saucer alien-ship", "devil": "devil-mask imp", "angel": "angel-outfit", "helmet": "hard-hat",
    "boot": "boots shoe-boots", "cap": "baseball-cap", "hat": "top-hat", "bridge": "bridge-one",
}  # fmt: skip

# Words that name something else in glyph sets (a computer's mouse, a rubber seal, memory), or nothing that can be told apart.
_NOT_IN_GLYPHS = set(
    "mouse seal ram bat fly cricket turkey pick mate ice wood link hook label package pager cook guard judge hole cooking "
    "foggy seat station metro stadium zebra cow jar kiss bug crutch collision dizzy brick rock wing wheel yarn thread knot "
    "tie sake oden sari ledger receipt student wedding worm track teacher cool shy bored tired thinking silly confused scared "
    "clown man woman police hut houses school bank hotel mirror card desert selfie pilot farmer mechanic scientist singer "
    "artist goal boar ox bubbles mouth eyes motorway cyclone moai herb ring honey clamp spider-man "
    "superhero santa dancer swimmer runner nerd cowboy".split()
)
WRONG_GLYPHS = {  # (set, name): a computer maker's mark, drafting compasses, a hand
    ("icon-park", "apple"), ("icon-park-outline", "apple"), ("carbon", "apple"), ("iconoir", "apple"), ("mdi", "apple"),
    ("icon-park", "compass"), ("icon-park-outline", "compass"), ("icon-park", "palm"), ("icon-park-outline", "palm"),
}  # fmt: skip
_FLAGS = (
    "china germany spain france italy japan martinique russia brazil mexico egypt australia portugal belgium poland kenya".split()
)

_FLAG_GROUP = 9
_FAMILY_OF_GROUP = {0: "emotion", 1: "person", _FLAG_GROUP: "flag"}
_FAMILY_OF_SUBGROUP = (
    ("face-costume", "fictional"), ("person-fantasy", "fictional"), ("body-parts", "body"), ("person-symbol", "body"),
    ("animal-", "animal"), ("plant-", "plant"), ("food-", "food"), ("drink", "food"), ("dishware", "tool"),
    ("place-", "place"), ("transport-", "vehicle"), ("hotel", "place"), ("sky-", "sky"), ("sport", "sport"), ("game", "sport"),
    ("clothing", "clothing"), ("music", "music"), ("sound", "music"), ("tool", "tool"), ("science", "tool"),
    ("medical", "tool"), ("writing", "tool"), ("office", "tool"), ("household", "household"), ("money", "money"),
)  # fmt: skip
_FAMILY_OF_NAME = {
    **dict.fromkeys("dragon unicorn spider-man robot ghost alien ogre goblin troll ufo skull".split(), "fictional"),
    **dict.fromkeys("clown cowboy nerd santa".split(), "person"),
    **dict.fromkeys("devil angel santa".split(), "fictional"),
    **dict.fromkeys("anchor seat wheel parachute satellite".split(), "object"),
    **dict.fromkeys("heart collision dizzy hole zzz".split(), "symbol"),
    "library": "place", "ipod": "object", "piggy bank": "money", "dollar": "money", "dagger": "tool", "swords": "tool",
}  # fmt: skip


@dataclass
class Concept:
    name: str
    family: str
    tags: list[str]
    emoji: list[dict] = field(default_factory=list)  # label and code points of each emoji that shows it
    glyphs: list[str] = field(default_factory=list)

    @property
    def written(self):
        return WRITTEN.get(self.name, [self.name])


def load(node_modules):
    """The concepts in a fixed order: emoji of one short word, then those of MORE."""
    emojis = json.loads((pathlib.Path(node_modules) / "emojibase-data/en/data.json").read_text(encoding="utf-8"))
    groups = json.loads((pathlib.Path(node_modules) / "emojibase-data/en/messages.json").read_text(encoding="utf-8"))
    subgroups = {group["order"]: group["key"] for group in groups["subgroups"]}
    by_label = {emoji["label"]: emoji for emoji in emojis}
    found = {}
    for emoji in filter(_is_wanted, emojis):
        name = name_of(emoji["label"])
        if name not in found and name not in MORE:
            found[name] = [emoji]
    for name, labels in MORE.items():
        found[name] = [by_label[label] for label in labels if label in by_label]
    return [_concept(name, shown, subgroups) for name, shown in found.items()]


def name_of(label):
    return re.sub(r"[^a-z0-9' -]", "", label.lower().replace("flag: ", "").replace("’", "'")).strip()


def _is_wanted(emoji):
    name = name_of(emoji["label"])
    return (
        emoji.get("group") is not None
        and emoji["group"] not in _SKIPPED_GROUPS
        and name.isalpha()
        and (emoji["group"] != _FLAG_GROUP or name in _FLAGS)
        and len(name) <= _LONGEST_NAME
        and not re.search(r"tone|button|arrow|keycap|\b(man|woman|men|women|person|people|family|couple)\b", emoji["label"])
    )


def _concept(name, shown, subgroups):
    family = _FAMILY_OF_NAME.get(name)
    if family is None:
        subgroup = subgroups.get(shown[0].get("subgroup"), "") if shown else ""
        family = next((f for prefix, f in _FAMILY_OF_SUBGROUP if subgroup.startswith(prefix)), None)
        family = family or _FAMILY_OF_GROUP.get(shown[0]["group"] if shown else None, "object")
    tags = [name_of(tag) for emoji in shown for tag in emoji.get("tags", [])]
    tags = [tag for tag in dict.fromkeys([family, *tags]) if 2 < len(tag) <= 12 and tag.replace(" ", "").isalpha()]
    slug = name.replace(" ", "-")
    glyphs = [] if name in _NOT_IN_GLYPHS or family == "flag" else [slug, *_GLYPHS.get(name, "").split()]
    return Concept(name, family, tags, [dict(label=e["label"], code=e["hexcode"]) for e in shown], glyphs)
