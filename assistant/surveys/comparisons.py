"""Questions about two or more named things that different transcripts are about: the best evidence for each side.

A side is found by what sets a transcript apart (the names in its title, the people and places of its opening), so the
same wording works over any corpus. Each side is then searched in its own transcript alone: a plain search for "what was
offered to X and to Y" lets one of the two fill all the places.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.encoder import Vector
from assistant.evidence import ScoredSentence, weigh_passage, weigh_sentences
from assistant.filters import Filters
from assistant.language import FUNCTION_WORDS, content_stems, stem, words
from assistant.names import OFFICES, Name, names_in
from assistant.question import Question, Wanted
from assistant.retrieval import HybridSearch
from assistant.surveys.extremes import incomparable
from assistant.surveys.figures import Asked, asked_figures, comparable, read_asked
from assistant.surveys.plans import FRAME, SurveyKind
from assistant.surveys.synonyms import like_words
from assistant.surveys.topics import Survey, SurveyItem, held_in, held_near

MAX_SIDES = 12
# Words between a side and the name set beside it ("X Island or with Y").
MOST_BETWEEN = 4
PASSAGES_A_SIDE = 8
SENTENCES_A_SIDE = 2
# A second sentence joins when it scores at most this much (log-odds) less than the first.
AS_GOOD = 0.4
SYNONYM_BONUS = 2.0
LEXICAL_DEPTH = 50
# A side's evidence must share this much of the question's weight with its surroundings, or be this near in meaning.
LEAST_COVERAGE = 0.35
LEAST_COSINE = 0.4
# A sentence with the figure asked for is taken over a better one without when it scores at most this much less, or
# when the words beside the figure are the question's.
FIGURE_ALLOWANCE = 4.0

_COMPARE = re.compile(r"\b(?:compar\w+|differ(?:s|ences?)?|versus|vs\.?|contrast\w*|whereas)\b", re.IGNORECASE)
_JOINS = re.compile(r",|/|&|\b(?:and|or|versus|vs|than|with|to|from)\b", re.IGNORECASE)
_CLAUSE = re.compile(
    r"(?:[,;:]\s*(?:and\s+|but\s+)?|\s+(?:and|but)\s+)(?=(?:who|whose|what|which|how|when|where|why)\b)", re.I
)
_MORE = re.compile(
    r"\b(?P<less>less|smaller|lower|fewer|slower|cheaper)\b|\b(?:more|larger|bigger|greater|higher|faster)\b", re.I
)
_REQUEST = re.compile(r"(?<=[.?!])\s*(?:please )?(?:give|state|show|both|all)\b[^.?!]*[.?!]?\s*$", re.IGNORECASE)
_COMPARATIVES = """difference differ versus contrast less smaller lower fewer slower cheaper more larger bigger greater
    higher faster first last earlier later common""".split()
_FRAMING = FRAME | {stem(word) for word in (*OFFICES, *_COMPARATIVES)}
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
    explicit = bool(_COMPARE.search(text) or _MORE.search(text))
    unknown = _unknown_names(search, text, sides[0]) if explicit and len(sides) == 1 else []
    missing = [f"“{name}” is not mentioned in the transcripts" for name in unknown]
    if not sides or len(sides) + len(missing) < 2:
        return None
    asked = _asked_figure(text)
    found: dict[str, list[SurveyItem]] = {}
    for side, question, own_vector in _sub_questions(search, text, vector, sides):
        scope = replace(filters or Filters(), sources=(side.source,))
        items = best_evidence(search, question, own_vector, scope, _narrowed(asked, question))
        if items:
            found[side.text] = items
    if not found or (len(found) + len(missing) < len(sides) and not explicit):
        return None
    missing += [f"nothing on this was found for “{side.text}”" for side in sides if side.text not in found]
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


def _unknown_names(search: HybridSearch, text: str, side: Side) -> list[str]:
    """Names set beside the one side ("trade with X and Y") no word of which is in the corpus."""
    known = search.vocabulary()
    found = []
    for name in (Name(n.text, n.start - 2, n.end - 2) for n in names_in(f"x {text}")):
        gap = text[side.end : name.start] if name.start > side.end else text[name.end : side.start]
        beside = len(gap.split()) <= MOST_BETWEEN and re.search(r",|\b(?:and|or|versus|vs|than)\b", gap)
        if beside and not any(stem(word) in known for word in words(name.text)):
            found.append(name.text)
    return found


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
    sources = search.index.catalog.sources()
    dropped = {stem(word) for side in sides for word in words(side.text)}
    dropped |= _everywhere(search, set(content_stems(text)), sources) | _FRAMING
    questions = [_without(search, clause, dropped) for clause in clauses or [text]]
    vectors = list(search.index.encoder.encode_queries(clauses or [questions[0].text]))
    many = 1 if clauses else len(sides)
    return list(zip(sides, questions * many, vectors * many, strict=True))


def _without(search: HybridSearch, text: str, dropped: set[str]) -> Question:
    """``text`` read without the words whose stems are ``dropped``."""
    kept = _WORD.sub(lambda m: "" if stem((words(m.group()) or [""])[0]) in dropped else m.group(), text)
    return search.read(kept)


def _clauses(text: str, sides: Sequence[Side]) -> list[str]:
    """What is said of each side alone, in their order; none when the sides share their words.

    Either each stands in a clause with a question word of its own, or each has words of its own before it
    ("the price of X or the age of Y").
    """
    cuts = [0, *(match.end() for match in _CLAUSE.finditer(text)), len(text)]
    spans = list(pairwise(cuts))
    holding = [next((s for s in spans if s[0] <= side.start < s[1]), spans[0]) for side in sides]
    if len(set(holding)) == len(sides):
        return [text[a:b].strip(" ,;") for a, b in holding]
    ends = [0, *(side.end for side in sides)]
    phrases = [re.split(r"\b(?:or|and|than|versus|vs)\b", text[a:b])[-1] for a, b in pairwise(ends)]
    own = [set(content_stems(phrase)) - _FRAMING for phrase in phrases]
    named = [{stem(word) for word in words(side.text)} for side in sides]
    return phrases if all(o - n for o, n in zip(own, named, strict=True)) else []


def best_evidence(
    search: HybridSearch, question: Question, vector: Vector, scope: Filters, asked: Asked | None
) -> list[SurveyItem]:
    """The one or two sentences of the one transcript in ``scope`` that best answer; none when none comes near.

    Where a figure is asked for, those that give one.
    """
    catalog = search.index.catalog
    lexical = dict(catalog.search_lexical(question.terms, LEXICAL_DEPTH, scope))
    stored = catalog.passages_of(scope.sources[0])
    weighed = [weigh_passage(question, vector, p, lexical.get(p.id, 0.0)) for p in stored]
    ranked = weigh_sentences(question, vector, sorted(weighed, key=lambda c: -c.score)[:PASSAGES_A_SIDE])
    called = [s for s in ranked if asked and asked.beside and _gives(s, asked)]
    near = [s for s in ranked if _bears_on(question, s) or s in called]
    near.sort(key=lambda s: -_rank(question, s))
    if not near:
        return []
    best = _rank(question, near[0])
    chosen = [s for s in near[:SENTENCES_A_SIDE] if _rank(question, s) >= best - AS_GOOD]
    if asked:
        close = [s for s in near if s in called or (_gives(s, asked) and _rank(question, s) >= best - FIGURE_ALLOWANCE)]
        chosen = close[: SENTENCES_A_SIDE if asked.measure else 1] or chosen
    return [_item(sentence) for sentence in chosen]


def _item(sentence: ScoredSentence) -> SurveyItem:
    return SurveyItem(sentence.candidate.stored, sentence.number)


def _bears_on(question: Question, sentence: ScoredSentence) -> bool:
    """Whether a sentence, with its neighbours but without its heading, shares enough of the question's words.

    A question of one word ("what was proposed to …") may share its meaning only; one for a number needs one.
    """
    if question.wanted is Wanted.QUANTITY and not sentence.features["wanted"]:
        return False
    near, cosine = held_near(_item(sentence)), sentence.features["cosine"]
    held = [w for term, w in zip(question.terms, question.weights, strict=True) if like_words(term) & near]
    share = sum(held) / (sum(question.weights) or 1.0)
    return share >= LEAST_COVERAGE or (cosine >= LEAST_COSINE and (share > 0 or len(question.terms) == 1))


def _rank(question: Question, sentence: ScoredSentence) -> float:
    """A sentence's score, raised where it says in a near-synonym what the question asks in another word."""
    held = held_in(sentence.text)
    likes = any(len(like_words(term)) > 1 and like_words(term) & held for term in question.terms)
    return sentence.score + (SYNONYM_BONUS if likes else 0.0)


