"""Noun phrases in running English, without a tagger: runs of meaning words, with the article or the name they carry.

A run is cut at function words, punctuation and common verbs, so a rare verb may stick to its noun. Good enough to say
what "it" or "the company" can mean in the turn before; no parse.
"""

import re
from dataclasses import dataclass, replace

from assistant.corpus.names import OFFICES
from assistant.corpus.number_words import ONES
from assistant.language import FUNCTION_WORDS, stem, words

_TOKEN = re.compile(r"[$€£]?\d(?:[\d.,]*\d)?%?(?!\w)|[^\W_](?:[\w’'.&-]*[\w’'])?|[^\w\s]")
_NUMBERS = {*ONES[:12], "both", "several"}
_DETERMINERS = _NUMBERS | set("a an the this that these those our its his her their my your some no any".split())
# They stand alone as often as before a noun.
_POINTING = frozenset("this that these those".split())
_BEING = frozenset("is are was were be been being".split())
# Words that end no noun phrase and begin none: adverbs, answers, and question words and negations run together.
_NO_NOUNS = frozenset(
    """again ago ahead afterwards almost already also altogether anyway apart away back better best early else even ever
    far forward further here indeed instead late later least less long maybe mostly never nearly now off often once only
    outside perhaps quite rather really sometimes soon still then therefore thus today together tomorrow twice well yes
    yesterday yet okay ok actually exactly beforehand worse either neither whats whos wheres whens hows whys thats
    theres dont doesnt didnt isnt arent wasnt werent cant couldnt wont wouldnt havent hasnt hadnt theyd theyre theyve
    youre im ive
    """.split()
)
_AUXILIARIES = frozenset("did does do will would has have had can could should".split())
_VERBS = frozenset(
    stem(verb)
    for verb in """
    add agree aim announce appear apply ask become began begin believe belong bid block blow break bring broke
    brought build built buy call came carry cause change choose close come complain contain continue cost cover
    cut decide deliver demand deny depend describe die divide do draw drop earn employ enter estimate exceed
    expect explain fail fall feel fell fight fill find finish fly follow found gave get give go grew grow
    guarantee handle happen hear held help hold hope include increase insist invest join keep kept last lead
    learn leave led left lend like list live lose lost made make mean meet mention met move need occur offer
    open operate own paid pay plan prevent prefer produce promise propose protest provide put reach read receive
    recommend reduce refuse remain remove repair replace reply report request require respond rise rose run runs
    ran sail said saw say see seem sell send sent serve set show shut sign sit sold speak spend spent stand
    start stay stop stood suffer suggest supply support take taken talk tell think told took train travel treat
    try turn use visit vote want warn weigh went win wish won work worry worth write wrote used ride rode sat spoke drew
    drove flew fought chose hung shook stuck taught threw woke wore bore lay fled sought swore resign settle got hit
    gone given known shown grown broken chosen driven eaten fallen forgotten spoken stolen supposed""".split()
)
# Nouns that look like verbs ("the Larkhaven meeting"), unless an object follows ("Ann Lee meeting the …").
_VERBAL_NOUN = re.compile(
    r"(?:meeting|hearing|sitting|building|reading|opening|training|beginning|drawing|finding|holding|feeling)s?\b"
    r"(?! (?:the|an?|this|that|these|those|his|her|its|their|our|my|your)\b)",
    re.IGNORECASE,
)
_INDENT = re.compile(r"\s*")
# The word before a phrase is looked for in so many characters; in all that stands before, a text would cost its square.
_LOOK_BACK = 100
# A noun that ends in an s as a plural does.
_SINGULAR = re.compile(r"(?:ss|us|is|news|series|’s|'s)$", re.IGNORECASE)
_PLURAL = re.compile(r"(?:s|people|men|children)$", re.IGNORECASE)
_ORGANISATION = re.compile(
    r"\b(?:company|companies|firm|enterprise|corporation|bank|ministry|council|institute|university|agency|committee|"
    r"group|works|plant|factory|union|association|ltd|inc|party|club|team)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase as written, its article included.

    Attributes:
        bare: the phrase without its article.
        core: ``bare`` without an "of …" that follows.
        named: whether it holds a proper name.
        definite: whether it carries an article or another determiner, or is a name.
        plural: whether its last word is a plural.
        person: whether it may be a person: an office, or two to three capitalised words and nothing else.
        located: whether a preposition of place stands before it.
    """

    text: str
    bare: str
    start: int
    end: int
    core: str
    named: bool
    definite: bool
    plural: bool
    person: bool
    located: bool

    @property
    def head(self) -> str:
        """Stem of its last word."""
        return stem(words(self.core)[-1]) if words(self.core) else ""


def phrases_in(text: str) -> list[Phrase]:
    """Noun phrases of ``text`` in order."""
    found: list[Phrase] = []
    tokens = list(_TOKEN.finditer(text))
    run: list[re.Match[str]] = []
    for place, token in enumerate([*tokens, None]):
        if token is not None and _continues(token, run, text):
            run.append(token)
            continue
        if run:
            first = place - len(run)
            found.append(_phrase(text, run, tokens[max(0, first - 1) : first]))
        verb = token is not None and bool(run) and _is_verb(token, run, text)
        run = [token] if token is not None and not verb and _continues(token, [], text) else []
    return _with_owners([phrase for phrase in found if words(phrase.bare)], text)


def _with_owners(phrases: list[Phrase], text: str) -> list[Phrase]:
    """Phrases with the "of …" that says whose they are: "the bell" and "the old school" make one."""
    joined: list[Phrase] = []
    for phrase in phrases:
        last = joined[-1] if joined else None
        if last and re.fullmatch(r" of ", text[last.end : phrase.start]) and not phrase.bare[0].isdigit():
            begin = text.index(last.bare, last.start)
            joined[-1] = replace(
                last, text=text[last.start : phrase.end], bare=text[begin : phrase.end], end=phrase.end,
                named=last.named or phrase.named, definite=last.definite or phrase.named,
            )  # fmt: skip
        else:
            joined.append(phrase)
    return joined


def _continues(token: re.Match[str], run: list[re.Match[str]], text: str) -> bool:
    word = token.group()
    if not re.match(r"[^\W_]|[$€£]\d", word) or _is_function(word) or word == "I":
        return False
    capital = word[0].isupper() and token.start() > _indent(text)
    before = "" if run else _before(text, token.start())
    pointing = before in _POINTING and (
        word.lower() in _NO_NOUNS or stem(word.lower()) in _VERBS or word.endswith("ed")
    )
    after_article = before in _DETERMINERS and not pointing  # "that exactly", "those looked": the word stands alone
    if before in _BEING and re.fullmatch(r"[a-z]{2,}ing", word):  # "was bothering"
        return False
    if word.lower() in _NO_NOUNS and not capital and not after_article:  # "far", but "the well" and "Long Island"
        return False
    if run and ((word[0].isdigit() and run[-1].group()[0].islower()) or _is_verb(token, run, text)):
        return False
    if run and text[run[-1].end() : token.start()].strip():
        return False
    if run and re.search(r"['’]s$", run[-1].group()) and run[-1].group()[0].islower():
        return False
    noun = bool(run) and _VERBAL_NOUN.match(text, token.start())
    return capital or after_article or bool(noun) or stem(word.lower()) not in _VERBS


def _indent(text: str) -> int:
    match = _INDENT.match(text)
    return match.end() if match else 0


def _is_function(word: str) -> bool:
    """Whether it carries no meaning of its own ("who's", "don't"); "US" and "IT" do."""
    bare, _, ending = word.lower().replace("’", "'").partition("'")
    if ending in ("t", "ll", "re", "ve", "d", "m"):
        return True
    return bare in FUNCTION_WORDS | _DETERMINERS and not (word.isupper() and len(word) > 1)


def _is_verb(token: re.Match[str], run: list[re.Match[str]], text: str) -> bool:
    """Whether the word is its clause's verb: after a bare name ("did Ann Lee order"), or past after a noun."""
    last = run[-1].group()
    names_only = all(part.group()[0].isupper() for part in run) and not re.search(r"['’]s?$", last)
    asked_of = names_only and _before(text, run[0].start()) in _AUXILIARIES
    past = token.group().endswith("ed") and not last.endswith("ly")
    return token.group()[0].islower() and (asked_of or past)


def _before(text: str, start: int) -> str:
    found = re.search(r"([\w’']+)\s*$", text[max(0, start - _LOOK_BACK) : start])
    return found[1].lower() if found else ""


def _phrase(text: str, run: list[re.Match[str]], before: list[re.Match[str]]) -> Phrase:
    begin, end = run[0].start(), run[-1].end()
    bare = text[begin:end]
    article = before[-1] if before and before[-1].group().lower() in _DETERMINERS else None
    start = article.start() if article else begin
    capitals = [t.group() for t in run if t.group()[0].isupper() and (t.start() > 0 or len(run) > 1)]
    named = bool(capitals) and not (begin == 0 and len(capitals) == 1 and len(run) > 1 and run[1].group().islower())
    preceding = _before(text, start)
    lasting = run[-1].group()
    in_office = bool({w.rstrip("s") for w in words(bare)} & OFFICES)
    full_name = len(capitals) == len(run) and 2 <= len(run) <= 3 and not article and not _ORGANISATION.search(bare)
    located = preceding in ("in", "at", "near", "from", "inside", "across")
    return Phrase(
        text=text[start:end],
        bare=bare,
        start=start,
        end=end,
        core=bare,
        named=named,
        definite=named or article is not None,
        plural=not named and bool(_PLURAL.search(lasting)) and not _SINGULAR.search(lasting),
        person=in_office or (full_name and not located),
        located=located,
    )
