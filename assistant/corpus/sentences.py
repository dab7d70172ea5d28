"""Where sentences and paragraphs begin and end, as offsets into the unchanged text.

A span is a pair (start, end) with ``text[start:end]`` free of outer white space. Sentences inside a
quotation are sentences of their own, so that an answer can cite one of them rather than the whole speech.

The two libraries tried keep a quotation of five sentences as one (see docs/decisions.md), hence these rules.
They read English best; any script with ``. ! ? … 。 ！ ？`` is split, as are Arabic, Urdu, Hindi and Armenian.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.common_words import surplus_around
from assistant.corpus.sounds import only_sounds
from assistant.corpus.utterances import utterances

Span = tuple[int, int]
# Speech recognised without full stops, a table, a list in one line: no sentence that people write is longer.
MAX_CHARACTERS = 1500

# What a sentence ends with, in any script.
SENTENCE_MARKS = ".!?…؟۔।॥։。！？"
_OPENERS = "\"'“‘«„([{"
_CLOSERS = "\"'”’»)]}"
# German closes with the mark that English opens with; after a full stop and no space it closes.
_END_CLOSERS = _CLOSERS + "“‘«"
_BEFORE_HEAD = _OPENERS + "–—- "
# Possessive, and begun only where a run of marks begins: otherwise a line of 1 MB of dots takes hours.
# French has a space before the mark that closes.
_END = re.compile(
    rf"(?<![.!?…؟۔।॥։])[.!?…؟۔।॥։]++[{re.escape(_END_CLOSERS)}]*+(?:[ \u00a0\u202f]»)?(?=\s)|[。！？]++[”’」』]*+"
)
# "am 3. Mai", "im 19. Jahrhundert": an ordinal before a month or what else is counted so, as German writes it.
_ORDINAL = re.compile(r"(?<!\d)\d{1,2}$")
_MONTH = re.compile(
    r"(?:Januar|Jänner|Februar|Feber|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Jahrhunderts?|Weltkriegs?|"
    r"Jahrestags?|Geburtstags?)\b"
)
# English words or names too: counted only where the words around are German.
_COUNTED = re.compile(r"(?:Stock|Klasse|Platz|Mal)\b")
# "El Sr. Gil", "do Sr. Costa"; an English "Sr." follows a name.
_BEFORE_SENOR = re.compile(r"(?<!\w)(?:el|al|del|o|do|ao|pelo|y|e)\s+$", re.IGNORECASE)
_ENDS_IN_WORD = re.compile(r"(?<=\w)|(?<=\w\n)")
_WORD_BEFORE = re.compile(r"(?:^|[\s\"'“‘(\[–—-])((?:\w{1,2}\.)*+\w++)$")
_OFTEN_BEGINS = re.compile(r"(?:The|He|She|It|They|We|I|In|But|And|This|That|These|A|An)\b")
_LINE = re.compile(r"[^\n]*\n?")
# So many lines that look so are captions, and no list.
_CAPTIONS = 12

# What has a letter ("Plan C"), so that it is no initial; where people are called so too, a small word stands before it.
_LETTERED = re.compile(
    r"\b(?i:plan|block|room|building|platform|terminal|exit|route|zone|sector|area|unit|group|class|category|type|section|"
    r"schedule|annex|appendix|exhibit|vitamins?|hepatitis|option|item|lot|level|team|variant|scenario|version|model)\s$|"
    r"\b[a-z][\w’'-]*\s(?i:hall|wing|ward|gate|lane|road|row|grade)\s$"
)
# No initial stands before a title.
_TITLE = re.compile(r"(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor)\b")
_DECIMAL = re.compile(r"\d+(?:[.,]\d+)+$")

# Abbreviations after which a capital letter does not begin a sentence.
_ALWAYS_CONTINUE = frozenset(
    "mr mrs ms dr prof st gen col lt sgt capt cmdr adm gov sen rep hon rev fr pres messrs mt vs cf eg ie viz approx "
    "fig figs vol vols pp ch sec art ул проф гр тов акад напр".split()
)
# Abbreviations that continue only before a figure ("No. 5", "Jan. 3").
_CONTINUE_BEFORE_FIGURE = frozenset(
    "no nos p jan feb mar apr jun jul aug sep sept oct nov dec para art sec ch fig vol".split()
)
# The same of languages whose words are around; none is written in capitals ("an NP", "San Jose, CA").
_ABROAD = {
    **dict.fromkeys("sra srta sres dña".split(), ("es", "pt")),
    **dict.fromkeys("sig dott avv".split(), ("it",)),
    **dict.fromkeys("dhr mevr drs".split(), ("nl",)),
    **dict.fromkeys("ul np".split(), ("pl",)),
    **dict.fromkeys("tzw bzw vgl ggf evtl".split(), ("de",)),
    **dict.fromkeys("mme mlle".split(), ("fr",)),
}
_ABROAD_BEFORE_FIGURE = {
    **dict.fromkeys("nr ca".split(), ("da", "de", "nl", "pl", "sv")),
    **dict.fromkeys("nº núm".split(), ("es", "it", "pt")),
}
# Of the Russian words of one letter those that are abbreviations: of a year or town, a village, a house, a point.
_CYRILLIC = frozenset("гсдпр")
_SPEECH = (
    "said|says|asked|asks|added|adds|noted|notes|stressed|replied|answered|remarked|exclaimed|continued|"
    "explained|emphasized|emphasised|wondered|shouted|insisted|concluded|urged"
)
_ATTRIBUTION = re.compile(rf"(?:[\w’'.-]+\s+){{1,6}}?(?:{_SPEECH})\b|(?:{_SPEECH})\b", re.IGNORECASE)
_TERMINAL = re.compile(rf"[.!?…؟۔।॥։:;,。！？][{re.escape(_CLOSERS)}]*$")
# A heading of Markdown, which is a line of its own.
_HEADED = re.compile(r"#{1,6}\s\S")
# Of a hearing: "Q.  Were you there?", "A    I was.", "**Q.** And then?".
EXAMINED = re.compile(r"(?:\*\*|__)?(?P<part>[QA])(?:[.:](?:\*\*|__)?[^\S\n]+|(?:\*\*|__)?[^\S\n]{2,})(?=\S)")
_EXAMINED_LINE = re.compile(rf"^[^\S\n]*+{EXAMINED.pattern}", re.MULTILINE)
# In so many lines of one text it is no initial.
_EXAMINED_LINES = 3
_LABELLED = re.compile(r"(?:[-•*·–—]|\d+[.)]|\[?\d{1,2}:\d{2}|[A-Z][\w .'’-]{0,40}:)\s")


def is_question(sentence: str) -> bool:
    """Whether its last mark, quotation marks and brackets aside, is that of a question."""
    return sentence.rstrip(_END_CLOSERS).endswith(("?", "？", "؟"))


def paragraph_spans(text: str) -> list[Span]:
    """Spans of the paragraphs of ``text``, in order, trimmed.

    A blank line always separates. A single line break separates too, unless the text is hard-wrapped:
    most of its lines then stop without punctuation at a similar width and the next goes on. So do the lines
    of captions, however short. In a hearing's questions and answers every line goes on that stops so.
    """
    lines = [(m.start(), m.end()) for m in _LINE.finditer(text) if m.group()]
    plain = [text[a:b].strip() for a, b in lines]
    wrapped = _is_hard_wrapped(plain) or _are_captions(plain)
    examined = is_examination(text)
    spans: list[Span] = []
    begin: int | None = None
    end = 0
    for (start, stop), line in zip(lines, plain, strict=True):
        runs_on = wrapped or (examined and begin is not None and not _TERMINAL.search(text[begin:end].rstrip()))
        goes_on = runs_on and begin is not None and line and not _opens(line, examined)
        if goes_on and begin is not None and _HEADED.match(text, begin):
            goes_on = False
        if begin is not None and not goes_on:
            spans.append((begin, end))
            begin = None
        if line:
            begin = start if begin is None else begin
            end = stop
    if begin is not None:
        spans.append((begin, end))
    return [trimmed(text, a, b) for a, b in spans]


def is_examination(text: str) -> bool:
    """Whether lines of ``text`` are marked as questions and as answers: "Q." and "A."."""
    parts = [found["part"] for found in _EXAMINED_LINE.finditer(text)]
    return min(parts.count("Q"), parts.count("A")) >= _EXAMINED_LINES


def _opens(line: str, examined: bool) -> bool:
    """Whether a line begins a paragraph by how it begins; in what is ``examined`` a question and an answer do."""
    marked = _LABELLED.match(line) or _HEADED.match(line) or (examined and EXAMINED.match(line))
    return bool(marked) or only_sounds(line)


def _is_hard_wrapped(lines: list[str]) -> bool:
    inner = [a for a, b in pairwise(lines) if a and b]
    if len(inner) < 4:
        return False
    broken = [line for line in inner if 40 <= len(line) <= 120 and not _TERMINAL.search(line)]
    return len(broken) > 0.5 * len(inner)


def _are_captions(lines: list[str]) -> bool:
    """Whether lines are captions of a machine, pasted: short, without a capital or a full stop, of several words."""
    said = [line for line in lines[1:] if line and not only_sounds(line)]
    words = sum(len(line.split()) for line in said)
    small = sum(line[0].islower() or line.startswith(("I ", "I'", "I’")) for line in said)
    ended = sum(bool(_TERMINAL.search(line)) for line in said)
    usual = len(said) >= _CAPTIONS and 3 * len(said) <= words <= 14 * len(said)
    return usual and small >= 0.8 * len(said) and ended <= 0.05 * len(said)


def sentence_spans(text: str, start: int = 0, end: int | None = None, breaks: Sequence[int] = ()) -> list[Span]:
    """Spans of the sentences of ``text[start:end]``, in order, trimmed; none is empty.

    Args:
        breaks: offsets where the captions of a recording begin, in order: what has no full stops is cut there.
    """
    end = len(text) if end is None else end
    spans: list[Span] = []
    begin = start
    for stop in _boundaries(text, start, end):
        spans.append((begin, stop))
        begin = stop
    spans.append((begin, end))
    whole = [(a, b) for a, b in (trimmed(text, *span) for span in spans) if b > a]
    said = (stretch for span in whole for stretch in utterances(text, span, breaks))
    return [piece for span in said for piece in _pieces(text, span)]


def _pieces(text: str, span: Span) -> list[Span]:
    """The sentence, or, where it is none that a person would say, stretches of it of at most MAX_CHARACTERS."""
    pieces: list[Span] = []
    start, end = span
    while end - start > MAX_CHARACTERS:
        cut = _cut(text, start, start + MAX_CHARACTERS)
        pieces.append(trimmed(text, start, cut))
        start = trimmed(text, cut, end)[0]
    return [*pieces, (start, end)]


def _cut(text: str, start: int, limit: int) -> int:
    """Where to cut ``text[start:limit]``: after a line, a clause or a word of its second half, or at the limit."""
    half = (start + limit) // 2
    for mark in ("\n", "; ", ", ", "，", "、", " "):
        found = text.rfind(mark, half, limit)
        if found > 0:
            return found + len(mark)
    return limit


def _boundaries(text: str, start: int, end: int) -> Iterator[int]:
    for match in _END.finditer(text, start, end):
        if _ends_sentence(text, start, match, end):
            yield match.end()


def _ends_sentence(text: str, start: int, match: re.Match[str], end: int) -> bool:
    mark = match.group()
    if mark[0] in "。！？":
        return True
    rest = text[match.end() : min(end, match.end() + 120)].lstrip()
    if not rest:
        return False
    head = rest.lstrip(_BEFORE_HEAD)
    if not head or head[0].islower():
        return False
    if mark[-1] in _CLOSERS and mark[0] in "?!" and _ATTRIBUTION.match(head):
        return False
    if mark == ".":
        dot = match.start()
        numbered = text[dot - 1].isdigit() and _ORDINAL.search(text, max(start, dot - 3), dot)
        if numbered and (_MONTH.match(head) or (_COUNTED.match(head) and surplus_around(text, dot, dot, ("de",)) > 0)):
            return False
        before = text[max(start, dot - 24) : dot]
        found = _WORD_BEFORE.search(before) if _ENDS_IN_WORD.match(text, dot) else None
        return not found or not (_is_abbreviation(found, head) or _is_abroad(text, dot, found, head))
    return True


def _is_abroad(text: str, dot: int, found: re.Match[str], following: str) -> bool:
    """Whether the word before a full stop is an abbreviation of the language of the words around, if not of English."""
    before, word = found.string, found.group(1)
    if word.isupper() and not (word == "EE" and following.startswith("UU.")):
        return False
    plain = word.lower()
    among = _ABROAD.get(plain) or (_ABROAD_BEFORE_FIGURE.get(plain) if following[0].isdigit() else None)
    if word == "EE" or (plain == "sr" and _BEFORE_SENOR.search(before[: found.start(1)])):
        among = ("es", "pt")
    return among is not None and surplus_around(text, dot, dot, among) > 0


def _is_abbreviation(found: re.Match[str], following: str) -> bool:
    before, word = found.string, found.group(1)
    if found.end() < len(before):  # in the line above
        return False
    plain = word.replace(".", "").lower()
    if plain in _ALWAYS_CONTINUE:
        return True
    if plain in _CONTINUE_BEFORE_FIGURE and following[0].isdigit():
        return True
    lead = before[: found.start(1)]
    if len(word) == 1 and word.isalpha() and word.isupper() and word != "I":
        return not (_LETTERED.search(lead) or _TITLE.match(following))  # an initial: "J. Smith"
    if _DECIMAL.match(word):
        return lead.strip()[-1:] in ("", *SENTENCE_MARKS)  # of what follows: "2.2. Reasons", not "It is 2.2. Why?"
    if word in _CYRILLIC:
        return not lead.rstrip()[-1:].isdigit()  # "in the town of", but "in the year 1999"
    # "U.S. President", "a.m. on": a dotted abbreviation ends a sentence only before a word that often begins one.
    return "." in word and not _OFTEN_BEGINS.match(following)


def trimmed(text: str, start: int, end: int) -> Span:
    """The span without the white space at its edges."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
