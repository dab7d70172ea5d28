"""One side of a question about several things, worded as a question about that thing alone.

A reader, and a search by meaning, take a question as people ask it: "Which is dearer, the tram ?" is none, "the tram is
how dear?" is one. No parser: what stood beside the side goes with the words that joined it, what is to be compared is
asked for, and a comparative becomes the question how much.
"""

import re

LEADING_PREPOSITIONS = frozenset(
    "of in on at to for from with by between about per under over during according".split()
)
_PREPOSITION = rf"(?:{'|'.join(sorted(LEADING_PREPOSITIONS))})"
_JOINS = r"(?:and|or|versus|vs\.?|than|with|to|from|against)"
# Stands where another side was cut out.
GAP = "\0"
_GAP_BEFORE = re.compile(rf"{GAP}\s*,?\s*(?:{_JOINS}\s+)?(?P<own>{_PREPOSITION}\s+)?$", re.IGNORECASE)
_GAP_BEHIND = re.compile(rf"^\s*,?\s*(?:{_JOINS}\s+)?(?:{_PREPOSITION}\s+)?{GAP}", re.IGNORECASE)
_COMPARE = re.compile(r"^(?:please )?(?:compare|contrast) ", re.IGNORECASE)
_ADJECTIVES = {
    f"{word}er": word
    for word in """long cheap short high low slow fast small great old new young strong weak dear narrow deep thick
    strict warm cold clean poor rich hard quick light close few""".split()
} | {"larger": "large", "bigger": "big", "later": "late", "wider": "wide", "earlier": "early", "heavier": "heavy"}
_COMPARATIVE = re.compile(
    rf"\b(?:(?P<more>more|fewer|less)(?= (?P<noun>[a-z]+(?: [a-z]+)?))?"
    rf"|(?:the )?(?P<adjective>{'|'.join(_ADJECTIVES)}))\b",
    re.IGNORECASE,
)
_ASKING = r"(?:(?:which|what)(?: (?!is|are|was|were|did|does|do|has|have|had|costs?|took|takes)[\w-]+){0,2}?|who|whose)"
_CHOICE = re.compile(rf"^{_ASKING}(?P<rest> [^,:]+)[,:]\s*(?P<side>[^?]+)\?$", re.IGNORECASE)
_CHOICE_BEFORE = re.compile(rf"^(?P<side>[^?:]+):\s*{_ASKING}(?P<rest> [^,:]+)\?$", re.IGNORECASE)
_HOW_MUCH_MORE = re.compile(r"\b(how (?:much|many)) more\b", re.IGNORECASE)
# "How do X and Y differ in what they paid?", of one of them.
_DIFFERS = re.compile(
    r"^(?:how|where|in what) (?:do|does|did) (?P<side>.+?) (?:differ|disagree) (?:in|on|over|about|as to) "
    r"(?P<on>(?:how|what|who|when|where|why|whether)\b.+)$",
    re.IGNORECASE,
)
_GRADED = re.compile(r"\w+(?:ful|ive|ous|able|ible|ly)")
_PLURALS = frozenset("people men women children".split())
_COUNTED_ALONE = frozenset("than for at in on with from to by and or when".split())


def alone(before: str, side: str, behind: str) -> str:
    """The question about ``side`` alone; ``before`` and ``behind`` hold a ``GAP`` for every other side."""
    while gap := _GAP_BEFORE.search(before):
        left = before[: gap.start()]
        own = "" if _ends_in_preposition(left) else gap["own"] or ""
        before = left + own
    while gap := _GAP_BEHIND.search(behind):
        behind = behind[gap.end() :]
    if _ends_in_preposition(before) and (side.split() or [""])[0].lower() in LEADING_PREPOSITIONS:
        before = before.rstrip().rpartition(" ")[0] + " "
    text = f"{before}{side}{behind}".replace(GAP, " ")
    return as_question(re.sub(r"\s+(?=[?.,:;])", "", " ".join(text.split())))


def as_question(text: str) -> str:
    """The things to be compared without the call to do so, and the greater of two as how great the one is."""
    text = _COMPARE.sub("", text)
    text = _HOW_MUCH_MORE.sub(r"\1", text)
    if differs := _DIFFERS.match(text):
        text = f"{differs['on'].rstrip(' ?.')}, according to {differs['side']}?"
    choice = _CHOICE.match(text) or _CHOICE_BEFORE.match(text)
    if choice and _COMPARATIVE.search(choice["rest"]):
        side, rest = choice["side"].strip(), choice["rest"]
        noun = rest.split()[0]
        text = f"{side}{_how_much(rest[len(noun) + 1 :] if noun in side.split() else rest)}?"
    return text if text.endswith("?") else text.rstrip(".") + "?"


def _how_much(text: str) -> str:
    def told(match: re.Match[str]) -> str:
        if match["adjective"]:
            return f"how {_ADJECTIVES[match['adjective'].lower()]}"
        nouns = (match["noun"] or "").lower().split()
        if not nouns or nouns[0] in _COUNTED_ALONE:
            return "how much"
        if _GRADED.fullmatch(nouns[0]):
            return "how"
        many = match["more"].lower() == "fewer" or any(noun in _PLURALS or noun.endswith("s") for noun in nouns)
        return "how many" if many else "how much"

    return _COMPARATIVE.sub(told, text, count=1)


def _ends_in_preposition(text: str) -> bool:
    return (text.split() or [""])[-1].lower() in LEADING_PREPOSITIONS
