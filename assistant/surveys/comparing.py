"""Questions about two or more things that different transcripts tell of: the best evidence for each of them.

A plain search for "what was offered to X and to Y" lets one of the two fill all the places, so each is asked about by
itself. Which transcript a thing belongs to is measured by where its words are said; one that is spoken of everywhere
belongs to none and is no side.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.language import capitalised
from assistant.questions.breadth import told_at_length
from assistant.questions.framing import is_frame
from assistant.questions.question import Question, Wanted
from assistant.questions.survey_request import SurveyKind
from assistant.reading.accounts import read_account
from assistant.reading.answerability import probability
from assistant.reading.extractive import choose_for_account, choose_sentences, leans_back
from assistant.reading.ranking import read_evidence
from assistant.retrieval.evidence import ScoredSentence, logistic
from assistant.retrieval.hybrid import Found
from assistant.store.encoder import Vector
from assistant.surveys.asked_figures import Asked, asked_figures, read_asked
from assistant.surveys.coins import coin_of
from assistant.surveys.gathering import (
    Corpus,
    affinity,
    affinity_weight,
    confidence,
    gather,
    item,
    log_odds,
    weighted_terms,
)
from assistant.surveys.readings import sentence_at
from assistant.surveys.results import Lead, Survey, SurveyItem
from assistant.surveys.sides import Side, compares, read_sides
from assistant.surveys.verdicts import direction, quoted, verdict

# A thing asked about belongs to a transcript when this share of where it is spoken of lies there.
OWN = 0.4
# Below the first probability the lead says that a side may not be told, and gives no verdict; where all are below the
# second, which alone is too little for an answer, none is given.
DOUBTFUL, HARDLY = 0.45, 0.25
_CANDIDATES = 40
# Among so many sentences one with a figure of the kind asked for joins those chosen, where none of them has one.
NEAR = 10
# Sentences of a side that are shown at least, where each is so likely to answer. Of 100 practice comparisons 67 are
# right with two (62 with one, at a sixth fewer words; at any probability 67, at a tenth more).
LEAST, MAY_WELL = 2, 0.05
_ARTICLE = re.compile(r"(?:[Tt]he|[Aa]n?) [a-z]")
# Why one thing is more than another, and by how much, is told in one place.
_IN_ONE_BREATH = re.compile(r"\b(?:why|reasons?|than|between)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Figures:
    """The kind of figure that is asked for of a side, if of one, and the corpus's own coin."""

    asked: Asked | None
    coin: str

    def completed(self, chosen: list[ScoredSentence], ranked: Sequence[ScoredSentence]) -> list[ScoredSentence]:
        """The sentences chosen, with the best that has such a figure where none of them has."""
        if self.asked is None or self.asked.measure is None or any(map(self._given_by, chosen)):
            return chosen
        return [*chosen, *list(filter(self._given_by, ranked[:NEAR]))[:1]]

    def _given_by(self, sentence: ScoredSentence) -> bool:
        return bool(self.asked and asked_figures(sentence.text, self.asked, self.coin))


def compare(text: str, corpus: Corpus) -> Survey | None:
    """The evidence for each of the things that ``text`` asks about.

    They belong to different transcripts, or each has a question of its own, or they are set against each other.
    """
    readings = read_sides(text) if corpus.passages else []
    for sides in readings:
        placed = _placed(sides, corpus)
        if len(placed) > 1:
            return _told(text, placed, corpus)
    for sides in readings:
        if all(side.clause for side in sides) or (compares(text) and not _IN_ONE_BREATH.search(text)):
            return _told(text, _anywhere(sides, corpus), corpus)
    return None


def _placed(sides: Sequence[Side], corpus: Corpus) -> list[tuple[Side, Mapping[str, float]]]:
    """The sides with their affinity to each transcript; none when fewer than two belong to transcripts of their own.

    A bare name that belongs to none is left out, since all speak of it; what has an article is asked about anywhere.
    """
    terms = [weighted_terms(corpus, side.text) for side in sides]
    placed: list[tuple[Side, Mapping[str, float]]] = []
    for side, own in zip(sides, terms, strict=True):
        others = set().union(*(other for other in terms if other is not own))
        mine = {t: w for t, w in own.items() if t not in others and not is_frame(t)}
        called = {t: mine[t] for t in corpus.search.read(f"x {side.text}").names if t in mine}
        shares = affinity(corpus, called or mine or own)
        if max(shares.values()) >= OWN:
            placed.append((side, shares))
    homes = {max(shares, key=shares.__getitem__) for _, shares in placed}
    if len(placed) < 2 or len(homes) < len(placed):
        return []
    at_home, anywhere = dict(placed), dict.fromkeys(corpus.passages, 0.0)
    return [(side, at_home.get(side, anywhere)) for side in sides if side in at_home or _ARTICLE.match(side.text)]


def _anywhere(sides: Sequence[Side], corpus: Corpus) -> list[tuple[Side, Mapping[str, float]]]:
    """The sides, none of them at home in a transcript."""
    return [(side, dict.fromkeys(corpus.passages, 0.0)) for side in sides]


