"""Who a claim says is speaking, held to who speaks in the words it cites."""

import re

from assistant.corpus.attribution import SPEECH_VERBS
from assistant.corpus.labels import label_of
from assistant.corpus.names import names_in
from assistant.corpus.numerals import GAP
from assistant.corpus.offices import OFFICES
from assistant.language import FUNCTION_WORDS
from assistant.verification.checks.spellings import is_acronym, same_name

_VERBS = (
    rf"{SPEECH_VERBS}|promised|complained|confirmed|reported|described|mentioned|insisted|thinks|thought|wrote|thanked|"
    r"praised|criticized|criticised|acknowledged|proposed|pledged|assured|denied|observed|reminded|joked|estimated|expects|"
    r"expected|hopes|hoped|agreed|predicted|called|advised|tells|adds|argues|claims|warns|explains|stresses|asks|writes"
).replace(" ", GAP)
_SPEAKS = re.compile(
    rf"['’]?s?,?(?:\s+(?:also|then|later|has|had|further|again|once|who|\w+ly))*\s+(?:{_VERBS})\b", re.I
)
_SPOKEN_BY = re.compile(
    rf"(?:\b(?:{_VERBS})(?:\s+by)?|\baccording\s+to|\bin\s+the\s+words\s+of)\s+(?:the\s+)?(?:(?!that\b)[\w-]+\s+){{0,2}}$",
    re.I,
)
_ENDS = re.compile(r"\s*(?:[,.;:!?)\"”]|$)")
_OPENING = re.compile(rf"\W*(?P<who>(?-i:[^\W\d_a-zà-ÿ])[\w-]*){_SPEAKS.pattern}", re.I)
_QUOTED = re.compile(r"[“\"«][^”\"»]*[”\"»]?")


def other_speaker(claim: str, quote: str, speakers: tuple[str, ...] = ()) -> bool:
    """Whether ``claim`` puts the quote into the mouth of somebody else than those who speak in it.

    Args:
        speakers: who says the quote, where the transcript tells; those whom the quote's own words name are added. Where
            nobody is known to speak, no speaker is wrong.
    """
    claimed = speakers_in(claim)
    known = [*speakers, *speakers_in(quote)]
    if not claimed or not known:
        return False
    return not all(any(_same_person(a, b) for b in known) for a in claimed)


def speakers_in(text: str) -> list[str]:
    """Names that ``text`` says speak: by a verb of speech beside them, or as a label before what they say."""
    found: list[str] = []
    label = label_of(text)
    if label:
        found.append(label)
    outside = _QUOTED.sub(lambda match: '"' + " " * (len(match.group()) - 2) + '"', text)
    for name in names_in(outside):
        after, before = outside[name.end :], outside[: name.start]
        if _SPEAKS.match(after) or (_SPOKEN_BY.search(before) and _ENDS.match(after)):
            found.append(name.text)
    opening = _OPENING.match(outside)
    if opening and opening["who"].lower() not in FUNCTION_WORDS:
        found.append(opening["who"])
    return [name for name in dict.fromkeys(found) if _personal(name)]


def holder_of(office: str, people: tuple[str, ...], text: str) -> str | None:
    """The one of ``people`` whom ``text`` gives this office: "the President" is "President of Norland Ann Lee"."""
    title = office.lower().removeprefix("the ").split(" of ")[0] or office
    if title.split()[-1] not in OFFICES:
        return None
    between = r"(?:\s+of(?:\s+the)?(?:\s+(?-i:[^\W\d_a-zà-ÿ])[\w’'-]*){1,4}?)?\s+"
    held = [p for p in people if re.search(rf"\b{re.escape(title)}{between}{re.escape(p)}\b", text, re.IGNORECASE)]
    return held[0] if len(held) == 1 else None


def _personal(name: str) -> list[str]:
    """The words that tell one person from another: no titles of office."""
    words = (word.rstrip(".").removesuffix("'s").removesuffix("’s") for word in name.split())
    return [word for word in words if word.lower() not in OFFICES | FUNCTION_WORDS]


def _same_person(a: str, b: str) -> bool:
    first, second = _personal(a), _personal(b)
    alike = any(same_name(x, y) for x in first for y in second)
    return (
        alike
        or not (first and second)
        or any(is_acronym(x, b.split()) or is_acronym(y, a.split()) for x in first for y in second)
    )
