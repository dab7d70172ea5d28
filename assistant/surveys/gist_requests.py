"""Which transcripts a line asks to sum up, by its wording: by title, date or people, or all of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.language import words
from assistant.questions.designation import DETERMINERS, NUMBER, TRANSCRIPTS, designated
from assistant.questions.matters import PART, Matter, asked_matter
from assistant.questions.meeting_words import TRANSCRIPT
from assistant.questions.succession import sources_of
from assistant.questions.topics import BRACKET, GIVE, SUM_UP, plainly
from assistant.store.catalog import Card

_POINTS = (
    rf"(?:(?:the |some )?(?:{NUMBER} )?(?:main|key|most important|major|principal|biggest|central) )"
    r"(?:points?|takeaways?|topics?|themes?|subjects?|messages?|highlights?|ideas?|issues?)"
)
_ITS_POINTS = rf"(?:{_POINTS}(?: discussed)?|the (?:takeaways|topics|themes|subjects|highlights|gist|summary))"
# Wordings that ask of transcripts as such, and those that may ask of a call or a talk told of in one.
_SURE, _LIKELY = (
    tuple(re.compile(rf"^{head}{TRANSCRIPTS}{tail}$", re.IGNORECASE) for head, tail in pairs)
    for pairs in (
        (
            (rf"{SUM_UP} ", ""),
            (rf"{GIVE}?{_ITS_POINTS} (?:of|in|from|at|during) ", ""),
            (r"tell me about ", ""),
        ),
        (
            (r"what (?:happened|went on) (?:in|at|during) ", ""),
            (r"what (?:topics |subjects )?(?:was|were|is|are) (?:discussed|said|talked about) (?:in|at|during) ", ""),
            (
                r"what (?:did|do) (?:they|we|people|everyone|the \w+) (?:discuss|talk about|speak about|cover) "
                r"(?:at|in|during) ",
                "",
            ),
            (r"what(?: is| are| was| were|[’']s) ", r" (?:all )?about"),
            (
                r"(?:what|which) (?:(?:main |key )?(?:topics|subjects|themes) )?(?:do|does|did) ",
                r" (?:say|cover|deal with|discuss|touch on|treat|talk about)",
            ),
        ),
    )
)
# All that there is to ask about, as people call it who have just come.
_HERE = (
    r"(?:here|there|(?:(?:this|your|the) )?(?:corpus|data ?(?:set|base)|knowledge base)|"
    rf"(?:(?:all|of|the|these|your) )+{TRANSCRIPT}(?<=s)|(?:this|your) (?:collection|archive|folder|library))"
)
_KNOW = r"(?:know|have|got|cover|contain|hold|include)"
_IS = r"(?: is| are|[’']s)"
_ALL_OF_THEM = re.compile(
    rf"^(?:{SUM_UP} (?:everything|all|them all|all of (?:it|them)|{_HERE})|summari[sz]e|sum up|what{_IS} {_POINTS}"
    rf"|what{_IS} (?:in )?{_HERE}(?: (?:all )?about)?|what (?:does|do) {_HERE} (?:{_KNOW}|say)"
    r"|(?:(?:give|show) me )?(?:an? |the )?"
    r"(?:(?:brief|short|quick|general|full|overall|complete|executive) )?(?:overview|summary)"
    rf"|what (?:do|can) you (?:know|tell me)|what (?:data|information|content|knowledge) do you {_KNOW}"
    r"|what (?:\w+ )?(?:topics|subjects|themes) "
    rf"(?:(?:are|were)(?: (?:covered|discussed|there))?|do (?:you|they|these) (?:{_KNOW}|discuss))"
    rf"(?: (?:in )?{_HERE})?"
    r"|(?:what|which) (?:topics|subjects|themes|issues) (?:c[ao]me up|(?:are|were) (?:discussed|covered|raised))"
    rf"(?: (?:the )?(?:most|mainly)(?: often| frequently)?)?"
    rf"(?: (?:in )?{_HERE}| in (?:more than one|at least two|several|most|every|each|all) {TRANSCRIPT})?)$",
    re.IGNORECASE,
)
# As the first line this asks the same; after another, what "this" is was said before.
_ALL_OF_IT = re.compile(rf"^what{_IS} (?:all )?(?:this|it|these|they|that)(?: (?:all )?about)?$", re.IGNORECASE)
_QUOTED = (
    rf"{DETERMINERS.replace('<every>', '<{0}s>')}(?:{TRANSCRIPT} )?(?:called |titled )?[“\"](?P<{{0}}>[^”\"]+)[”\"]"
)
_BY_TITLE = re.compile(
    rf"^(?:{SUM_UP} {_QUOTED.format('one')}|what (?:is|was|does|did) {_QUOTED.format('other')} (?:say|about|cover))$",
    re.IGNORECASE,
)
_SAID_BY = re.compile(
    rf"^(?:{SUM_UP} what |what (?:did|does|do|has|have) )(?P<who>(?:[\w’'.-]+ ){{1,5}}?)"
    rf"(?:said|say|says|talk(?:s|ed)? about|speaks? about|sp[eo]ken? about)(?: (?:at|in|during) {TRANSCRIPTS})?$",
    re.IGNORECASE,
)
# "What questions did the reporters ask?", of those whose words are labelled.
_ASKED_BY = re.compile(
    rf"^what (?:questions )?(?:did|do|does) (?P<who>(?:[\w’'.-]+ ){{1,5}}?)ask(?: (?:at|in|during) {TRANSCRIPTS})?$",
    re.IGNORECASE,
)
_BY_SOMEBODY: tuple[tuple[Matter | None, re.Pattern[str]], ...] = ((None, _SAID_BY), (Matter.ASKED, _ASKED_BY))
# "What changed between the first and the last session?"
_CHANGED = re.compile(
    r"^(?:what (?:has |have )?(?:changed|is different|differs)|(?:what(?: is| are|"
    r"[’']s) )?(?:the )?differences?) between "
    rf"(?:the |our )?(?P<one>[\w’'. -]{{2,60}}?)(?: {TRANSCRIPT})? and (?:the |"
    rf"our )?(?P<other>(?:[\w’'.-]+ ){{1,6}})(?P<noun>{TRANSCRIPT})$",
    re.IGNORECASE,
)
_ONE = re.compile(rf"^{TRANSCRIPTS}$", re.IGNORECASE)
# What a follow-up was understood to be about, which a speaker's words need not be.


@dataclass(frozen=True, slots=True)
class Gist:
    """What is to be summed up: the transcripts, and the words of the request that picked them; "" for all of them.

    There are no sources where the words pick by an order that dates do not tell.

    Attributes:
        speaker: whose words alone are to be summed up, as written; "" for everyone's.
        matter: what alone is asked of them; None for all that they say.
        compared: whether what changed from one to the other is asked, which no sentence says.
    """

    sources: tuple[str, ...]
    said: str
    speaker: str = ""
    matter: Matter | None = None
    compared: bool = False


def asked_gist(text: str, cards: Sequence[Card], *, goes_on: bool = False) -> Gist | None:
    """Which of the transcripts are to be summed up, by the wording alone; None for a topic, or one that none is of.

    Args:
        goes_on: whether a line came before, of which "What are the next steps?" then asks and not of all transcripts.
    """
    plain = plainly(text)
    if not cards:
        return None
    if _ALL_OF_THEM.match(plain) or (not goes_on and _ALL_OF_IT.match(plain)):
        return Gist(sources_of(cards), "")
    if quoted := _BY_TITLE.match(plain):
        title = quoted["one"] or quoted["other"]
        titled = tuple(card.source for card in cards if words(card.title) == words(title))
        return Gist(titled, f"“{title}”") if titled else None
    if (changed := _CHANGED.match(plain)) and (both := _compared(changed, cards)):
        return Gist(both, changed.group(), compared=True)
    if about := asked_matter(plain, cards):
        sources, said, matter = about
        of_before = goes_on and not said and matter is not Matter.NEXT
        return None if of_before else Gist(sources, said, matter=matter)
    sure = next((found for pattern in _SURE if (found := pattern.match(plain))), None)
    found = sure or next((found for pattern in _LIKELY if (found := pattern.match(plain))), None)
    bare = BRACKET.sub("", plain)
    for asked, pattern in _BY_SOMEBODY:
        if found is None and (by := pattern.match(bare)):
            chosen = designated(by, plain, cards, sure=False) if by["noun"] else (sources_of(cards), "")
            return Gist(*chosen, by["who"].strip(), asked) if chosen else None
    if found is None or (not sure and PART.search(found["after"])):
        return None
    chosen = designated(found, plain, cards, sure=bool(sure))
    return Gist(*chosen) if chosen else None


def _compared(changed: re.Match[str], cards: Sequence[Card]) -> tuple[str, ...]:
    """The two transcripts that are set beside each other, each picked by words of its own; none where they are not."""
    picked, one, other = list[str](), changed["one"], changed["other"].strip()
    if " " not in one:  # "the first and the second budget session"
        one = f"{one} {other.partition(' ')[2]}".strip()
    for part in (one, other):
        phrase = f"the {part} {changed['noun'].removesuffix('s')}"
        alone = _ONE.match(phrase)
        chosen = designated(alone, phrase, cards, sure=True) if alone else None
        picked += chosen[0] if chosen and len(chosen[0]) == 1 else ()
    return tuple(picked) if len(set(picked)) == 2 else ()