def _gives(sentence: ScoredSentence, asked: Asked) -> bool:
    """Whether a sentence has the figure asked for, in itself or its neighbours called what the question calls it."""
    named = not asked.beside or bool(held_near(_item(sentence)) & set(asked.beside))
    return named and bool(asked_figures(sentence.text, asked))


def _asked_figure(text: str) -> Asked | None:
    """The figure that a comparison needs: the one it names, or any where it asks for the greater."""
    return read_asked(text) or (Asked(None) if _MORE.search(text) else None)


def _narrowed(asked: Asked | None, question: Question) -> Asked | None:
    """``asked`` with only those of the words beside the figure that a side's own question has."""
    return replace(asked, beside=tuple(word for word in asked.beside if word in question.terms)) if asked else None


def _verdict(text: str, found: Mapping[str, Sequence[SurveyItem]], asked: Asked | None) -> tuple[str, tuple[str, ...]]:
    """The lead, which names the greater figure where the question asks for it and the two compare."""
    plain = f"On {_listed([f'“{name}”' for name in found])}:"
    more = _MORE.search(text)
    if not more or not asked or len(found) < 2:
        return plain, ()
    given = {name: [f for item in items for f in asked_figures(item.text, asked)[:1]] for name, items in found.items()}
    if not all(given.values()):
        return plain, ("not every side has a figure that could be compared",)
    chosen = [figures[0] for figures in given.values()]
    if not all(comparable(chosen[0], other) for other in chosen):
        told = "; ".join(f"{name}: {', '.join(f.text for f in figures)}" for name, figures in given.items())
        return f"{told}.", incomparable([figure for figures in given.values() for figure in figures])
    order = sorted(zip(chosen, given, strict=True), key=lambda pair: pair[0].value, reverse=not more["less"])
    word = "smaller" if more["less"] else "larger"
    rest = ", ".join(f"{figure.text} for {name}" for figure, name in order[1:])
    return f"The {word} is {order[0][1]} with {order[0][0].text}, against {rest}:", incomparable(chosen)


def _listed(items: Sequence[str]) -> str:
    unique = list(dict.fromkeys(items))
    return unique[0] if len(unique) == 1 else f"{', '.join(unique[:-1])} and {unique[-1]}"
