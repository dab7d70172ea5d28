"""Noun phrases in running English, without a tagger: runs of meaning words, with the article or the name they carry.

A run is cut at function words, punctuation and common verbs, so a rare verb may stick to its noun. Good enough to say
what "it" or "the company" can mean in the turn before; no parse.
"""

import re
from dataclasses import dataclass, replace
from itertools import takewhile

from assistant.corpus.numerals import ONES, ORDINALS
from assistant.corpus.offices import OFFICES
from assistant.language import FUNCTION_WORDS, stem, words
from assistant.questions.bare_clauses import clause_in
from assistant.questions.word_kinds import ALSO_NOUNS, NO_NOUNS, PLAIN_VERBS, PREDICATES, VERB_FORMS

_TOKEN = re.compile(r"N[or]\. ?\d+(?!\w)|[$€£]?\d(?:[\d.,]*\d)?%?(?!\w)|[^\W_](?:[\w’'.&-]*[\w’'])?|[^\w\s]")
_NUMBERS = {*ONES[:12], "both", "several"}
_DETERMINERS = _NUMBERS | set("a an the this that these those our its his her their my your some no any".split())
# What goes by a number.
_NUMBERED = frozenset(
    """number phase stage part chapter platform pier gate room floor grade level tier zone unit block pit shaft
    class option module section line route plan boat bus page lane dock berth hall wing ward day week year
    round""".split()
)
# They stand alone as often as before a noun.
_POINTING = frozenset("this that these those".split())
_BEING = frozenset("is are was were be been being".split())
_AUXILIARIES = frozenset("did does do will would has have had can could should".split())

_VERBS = frozenset(map(stem, PLAIN_VERBS))
# "Operators", "the foreign investment": a noun made of a verb, which has its stem and not its form.
_MADE_OF_VERB = re.compile(r"\w{3}(?:or|er|ion|ment|ance|ence)s?$")
# "How much did the fields yield": what stands last before the clause ends is the verb, whatever word it is.
_INVERTED = frozenset("do does did will would can could should may might must".split())
_QUESTION_WORDS = frozenset("who whom whose what which when where why how".split())
_JOINS = frozenset("and but or so because if that".split())
_SUBJECTS = frozenset("i you he she it we they anyone anybody someone somebody everyone everybody nobody".split())
_NO_BARE_VERB = re.compile(
    r"[^s]s$|(?:tion|sion|ment|ness|ity|(?<!^s)(?<!^r)(?<!^br)(?<!^cl)(?<!^sw)ing|ed|ly|\w{3}ship|hood|ism)$"
)
# "The biggest cost" is a noun, "the ferry cost" is none.
_DESCRIBING = re.compile(
    rf"(?:{'|'.join(ORDINALS[:10])}|\w+est|last|next|previous|final|total|main|only|own|same|new|old|high|low|annual|"
    r"actual|real|extra|big|small|east|north|south)",
    re.IGNORECASE,
)
# "The second one" ends a phrase.
_ENDS_IN_ONE = re.compile(r"\b(?:the|this|that|which|each|every|another|an?)(?: [\w’'-]+)? ones?\s*$", re.IGNORECASE)
# Nouns that look like verbs ("the Larkhaven meeting"), unless an object follows ("Ann Lee meeting the …").
VERBAL_NOUN = re.compile(
    r"(?:meeting|hearing|sitting|building|reading|opening|training|beginning|drawing|finding|holding|feeling)s?\b"
    r"(?! (?:the|an?|this|that|these|those|his|her|its|their|our|my|your)\b)",
    re.IGNORECASE,
)
# "To solve them", "want to solve the riddle": the word between is a verb.
_OBJECT_THEN = re.compile(r" (?:it|them|him|her|us|me)\b", re.IGNORECASE)
_DETERMINED_THEN = re.compile(r" (?:the|an?|this|that|these|those|its|his|her|their|our|my|your)\b", re.IGNORECASE)
_AIMING = re.compile(
    r"\b(?:(?:want|wish|hope|plan|intend|need)(?:s|ed)?|tr(?:y|ies|ied)|going|able|how|what|whether) to $",
    re.IGNORECASE,
)
_LOWER_WORD_THEN = re.compile(r" ([a-z][\w’'-]*)")
_INDENT = re.compile(r"\s*")
# The word before a phrase is looked for in so many characters; in all that stands before, a text would cost its square.
_LOOK_BACK = 100
# So many tokens of its clause are looked at on each side of a phrase; no longer clause has a verb worth telling.
_CLAUSE_TOKENS = 40
# A noun that ends in an s as a plural does.
_SINGULAR = re.compile(r"(?:ss|us|is|news|series|gas|atlas|’s|'s)$", re.IGNORECASE)
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
        doing: whether it does something in a relative clause without its word: the people of "the lamps people have".
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
    doing: bool = False

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
        token = None if token is not None and _is_infinitive(token, text) else token
        if token is not None and _continues(token, run, text):
            run.append(token)
            continue
        first = place - len(run)
        if named := _without_inverted_verb(run, tokens, first):
            first += run.index(named[0])
            found += _phrases_of(named, tokens, first, text)
        verb = token is not None and bool(run) and _is_verb(token, run, text)
        run = [token] if token is not None and not verb and _continues(token, [], text) else []
    return _with_owners([phrase for phrase in found if words(phrase.bare)], text)