def _told(text: str, placed: Sequence[tuple[Side, Mapping[str, float]]], corpus: Corpus) -> Survey | None:
    """The survey of the sides; None where a thing that is compared has a name that stands nowhere."""
    figure = read_asked(text) is not None or direction(text) != 0
    clauses = all(side.clause for side, _ in placed)
    told: dict[str, list[SurveyItem]] = {}
    chances: dict[str, float] = {}
    coin = coin_of(corpus) if figure else ""
    vectors = corpus.encode([side.question for side, _ in placed])
    for (side, shares), vector in zip(placed, vectors, strict=True):
        question = corpus.search.read(side.question)
        if question.absent_names and not clauses:
            return None
        if figure and question.wanted is Wanted.ANY:
            question = replace(question, wanted=Wanted.QUANTITY)
        figures = _Figures(read_asked(side.question), coin)
        chosen, likely = _evidence(question, vector, shares, corpus, figures, at_length=not side.clause)
        told[side.text], chances[side.text] = chosen, likely
    found = _own(told)
    together = _together(list(chances.values()))
    asked = "answer" if clauses else "answer this for"
    if max(chances.values()) < HARDLY:
        none = Lead(f"The transcripts do not {asked} {quoted(list(found))}.")
        return Survey(SurveyKind.COMPARE, none, (), 1 - together)
    doubtful = [name for name, likely in chances.items() if likely < DOUBTFUL]
    lead, notes = (Lead(f"On {quoted(list(found))}"), ()) if doubtful else verdict(text, found, coin)
    if clauses and not direction(text):
        lead = Lead(f"{'Both' if len(placed) == 2 else f'The {len(placed)}'} questions, in their order")
    lead = Lead(lead, f"; the transcripts may not {asked} {quoted(doubtful)}:" if doubtful else ":")
    heads = _heads(found)
    return Survey(SurveyKind.COMPARE, lead, tuple(heads), confidence(together), notes, heads=_opening(heads))


def _own(told: Mapping[str, Sequence[SurveyItem]]) -> dict[str, list[SurveyItem]]:
    """The sentences of each side, less those that answer another best: what one said is not the other's.

    They come best first, and go back in the order of the text, the best one's transcript first.
    """
    best = {name: items[0] for name, items in told.items() if items}
    found = {name: [i for i in items if i == best[name] or i not in best.values()] for name, items in told.items()}
    return {
        name: sorted(items, key=lambda i: (i.source != best[name].source, i.source, i.start))
        for name, items in found.items()
    }


def _heads(found: Mapping[str, Sequence[SurveyItem]]) -> dict[SurveyItem, str]:
    """Each sentence, in the order of the sides, with the sides that it answers for; "" where these are all."""
    sides: dict[SurveyItem, list[str]] = {}
    for name, items in found.items():
        for each in items:
            sides.setdefault(each, []).append(name)
    return {each: ", ".join(names) if len(names) < len(found) else "" for each, names in sides.items()}


def _opening(heads: Mapping[SurveyItem, str]) -> dict[SurveyItem, str]:
    """The sentences whose head is another than that of the one before, as it is to be written."""
    before = (None, *heads.values())
    return {each: capitalised(h) for (each, h), last in zip(heads.items(), before, strict=False) if h != last}


def _together(chances: Sequence[float]) -> float:
    """The probability whose log-odds are the mean of those of the sides."""
    return logistic(sum(map(log_odds, chances)) / len(chances))


def _evidence(
    question: Question,
    vector: Vector,
    shares: Mapping[str, float],
    corpus: Corpus,
    figures: _Figures,
    *,
    at_length: bool,
) -> tuple[list[SurveyItem], float]:
    """The sentences that answer for one side, the best first, and how likely they do.

    Those of its own transcript are preferred. With ``at_length`` an account is told as for a question of its own.
    """
    found = [s for evidence in gather(corpus, question, vector, read=False) for s in evidence.ranked]
    ranked = _preferred(found, shares)[:_CANDIDATES]
    if corpus.reader:
        ranked = _preferred(read_evidence(corpus.reader, question.text, ranked).ranked, shares)
    candidates = tuple({s.stored.id: s.candidate for s in ranked}.values())
    chosen = figures.completed(_chosen(question, ranked, at_length=at_length), ranked)
    items = _going_on(sorted(chosen, key=lambda s: -s.score))
    return items, probability(Found(question, vector, candidates), ranked)


def _chosen(question: Question, ranked: Sequence[ScoredSentence], *, at_length: bool) -> list[ScoredSentence]:
    """The sentences that answer for a side, as for a question of its own; a second one where it may well do too."""
    account = read_account(ranked) if at_length and told_at_length(question) else None
    if account is not None:
        return choose_for_account(account, ranked, least=LEAST)
    return choose_sentences(ranked, least=LEAST, possible=MAY_WELL)


def _going_on(chosen: Sequence[ScoredSentence]) -> list[SurveyItem]:
    """The sentences, each with the next one where that leans on it: "It costs …"."""
    items: dict[SurveyItem, None] = {}
    for sentence in chosen:
        items[item(sentence)] = None
        following = sentence_at(item(sentence), 1)
        if following and leans_back(following):
            items[SurveyItem(sentence.stored, sentence.number + 1)] = None
    return list(items)


def _preferred(found: Sequence[ScoredSentence], shares: Mapping[str, float]) -> list[ScoredSentence]:
    """The sentences, best first, each raised by how far its transcript is the side's own."""
    weight = affinity_weight()
    raised = [replace(s, score=s.score + weight * shares[s.source]) for s in found]
    return sorted(raised, key=lambda s: -s.score)
