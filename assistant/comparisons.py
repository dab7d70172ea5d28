"""Questions about two or more named things that different transcripts are about: the best evidence for each side.

A side is found by what sets a transcript apart (the names in its title, the people and places of its opening), so the
same wording works over any corpus. Each side is then searched in its own transcript alone: a plain search for "what was
offered to X and to Y" lets one of the two fill all the places.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product

from assistant.encoder import Vector
from assistant.evidence import ScoredSentence, weigh_passage, weigh_sentences
from assistant.extremes import asked_figures, incomparable
from assistant.figures import comparable
from assistant.filters import Filters
from assistant.language import FUNCTION_WORDS, content_stems, stem, words
from assistant.names import OFFICES, names_in
from assistant.plans import FRAME, Asked, SurveyKind, read_asked
from assistant.question import Question
from assistant.retrieval import HybridSearch
from assistant.topics import Survey, SurveyItem

MAX_SIDES = 12
PASSAGES_A_SIDE = 8
LEXICAL_DEPTH = 50
# A side's evidence must share this much of the question's weight with its surroundings, or be this near in meaning.
LEAST_COVERAGE = 0.3
LEAST_COSINE = 0.4
# A sentence with the figure asked for is taken over a better one without when it scores at most this much less.
FIGURE_ALLOWANCE = 4.0

_COMPARE = re.compile(r"\b(?:compar\w+|differ\w*|versus|vs\.?|contrast\w*|whereas)\b", re.IGNORECASE)
_JOINS = re.compile(r",|/|&|\b(?:and|or|versus|vs|than|with|to|from)\b", re.IGNORECASE)
_CLAUSE = re.compile(
    r"(?:[,;:]\s*(?:and\s+|but\s+)?|\s+(?:and|but)\s+)(?=(?:who|whose|what|which|how|when|where|why)\b)", re.I
)
_MORE = re.compile(
    r"\b(?P<less>less|smaller|lower|fewer|slower|cheaper)\b|\b(?:more|larger|bigger|greater|higher|faster)\b", re.I
)
_REQUEST = re.compile(r"(?<=[.?!])\s*(?:please )?(?:give|state|show|both|all)\b[^.?!]*[.?!]?\s*$", re.IGNORECASE)
_FRAMING = FRAME | {stem(word) for word in OFFICES}
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


@dataclass(frozen=True, slots=True)
class Side:
    """One thing compared: as written, where it stands in the question, and the transcript about it."""

    text: str
    start: int
    end: int
    source: str


def compare(search: HybridSearch, text: str, vector: Vector, filters: Filters | None) -> Survey | None:
    """The best evidence for each of the sides that ``text`` compares, or None when it compares none."""
    sides = read_sides(search, text, filters)
    if len(sides) < 2:
        return None
    asked = _asked_figure(text)
    found: dict[str, list[SurveyItem]] = {}
    for side, question, own_vector in _sub_questions(search, text, vector, sides):
        scope = replace(filters or Filters(), sources=(side.source,))
        items = best_evidence(search, question, own_vector, scope, asked)
        if items:
            found[side.text] = items
    if not found:
        return None
    missing = [f"nothing on this was found for “{side.text}”" for side in sides if side.text not in found]
    lead, notes = _verdict(text, found, asked)
    cited = sorted((item for items in found.values() for item in items), key=lambda item: (item.source, item.start))
    return Survey(SurveyKind.COMPARE, lead, tuple(cited), (*notes, *missing))


def read_sides(search: HybridSearch, text: str, filters: Filters | None) -> list[Side]:
    """The things that ``text`` sets side by side, one a transcript, in order; fewer than two when it does not."""
    sources = search.index.catalog.sources(filters)
    marks = _marks(search, sources, titles_in_full=bool(_COMPARE.search(text)))
    mended = dict(search.read(text).corrections)
    sides: list[Side] = []
    for match in _WORD.finditer(text):
        plain = (words(match.group()) or [""])[0]
        term = mended.get(stem(plain), stem(plain))
        source, capital = marks.get(term, ("", False))
        if not source or (capital and not match.group()[0].isupper()):
            continue
        last = sides[-1] if sides else None
        if last and last.source == source and not _JOINS.search(text[last.end : match.start()]):
            sides[-1] = replace(last, text=text[last.start : match.end()], end=match.end())
        elif source not in {side.source for side in sides}:
            sides.append(Side(match.group(), match.start(), match.end(), source))
    joined = all(_JOINS.search(text[a.end : b.start]) for a, b in pairwise(sides))
    return sides[:MAX_SIDES] if joined else []


def _marks(search: HybridSearch, sources: Sequence[str], *, titles_in_full: bool) -> dict[str, tuple[str, bool]]:
    """Stems that set one transcript apart, with it, and whether they count only when capitalised.

    Names of the title do in any spelling; the people and places of the opening only as names; the title's other
    words where the question says that it compares.
    """
    counts: dict[str, set[str]] = {}
    capital: dict[str, bool] = {}
    for source in sources:
        transcript = search.index.catalog.transcript(source)
        opening = transcript.text[transcript.body[0][0] : transcript.body[0][1]]
        named = {stem(w) for name in names_in(transcript.title) for w in words(name.text)}
        known = [
            name for name in (*transcript.people, *transcript.places) if name in opening or name in transcript.title
        ]
        others = {stem(w) for name in known for w in words(name)}
        rest = set(content_stems(transcript.title)) if titles_in_full else set()
        for term in named | others | rest:
            counts.setdefault(term, set()).add(source)
            capital[term] = capital.get(term, True) and term not in named | rest
    common = {stem(word) for word in (*OFFICES, *FUNCTION_WORDS)} | _everywhere(search, counts, sources)
    return {t: (next(iter(s)), capital[t]) for t, s in counts.items() if len(s) == 1 and t not in common}


def _everywhere(search: HybridSearch, terms: Collection[str], sources: Sequence[str]) -> set[str]:
    """Those of ``terms`` that stand in the title or among the people of most transcripts: they mark none of them."""
    always: list[set[str]] = []
    for source in sources:
        transcript = search.index.catalog.transcript(source)
        always.append({stem(w) for name in (transcript.title, *transcript.people) for w in words(name)})
    return {term for term in terms if sum(term in held for held in always) > max(1, len(always) // 2)}


def _sub_questions(
    search: HybridSearch, text: str, vector: Vector, sides: Sequence[Side]
) -> list[tuple[Side, Question, Vector]]:
    """What to search for each side: its own clause where each has one, else the whole; always without the sides."""
    text = _REQUEST.sub("", text)
    clauses = _clauses(text, sides)
    vectors = list(search.index.encoder.encode_queries(clauses)) if clauses else [vector] * len(sides)
    sources = search.index.catalog.sources()
    dropped = {stem(word) for side in sides for word in words(side.text)}
    dropped |= _everywhere(search, set(content_stems(text)), sources) | _FRAMING
    read = [_without(search, clause, dropped) for clause in clauses or [text]]
    questions = read if clauses else read * len(sides)
    return list(zip(sides, questions, vectors, strict=True))


def _without(search: HybridSearch, text: str, dropped: set[str]) -> Question:
    """``text`` read without the words whose stems are ``dropped``, unless nothing of it would be left."""
    kept = _WORD.sub(lambda m: "" if stem((words(m.group()) or [""])[0]) in dropped else m.group(), text)
    return search.read(kept if content_stems(kept) else text)


def _clauses(text: str, sides: Sequence[Side]) -> list[str]:
    """One clause with a question word for each side, in their order; none when the sides share a clause."""
    cuts = [0, *(match.end() for match in _CLAUSE.finditer(text)), len(text)]
    spans = list(pairwise(cuts))
    holding = [next((s for s in spans if s[0] <= side.start < s[1]), spans[0]) for side in sides]
    if len(set(holding)) < len(sides):
        return []
    return [text[a:b].strip(" ,;") for a, b in holding]


def _without(text: str, sides: Sequence[Side], shift: int) -> str:
    for side in sorted(sides, key=lambda s: -s.start):
        text = text[: side.start - shift] + " " + text[side.end - shift :]
    return text


def best_evidence(
    search: HybridSearch, question: Question, vector: Vector, scope: Filters, asked: Asked | None
) -> list[SurveyItem]:
    """The sentence of the one transcript in ``scope`` that best answers; none when none comes near.

    Where a figure of one measure is asked for, the two best sentences that give one.
    """
    catalog = search.index.catalog
    lexical = dict(catalog.search_lexical(question.terms, LEXICAL_DEPTH, scope))
    stored = catalog.passages_of(scope.sources[0])
    weighed = [weigh_passage(question, vector, p, lexical.get(p.id, 0.0)) for p in stored]
    ranked = weigh_sentences(question, vector, sorted(weighed, key=lambda c: -c.score)[:PASSAGES_A_SIDE])
    near = [sentence for sentence in ranked if _bears_on(sentence)]
    chosen = near[:1]
    if near and asked:
        close = [s for s in near if s.score >= near[0].score - FIGURE_ALLOWANCE and _gives(s, asked)]
        chosen = close[: 2 if asked.measure else 1] or chosen
    return [SurveyItem(s.candidate.stored, s.number) for s in chosen]


def _bears_on(sentence: ScoredSentence) -> bool:
    return sentence.features["near_coverage"] >= LEAST_COVERAGE or sentence.features["cosine"] >= LEAST_COSINE


def _gives(sentence: ScoredSentence, asked: Asked) -> bool:
    """Whether a sentence has the figure asked for, in itself or its neighbours called what the question calls it."""
    near = set().union(*sentence.candidate.stems[max(0, sentence.number - 1) : sentence.number + 2])
    return bool(asked_figures(sentence.text, asked)) and (not asked.beside or bool(near & set(asked.beside)))


def _asked_figure(text: str) -> Asked | None:
    """The figure that a comparison needs: the one it names, or any where it asks for the greater."""
    return read_asked(text) or (Asked(None) if _MORE.search(text) else None)


def _verdict(text: str, found: Mapping[str, Sequence[SurveyItem]], asked: Asked | None) -> tuple[str, tuple[str, ...]]:
    """The lead, which names the greater figure where the question asks for it and the two compare."""
    plain = f"On {_listed([f'“{name}”' for name in found])}:"
    more = _MORE.search(text)
    if not more or not asked or len(found) < 2:
        return plain, ()
    given = {name: [f for item in items for f in asked_figures(item.text, asked)[:1]] for name, items in found.items()}
    if not all(given.values()):
        return plain, ("not every side has a figure that could be compared",)
    chosen = next((c for c in product(*given.values()) if all(comparable(c[0], other) for other in c)), None)
    if chosen is None:
        told = "; ".join(f"{name}: {', '.join(f.text for f in figures)}" for name, figures in given.items())
        return f"{told}.", incomparable([figure for figures in given.values() for figure in figures])
    order = sorted(zip(chosen, given, strict=True), key=lambda pair: pair[0].value, reverse=not more["less"])
    word = "smaller" if more["less"] else "larger"
    rest = ", ".join(f"{figure.text} for {name}" for figure, name in order[1:])
    return f"The {word} is {order[0][1]} with {order[0][0].text}, against {rest}:", incomparable(chosen)


def _listed(items: Sequence[str]) -> str:
    unique = list(dict.fromkeys(items))
    return unique[0] if len(unique) == 1 else f"{', '.join(unique[:-1])} and {unique[-1]}"