def _phrases_of(run: list[re.Match[str]], tokens: list[re.Match[str]], first: int, text: str) -> list[Phrase]:
    """The phrase that a run makes, or the thing and who does something with it: "the lamps people have"."""
    end = first + len(run)
    before = _clause(tokens[max(0, first - _CLAUSE_TOKENS) : first][::-1])[::-1]
    after = _clause(tokens[end : end + _CLAUSE_TOKENS]) if len(run) > 1 and before else []
    who = clause_in([part.group() for part in run], before, after, _is_plain_verb) if len(run) > 1 and before else None
    if who is None:
        return [_phrase(text, run, tokens[max(0, first - 1) : first])]
    thing = _phrase(text, run[: who.start], tokens[max(0, first - 1) : first])
    return [thing, replace(_phrase(text, run[who.start : who.stop], []), doing=True)]


def _without_inverted_verb(run: list[re.Match[str]], tokens: list[re.Match[str]], first: int) -> list[re.Match[str]]:
    """The run without the verb of a question that a helping verb opens: "did the fields yield", "did they dig"."""
    clause = _clause(tokens[max(0, first - _CLAUSE_TOKENS) : first][::-1])[::-1] if run else []
    if not clause or len(clause) == _CLAUSE_TOKENS:
        return run
    if clause == ["who"] and run[0].group().islower():  # "who mends the looms"
        return run[1:]
    at = next((place for place, word in enumerate(clause) if word in _INVERTED), None)
    if at is None or not (at == 0 or clause[0] in _QUESTION_WORDS):
        return run
    between, last = clause[at + 1 :], run[-1].group()
    if any(_is_plain_verb(word) or word == "to" for word in between) or not _leads_up(between):
        return run
    subject_told = (between and between[-1] in _SUBJECTS) or (not between and at == 1 and clause[0] == "who")
    if subject_told and run[0].group().islower() and not _NO_BARE_VERB.search(run[0].group()):
        return run[1:]
    end = first + len(run)
    after = tokens[end : end + _CLAUSE_TOKENS]
    goes_on = bool(after) and after[0].group().lower() in ("of", "and", "or", ",")
    if len(run) < 2 or goes_on or any(map(_is_plain_verb, _clause(after))) or set(between) & _SUBJECTS:
        return run
    return run if not last.islower() or _NO_BARE_VERB.search(last) else run[:-1]


def _leads_up(between: list[str]) -> bool:
    """Whether nothing but articles and what the subject is of ("the head of") stands before it."""
    of = max((at for at, word in enumerate(between) if word == "of"), default=-1)
    return all(_is_function(word) or word in _SUBJECTS for word in between[of + 1 :])


def _clause(tokens: list[re.Match[str]]) -> list[str]:
    """The words of the tokens, in lower case, up to the first mark or word that ends a clause."""
    said = (token.group().lower() for token in tokens)
    return list(takewhile(lambda word: word[0].isalnum() and word not in _JOINS, said))


def _is_plain_verb(word: str) -> bool:
    return word in VERB_FORMS or word in ("be", "have", "do") or stem(word) in _VERBS


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
    if run and _is_its_number(token, run[-1], text):
        return True
    if not re.match(r"[^\W_]|[$€£]\d", word) or _is_function(word) or word == "I":
        return False
    capital = word[0].isupper() and token.start() > _indent(text)
    before = "" if run else _before(text, token.start())
    pointing = before in _POINTING and (
        word.lower() in NO_NOUNS | PREDICATES | VERB_FORMS or stem(word.lower()) in _VERBS or word.endswith("ed")
    )
    after_article = before in _DETERMINERS and not pointing  # "that exactly", "those looked": the word stands alone
    if before == "one" and _ENDS_IN_ONE.search(text[max(0, token.start() - _LOOK_BACK) : token.start()]):
        after_article = False
    if before in _BEING and re.fullmatch(r"[a-z]{2,}ing", word):  # "was bothering"
        return False
    if word.lower() in NO_NOUNS and not capital and not after_article:  # "far", but "the well" and "Long Island"
        return False
    if word.lower() in PREDICATES and not capital and not after_article and (run or not _is_of_a_noun(token, text)):
        return False
    if run and ((word[0].isdigit() and run[-1].group()[0].islower()) or _is_verb(token, run, text)):
        return False
    if run and text[run[-1].end() : token.start()].strip():
        return False
    if run and re.search(r"['’]s$", run[-1].group()) and run[-1].group()[0].islower():
        return False
    noun = bool(run) and VERBAL_NOUN.match(text, token.start())
    if (
        run
        and all(_DESCRIBING.fullmatch(part.group()) for part in run)
        and re.sub(r"ies$", "y", word).rstrip("s") in ALSO_NOUNS
    ):
        return True
    verb = _may_be_verb(word.lower())
    return capital or after_article or bool(noun) or not verb


def _is_its_number(token: re.Match[str], noun: re.Match[str], text: str) -> bool:
    """Whether the number in words belongs to the noun before it: "Platform Two", "gate three", "number four"."""
    word = token.group()
    if word.lower() not in ONES or text[noun.end() : token.start()] != " ":
        return False
    named = word[0].isupper() and noun.group()[0].isupper()
    return named or noun.group().lower() in _NUMBERED


def _is_of_a_noun(token: re.Match[str], text: str) -> bool:
    """Whether a noun follows straight, and nothing before it of which the word would be said: "true happiness"."""
    before, then = _before(text, token.start()), _LOWER_WORD_THEN.match(text, token.end())
    if then is None or before in _SUBJECTS or not (before == "" or _is_function(before) or before in NO_NOUNS):
        return False
    following = then[1]
    return not (_is_function(following) or following in NO_NOUNS | PREDICATES or _may_be_verb(following))


def _may_be_verb(word: str) -> bool:
    made_of_one = _MADE_OF_VERB.search(word) and word.removesuffix("s") not in PLAIN_VERBS
    return word in VERB_FORMS or (stem(word) in _VERBS and not made_of_one)


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


def _is_infinitive(token: re.Match[str], text: str) -> bool:
    if _OBJECT_THEN.match(text, token.end()):
        return _before(text, token.start()) == "to"
    aimed = _DETERMINED_THEN.match(text, token.end())
    return bool(aimed and _AIMING.search(text[max(0, token.start() - _LOOK_BACK) : token.start()]))


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
    numbered = lasting.lower() in ONES or lasting[-1].isdigit()
    in_capitals = len(capitals) == len(run) and 2 <= len(run) <= 3 and not article
    full_name = in_capitals and not numbered and not _ORGANISATION.search(bare)
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
